"""The reports as a site: a folder per version, the newest as ``latest/``, and what leads to them.

Pages open from disk too. Only what a machine reads needs the site's address: the addresses that
figures cite, pictures that other sites show of a page, and the sitemap.
"""

import json
import re
import shutil
from html import escape, unescape
from pathlib import Path

import vl_convert

from analysis_py.exports.published import DESCRIPTION, NAME, ExportProblem
from analysis_py.exports.release import SUMS, About, about, archive_name, reported
from analysis_py.publishing.owned_folders import MARKER
from analysis_py.publishing.reading import opened
from analysis_py.publishing.versions import DATABASE_NAME, REPORT_NAME
from analysis_py.runtime.project import site_address

#: The versions that a site holds, with the day of their facts; the mark of a folder that is a site.
VERSIONS = "versions.json"
_LATEST = "latest"
_FIGURE = re.compile(
    r'<figure id="(?P<name>[^"]+)" data-figure=.*?<h3>(?P<title>.*?)</h3>', re.DOTALL
)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SUMMARY = re.compile(r'<meta name="description" content="([^"]*)">')
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{head}
</head>
<body>
{body}
</body>
</html>
"""


def write(warehouse: Path, site: Path) -> Path:
    """Add the report of a published warehouse to a site, which may hold those of other versions.

    Parameters
    ----------
    warehouse : Path
        Of this version, or one that was unpacked from a release, which says of which.
    site : Path
        A new or an empty folder, or a site.

    Returns
    -------
    Path
        The page that leads to the newest version.

    Raises
    ------
    ExportProblem
        If the warehouse has no report, or the folder holds anything else than a site.
    """
    home = reported(warehouse)
    site.mkdir(parents=True, exist_ok=True)
    known = site / VERSIONS
    if any(site.iterdir()) and not known.is_file():
        raise ExportProblem(f"{site} is neither empty nor a site of this project")
    told = about(home)
    days = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    days = dict(sorted({**days, told.version: told.taken_on}.items(), key=_order, reverse=True))
    _write_version(home, site / f"v{told.version}", told)
    newest = next(iter(days))
    shutil.rmtree(site / _LATEST, ignore_errors=True)
    # an archive lies with its version alone
    ignored = shutil.ignore_patterns(archive_name("*"), SUMS)
    shutil.copytree(site / f"v{newest}", site / _LATEST, ignore=ignored)
    _write_front(site, days)
    if newest == told.version:
        (site / "llms.txt").write_text(_for_machines(home, site), encoding="utf-8")
    known.write_text(json.dumps(days, indent=1) + "\n", encoding="utf-8")
    return site / "index.html"


def _order(version: tuple[str, str]) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version[0])))


def _write_version(home: Path, folder: Path, told: About) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(home / REPORT_NAME, folder, ignore=shutil.ignore_patterns(MARKER))
    for drawing in (folder / "figures").glob("*.svg"):
        drawing.with_suffix(".png").write_bytes(vl_convert.svg_to_png(drawing.read_text()))
    for name in (archive_name(told.version), SUMS):
        if (home / name).is_file():
            shutil.copyfile(home / name, folder / name)
    line = (
        f'<footer>\n  <p class="as-of">Facts up to {told.taken_on}, version {told.version}. '
        '<a href="../versions.html">All versions</a></p>'
    )
    for page in sorted(folder.glob("*.html")):
        html = page.read_text(encoding="utf-8")
        figures = [(found["name"], _plain(found["title"])) for found in _FIGURE.finditer(html)]
        title, summary = _words(html)
        picture = f"figures/{figures[0][0]}.png" if figures else None
        head = _card(f"v{told.version}/{page.name}", title, summary, picture)
        html = html.replace("</head>", f"{head}\n</head>", 1).replace("<footer>", line, 1)
        page.write_text(html, encoding="utf-8")
        for name, words in figures:
            where = f"../{page.name}#{name}"
            head = _card(
                f"v{told.version}/figures/{name}.html", words, summary, f"figures/{name}.png"
            )
            head += f'\n<meta http-equiv="refresh" content="0; url={where}">'
            body = f'<p><a href="{where}">{escape(words)}</a></p>'
            shared = _PAGE.format(title=escape(words), head=head, body=body)
            (folder / "figures" / f"{name}.html").write_text(shared, encoding="utf-8")


def _card(place: str, title: str, summary: str, picture: str | None) -> str:
    """Return what a page says of itself to other sites; ``place`` is where it stays."""
    lines = [f'<meta property="og:title" content="{escape(title)}">']
    lines += [f'<meta property="og:description" content="{escape(summary)}">']
    if site := site_address():
        version = place.partition("/")[0]
        lines += [
            f'<link rel="canonical" href="{site}/{place}">',
            f'<meta property="og:url" content="{site}/{place}">',
        ]
        if picture:
            lines += [f'<meta property="og:image" content="{site}/{version}/{picture}">']
    return "\n".join(lines)


def _write_front(site: Path, days: dict[str, str]) -> None:
    """Write the page that leads to the newest version, that of all versions, and the sitemap."""
    where = f"{_LATEST}/index.html"
    head = f'<meta http-equiv="refresh" content="0; url={where}">'
    body = f'<p><a href="{where}">The newest report</a></p>'
    page = _PAGE.format(title=NAME, head=head, body=body)
    (site / "index.html").write_text(page, encoding="utf-8")
    rows = [
        f'<li><a href="v{version}/index.html">{version}</a>, facts up to {day}'
        + (
            f', <a href="v{version}/{archive_name(version)}">DuckDB file and report</a>'
            if (site / f"v{version}" / archive_name(version)).is_file()
            else ""
        )
        + "</li>"
        for version, day in days.items()
    ]
    listed = "\n".join(rows)
    body = f"<h1>All versions</h1>\n<ul>\n{listed}\n</ul>\n{body}"
    page = _PAGE.format(title=f"All versions of {NAME}", head="", body=body)
    (site / "versions.html").write_text(page, encoding="utf-8")
    if address := site_address():
        pages = sorted(path.relative_to(site) for path in site.glob(f"{_LATEST}/*.html"))
        places = ["versions.html", *(path.as_posix() for path in pages)]
        urls = "".join(f"<url><loc>{address}/{place}</loc></url>\n" for place in places)
        (site / "sitemap.xml").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
            encoding="utf-8",
        )


def _for_machines(home: Path, site: Path) -> str:
    """Return llms.txt: what there is to read, and the tables that most questions end at."""
    lines = [f"# {NAME}", "", f"> {DESCRIPTION}", "", "## Pages", ""]
    for page in sorted((site / _LATEST).glob("*.html")):
        html = page.read_text(encoding="utf-8")
        title, summary = _words(html)
        lines.append(f"- [{title}]({_LATEST}/{page.name}): {summary}")
    lines += ["", "## Tables of the DuckDB file", ""]
    with opened(home / DATABASE_NAME) as connection:
        for table, question, sql in connection.sql(_QUESTIONS).fetchall():
            lines += [
                f"- {table}: {question}",
                "",
                *(f"      {line}" for line in sql.splitlines()),
                "",
            ]
    return "\n".join(lines)


def _words(html: str) -> list[str]:
    """Return a page's title and its description."""
    return [_plain(found[1]) for part in (_TITLE, _SUMMARY) if (found := part.search(html))]


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


_QUESTIONS = """
select table_name, question, example_query from reporting.start_here order by question_order
"""
