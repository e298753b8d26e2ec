"""The reports as a site: a folder per version, the newest as ``latest/``, and what leads to them.

Pages open from disk too. Only what other sites show of a page needs the site's address.
"""

import json
import re
import shutil
from html import escape, unescape
from pathlib import Path

from analysis_py.exports.published import NAME, ExportProblem
from analysis_py.exports.release import SUMS, About, about, archive_name, refuse_unreported
from analysis_py.publishing import REPORT_NAME
from analysis_py.runtime.project import site_address

#: The versions that a site holds, with the day of their facts; the mark of a folder that is a site.
VERSIONS = "versions.json"
_LATEST = "latest"
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
    refuse_unreported(warehouse)
    site.mkdir(parents=True, exist_ok=True)
    known = site / VERSIONS
    if any(site.iterdir()) and not known.is_file():
        raise ExportProblem(f"{site} is neither empty nor a site of this project")
    told = about(warehouse)
    days = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    days = dict(sorted({**days, told.version: told.taken_on}.items(), key=_order, reverse=True))
    _write_version(warehouse, site / f"v{told.version}", told)
    newest = next(iter(days))
    shutil.rmtree(site / _LATEST, ignore_errors=True)
    # an archive lies with its version alone
    ignored = shutil.ignore_patterns(archive_name("*"), SUMS)
    shutil.copytree(site / f"v{newest}", site / _LATEST, ignore=ignored)
    _write_front(site, days)
    known.write_text(json.dumps(days, indent=1) + "\n", encoding="utf-8")
    return site / "index.html"


def _order(version: tuple[str, str]) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version[0])))


def _write_version(warehouse: Path, folder: Path, told: About) -> None:
    """Write the report of a version, whose pages name it, and its archive if that is there."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(warehouse / REPORT_NAME, folder)
    for name in (archive_name(told.version), SUMS):
        if (warehouse / name).is_file():
            shutil.copyfile(warehouse / name, folder / name)
    line = (
        f'<footer>\n  <p class="as-of">Facts up to {told.taken_on}, version {told.version}. '
        '<a href="../versions.html">All versions</a></p>'
    )
    for page in sorted(folder.glob("*.html")):
        html = page.read_text(encoding="utf-8")
        head = _card(f"v{told.version}/{page.name}", html)
        html = html.replace("</head>", f"{head}\n</head>", 1).replace("<footer>", line, 1)
        page.write_text(html, encoding="utf-8")


def _card(place: str, html: str) -> str:
    """Return what a page says of itself to other sites; ``place`` is where it stays."""
    lines = [
        f'<meta property="og:{name}" content="{escape(unescape(found[1]).strip())}">'
        for name, part in (("title", _TITLE), ("description", _SUMMARY))
        if (found := part.search(html))
    ]
    if site := site_address():
        lines += [
            f'<link rel="canonical" href="{site}/{place}">',
            f'<meta property="og:url" content="{site}/{place}">',
        ]
    return "\n".join(lines)


def _write_front(site: Path, days: dict[str, str]) -> None:
    """Write the page that leads to the newest version, and that of all versions."""
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
