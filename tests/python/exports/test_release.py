"""A release: its files agree, it opens from a file or an address, and its site holds together."""

import functools
import json
import re
import shutil
import tarfile
import threading
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import duckdb
import pytest
from analysis_py.exports.published import ExportProblem

from analysis_py import __version__
from analysis_py.cli import demo
from analysis_py.cli.main import main
from analysis_py.exports import release
from analysis_py.publishing import DATABASE_NAME
from analysis_py.runtime.project import site_address

ROOT = Path(__file__).parents[3]
SITE = "https://reports.example/llm"
ARCHIVE = release.archive_name()


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Return the folder of a finished warehouse of two tables, with a report of two pages."""
    folder = tmp_path_factory.mktemp("finished")
    with duckdb.connect(str(folder / DATABASE_NAME)) as database:
        database.execute(
            """
            create schema marts; create schema reporting;
            create table marts.dim_snapshots as select 'a_2025-06-01' as snapshot_id, 'T' as title,
                'P' as producer, 'https://a' as found_at, 'MIT' as licence,
                '2025-06-01'::date as taken_on;
            create table reporting.start_here as select 1::integer as question_order,
                'marts.dim_snapshots' as table_name, 'Where from?' as question,
                'select snapshot_id from marts.dim_snapshots' as example_query;
            """
        )
        for schema, table in (("marts", "dim_snapshots"), ("reporting", "start_here")):
            parquet = folder / "parquet" / schema / f"{table}.parquet"
            parquet.parent.mkdir(parents=True)
            database.execute(f"copy {schema}.{table} to '{parquet}'")
    pages = folder / "report"
    (pages / "figures").mkdir(parents=True)
    (pages / "index.html").write_text("<html></html>")
    return folder


@pytest.fixture(scope="module")
def released(finished, tmp_path_factory):
    """Return the folder of the files of a release."""
    folder = tmp_path_factory.mktemp("released")
    release.write(finished, folder)
    return folder


def test_notes_are_what_the_changelog_says_of_the_version():
    text = (ROOT / "CHANGELOG.md").read_text()
    notes = release.notes(text)
    assert notes.strip() in text
    assert not re.search(r"(?m)^## ", notes)
    assert release.notes("## 2.0 (today)\n\nnew\n\n## 1.0\n\nold\n", "1.0") == "old\n"
    with pytest.raises(ExportProblem, match=r"no heading of 1\.5"):
        release.notes(text, "1.5")


def test_the_checksums_are_of_every_file_and_the_same_again(finished, released, tmp_path):
    sums = dict(line.split()[::-1] for line in (released / release.SUMS).read_text().splitlines())
    assert sums.keys() == {path.name for path in released.iterdir()} - {release.SUMS}
    assert all(release.sha256(released / name) == told for name, told in sums.items())
    release.write(finished, tmp_path)
    assert (tmp_path / release.SUMS).read_text() == (released / release.SUMS).read_text()


def test_the_tables_come_with_every_description(released):
    (path,) = released.glob("*-tables.tar")
    with tarfile.open(path) as archive:
        names = set(archive.getnames())
    for name in ("README.md", "datapackage.json", "croissant.json"):
        assert f"tables/{name}" in names
    assert "tables/tables/marts/dim_snapshots.parquet" in names


@pytest.mark.parametrize("way", ["path", "address", "site"])
def test_a_demo_opens(released, finished, way, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    source = {"path": released / ARCHIVE, "address": (released / ARCHIVE).as_uri()}.get(way)
    if way == "site":
        shutil.copytree(released, tmp_path / f"site/v{__version__}")
        monkeypatch.setenv("LLM_REASSESSMENT_SITE", f"{(tmp_path / 'site').as_uri()}/")
    words = ["demo", "look", "--no-browser", *(["--from", str(source)] if source else [])]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "2 tables, with facts up to 2025-06-01" in said
    assert re.search(r"Where from\?\n\n.*a_2025-06-01", said, re.DOTALL)
    assert str(tmp_path / "look/report/index.html") in said
    assert Path("look", DATABASE_NAME).read_bytes() == (finished / DATABASE_NAME).read_bytes()
    assert main(["query", "--warehouse", "look", "from reporting.start_here"]) == 0
    # what is there is opened again, whatever has become of its source
    assert main(["demo", "look", "--no-browser"]) == 0


@pytest.mark.fault("publishing")
@pytest.mark.parametrize(
    "defect",
    ["changed", "cut off", "absent", "without checksums", "no archive", "flipped, sum and all"],
)
def test_what_was_not_released_is_not_opened(released, defect, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    given = shutil.copytree(released, tmp_path / "given")
    archive = given / ARCHIVE
    content = archive.read_bytes()
    match defect:
        case "changed":
            archive.write_bytes(content[:-9] + b"?" + content[-8:])
        case "cut off":
            archive.write_bytes(content[: len(content) // 2])
        case "absent":
            archive.unlink()
        case "without checksums":
            (given / release.SUMS).unlink()
        case "flipped, sum and all":
            middle = len(content) // 2
            flipped = bytes([content[middle] ^ 8])
            archive.write_bytes(content[:middle] + flipped + content[middle + 1 :])
            release.write_sums(given)
        case "no archive":
            archive.write_bytes(b"plain words")
            release.write_sums(given)
    assert main(["demo", "look", "--from", str(archive), "--no-browser"]) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if ARCHIVE in line]
    assert release.SUMS in line
    assert not Path("look").exists()


@pytest.mark.fault("publishing")
@pytest.mark.parametrize("name", ["a(1).tar.xz", "an archive.tar.xz", "ä.tar.xz", "a#1.tar.xz"])
def test_a_renamed_download_is_known_by_its_sum(released, name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    given = shutil.copytree(released, tmp_path / "given")
    (given / ARCHIVE).rename(given / name)
    assert main(["demo", "look", "--from", str(given / name), "--no-browser"]) == 0
    assert "Where from?" in capsys.readouterr().out


@pytest.mark.fault("publishing")
@pytest.mark.parametrize("form", ["{sum} *{name}\n", "# sums of today\n\n{sum}  {name}\n"])
def test_checksums_are_read_as_other_programs_write_them(released, form, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = shutil.copytree(released, tmp_path / "given")
    archive = given / ARCHIVE
    line = form.format(sum=release.sha256(archive).upper(), name=ARCHIVE)
    (given / release.SUMS).write_text(line)
    assert main(["demo", "look", "--from", str(archive), "--no-browser"]) == 0


@pytest.fixture
def open_changed(finished, tmp_path, monkeypatch, capsys):
    """Return a function that opens a changed archive."""
    monkeypatch.chdir(tmp_path)

    def opened(about=None, sql="", without=()):
        made = shutil.copytree(finished, tmp_path / "made")
        (made / release.ABOUT).write_text(about or '{"version": "9", "taken_on": "2025-06-01"}')
        with duckdb.connect(str(made / DATABASE_NAME)) as database:
            database.execute(sql or "select 1")
        archive = tmp_path / "given" / ARCHIVE
        archive.parent.mkdir()
        with tarfile.open(archive, "w:xz") as file:
            for name in {DATABASE_NAME, "report", release.ABOUT} - set(without):
                file.add(made / name, name)
        release.write_sums(archive.parent)
        code = main(["demo", "look", "--from", str(archive), "--no-browser"])
        return code, *capsys.readouterr()

    return opened


@pytest.mark.fault("publishing")
@pytest.mark.parametrize(
    ("about", "code"),
    [
        ("plain words", 1),
        ('["9", "2025-06-01"]', 1),
        ('{"version": "9"}', 1),
        ('{"version": "9", "taken_on": "2025-06-01", "of_a_newer_release": 1}', 0),
    ],
)
def test_a_release_that_tells_itself_otherwise(open_changed, about, code):
    ended, out, err = open_changed(about)
    assert ended == code
    if code:
        (line,) = err.splitlines()
        assert "release.json is no JSON object with version and taken_on" in line
    else:
        assert "as released with version 9." in out


@pytest.mark.fault("publishing")
@pytest.mark.parametrize(
    ("sql", "n"),
    [
        ("delete from reporting.start_here", 0),
        ("insert into reporting.start_here from reporting.start_here", 1),
    ],
)
def test_no_first_question_or_two_are_no_fault(open_changed, sql, n):
    code, out, _ = open_changed(sql=sql)
    assert code == 0
    assert out.count("Where from?") == n


@pytest.mark.fault("publishing")
@pytest.mark.parametrize("name", ["report", DATABASE_NAME, release.ABOUT])
def test_an_archive_without_a_part_is_not_opened(open_changed, name):
    code, _, err = open_changed(without=[name])
    assert code == 1
    assert f"it holds no {name}" in err
    assert not Path("look").exists()


@pytest.mark.fault("hostile")
def test_the_question_of_an_archive_is_held_to_the_time_of_a_query(open_changed, monkeypatch):
    monkeypatch.setattr(demo, "_PATIENCE_S", 1)
    code, _, err = open_changed(
        sql="update reporting.start_here set example_query = "
        "'select count(*) from range(1000000) a, range(1000000) b, range(1000) c'"
    )
    assert code == 1
    assert err == "llm-reassess demo: Given up after 1 seconds.\n"


@pytest.mark.fault("hostile")
def test_no_text_of_an_archive_is_obeyed_by_the_terminal(open_changed):
    code, out, _ = open_changed(
        about=json.dumps({"version": "9\x1b]0;pwn\x07", "taken_on": "\x1b[2J"}),
        sql="update reporting.start_here set question = chr(27) || ']0;pwn' || chr(7), "
        """example_query = 'select 1 as "' || chr(27) || ']0;pwn' || chr(7) || '"'""",
    )
    assert code == 0
    assert out.count(r"\x1b]0;pwn\x07") == 3
    assert all(line.isprintable() for line in out.splitlines())


@pytest.mark.fault("hostile")
def test_a_site_with_control_characters_is_a_word(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLM_REASSESSMENT_SITE", "https://a\x1b[2J\n/")
    assert main(["demo", "look"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("llm-reassess demo: LLM_REASSESSMENT_SITE is 'https://a")
    assert line.endswith("begins with http:, https: or file: and has no blanks")


@pytest.mark.skipif(site_address() is not None, reason="this copy was built for a release")
def test_a_copy_without_an_address_says_what_to_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["demo"]) == 2
    said = capsys.readouterr().err
    assert "no release is published yet. Build it instead" in said
    assert "llm-reassess init work && cd work && llm-reassess build" in said
    assert "--from" in said
    assert not any(tmp_path.iterdir())


# the site


@pytest.fixture(scope="module")
def site(report, warehouse_folder, tmp_path_factory):
    """Return a site of this version's report and of an earlier one's."""
    folder = tmp_path_factory.mktemp("site")
    home = tmp_path_factory.mktemp("home")
    (home / DATABASE_NAME).symlink_to((warehouse_folder / DATABASE_NAME).resolve())
    (home / "report").symlink_to(report)
    (home / ARCHIVE).write_text("as it was released")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LLM_REASSESSMENT_SITE", SITE)
        for version in ("0.10.0", "0.9.0"):
            told = json.dumps({"version": version, "taken_on": "2025-06-01"})
            (home / release.ABOUT).write_text(told)
            assert (
                main(["export", "site", "--warehouse", str(home), "--to", str(folder / "pages")])
                == 0
            )
    return folder / "pages"


class Links(HTMLParser):
    """The addresses and the anchors of a page."""

    def __init__(self, path):
        super().__init__()
        self.found, self.anchors = set(), set()
        self.feed(path.read_text())

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.found.add(value)
            elif name == "id":
                self.anchors.add(value)
            elif name == "content" and value and "url=" in value:
                self.found.add(value.partition("url=")[2])


def test_every_version_is_whole_and_every_link_leads_somewhere(site):
    pages = {path: Links(path) for path in sorted(site.rglob("*.html"))}
    broken = []
    for path, page in pages.items():
        for link in page.found:
            there = urlsplit(urljoin(path.as_uri(), link))
            if link.startswith(f"{SITE}/"):
                there = urlsplit(link.replace(f"{SITE}/", f"{site.as_uri()}/"))
            if there.scheme != "file":
                continue
            target = Path(unquote(there.path))
            anchors = pages[target].anchors if target in pages else None
            if not target.exists() or (
                # tables and claims are drawn by a script; their anchors are of another test
                there.fragment
                and anchors is not None
                and "/figures/" in str(path)
                and there.fragment not in anchors
            ):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert not broken
    names = {path.relative_to(site / "v0.10.0") for path in (site / "v0.10.0").rglob("*")}
    assert names == {path.relative_to(site / "latest") for path in (site / "latest").rglob("*")}


def test_every_figure_has_a_page_and_a_picture_that_stay(site):
    drawings = sorted((site / "v0.9.0/figures").glob("*.svg"))
    assert len(drawings) > 30
    for drawing in drawings:
        assert drawing.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
        page = drawing.with_suffix(".html").read_text()
        assert f'content="{SITE}/v0.9.0/figures/{drawing.stem}.png"' in page
    front = (site / "latest/index.html").read_text()
    assert f'<link rel="canonical" href="{SITE}/v0.10.0/index.html">' in front
    assert "Facts up to 2025-06-01, version 0.10.0." in front


def test_the_versions_and_what_machines_read(site):
    page = (site / "versions.html").read_text()
    assert page.index("v0.10.0/index.html") < page.index("v0.9.0/index.html")
    listed = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text())
    assert f"{SITE}/latest/index.html" in listed
    assert len(listed) == 1 + len(list((site / "latest").glob("*.html")))
    words = (site / "llms.txt").read_text()
    assert "(latest/index.html)" in words
    assert words.count("\n- ") > 20
    assert "reporting.rpt_scores" in words


def test_a_folder_of_others_is_no_site(finished, tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine")
    words = ["export", "site", "--warehouse", str(finished), "--to", str(tmp_path)]
    assert main(words) == 1
    assert "neither empty nor a site" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.fixture
def served(site):
    """Return the address of the site on this machine."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=site)
    handler.log_message = lambda *_: None
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("way", ["http", "file"])
def test_in_a_browser(site, served, chromium, way):
    start = served if way == "http" else site.as_uri()
    page = chromium.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("response", lambda each: complaints.append(each.url) if each.status > 399 else None)
    page.goto(f"{start}/index.html")
    page.wait_for_url(f"{start}/latest/index.html")
    page.wait_for_selector("figure [data-drawn], figure[data-drawn]")
    page.click("footer .as-of a")
    page.wait_for_url(f"{start}/versions.html")
    page.click("text=0.9.0")
    page.wait_for_url(f"{start}/v0.9.0/index.html")
    (name, *_) = sorted(path.stem for path in (site / "latest/figures").glob("*.svg"))
    page.goto(f"{start}/latest/figures/{name}.html")
    page.wait_for_url(re.compile(rf"{re.escape(start)}/latest/\w+\.html#{name}"))
    assert page.locator(f"figure#{name}").count() == 1
    assert not complaints
    page.close()
