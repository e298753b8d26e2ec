"""A demo opens an archive from a file, an address or the site of a release, and no other file."""

import hashlib
import json
import re
import shutil
import tarfile
from pathlib import Path

import duckdb
import pytest

from analysis_py import __version__
from analysis_py.cli import demo
from analysis_py.cli.main import main
from analysis_py.publishing import DATABASE_NAME
from analysis_py.runtime.project import site_address


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
    pages = folder / "report"
    (pages / "figures").mkdir(parents=True)
    (pages / "index.html").write_text("<html></html>")
    (folder / demo.ABOUT).write_text('{"version": "0", "taken_on": "2025-06-01"}')
    return folder


@pytest.fixture(scope="module")
def released(finished, tmp_path_factory):
    """Return the folder of the files of a release."""
    folder = tmp_path_factory.mktemp("released")
    pack(finished, folder)
    return folder


def pack(finished, folder, without=()):
    """Pack a finished warehouse as a release does."""
    with tarfile.open(folder / demo.ARCHIVE, "w:xz") as file:
        for name in [DATABASE_NAME, "report", demo.ABOUT]:
            if name not in without:
                file.add(finished / name, name)
    write_sums(folder)


def write_sums(folder):
    """Write the checksums as sha256sum does."""
    hashed = hashlib.sha256((folder / demo.ARCHIVE).read_bytes()).hexdigest()
    (folder / demo.SUMS).write_text(f"{hashed}  {demo.ARCHIVE}\n")


@pytest.mark.parametrize("way", ["path", "address", "site"])
def test_a_demo_opens(released, finished, way, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    source = {"path": released / demo.ARCHIVE, "address": (released / demo.ARCHIVE).as_uri()}.get(
        way
    )
    if way == "site":
        shutil.copytree(released, tmp_path / f"site/v{__version__}")
        monkeypatch.setenv("LLM_REASSESSMENT_SITE", f"{(tmp_path / 'site').as_uri()}/")
    words = ["demo", "look", "--no-browser", *(["--from", str(source)] if source else [])]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "data up to 2025-06-01" in said
    assert re.search(r"Where from\?\n\n.*a_2025-06-01", said, re.DOTALL)
    assert str(tmp_path / "look/report/index.html") in said
    assert Path("look", DATABASE_NAME).read_bytes() == (finished / DATABASE_NAME).read_bytes()
    assert main(["query", "--warehouse", "look", "from reporting.start_here"]) == 0
    # what is there is opened again, whatever has become of its source
    assert main(["demo", "look", "--no-browser"]) == 0


def flip(content):
    """Return an archive with one bit turned in its middle."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 8]) + content[middle + 1 :]


#: What becomes of an archive, and whether its checksums are those of what became of it.
DAMAGE = {
    "changed": (lambda content: content[:-9] + b"?" + content[-8:], False),
    "cut off": (lambda content: content[: len(content) // 2], False),
    "flipped, sum and all": (flip, True),
    "no archive": (lambda content: b"plain words", True),
    "absent": (None, False),
    "without checksums": (lambda content: content, False),
}


@pytest.mark.fault("publishing")
@pytest.mark.parametrize("defect", DAMAGE)
def test_what_was_not_released_is_not_opened(released, defect, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    given = shutil.copytree(released, tmp_path / "given")
    archive = given / demo.ARCHIVE
    change, has_sums = DAMAGE[defect]
    if change:
        archive.write_bytes(change(archive.read_bytes()))
    else:
        archive.unlink()
    if has_sums:
        write_sums(given)
    if defect == "without checksums":
        (given / demo.SUMS).unlink()
    assert main(["demo", "look", "--from", str(archive), "--no-browser"]) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if demo.ARCHIVE in line]
    assert demo.SUMS in line
    assert not Path("look").exists()


@pytest.fixture
def open_changed(finished, tmp_path, monkeypatch, capsys):
    """Return a function that opens a changed archive."""
    monkeypatch.chdir(tmp_path)

    def opened(about=None, sql="", without=(), name=demo.ARCHIVE):
        made = shutil.copytree(finished, tmp_path / "made")
        (made / demo.ABOUT).write_text(about or '{"version": "9", "taken_on": "2025-06-01"}')
        with duckdb.connect(str(made / DATABASE_NAME)) as database:
            database.execute(sql or "select 1")
        given = tmp_path / "given"
        given.mkdir()
        pack(made, given, without)
        archive = (given / demo.ARCHIVE).rename(given / name)
        code = main(["demo", "look", "--from", str(archive), "--no-browser"])
        assert not (without and Path("look").exists())
        return code, *capsys.readouterr()

    return opened


BLOAT = "'select count(*) from range(1000000) a, range(1000000) b, range(1000) c'"


@pytest.mark.fault("publishing")
@pytest.mark.parametrize(
    ("change", "ended", "told"),
    [
        *(
            ({"about": about}, 1, "release.json is not a JSON object with version and taken_on")
            for about in ("plain words", '["9", "2025-06-01"]', '{"version": "9"}')
        ),
        (
            {"about": '{"version": "9", "taken_on": "2025-06-01", "of_a_newer_release": 1}'},
            0,
            "version 9, data up to",
        ),
        *(
            ({"without": [name]}, 1, " is missing. Download")
            for name in ("report", DATABASE_NAME, demo.ABOUT)
        ),
        # a renamed download is known by its sum
        *(
            ({"name": name}, 0, "Where from?")
            for name in ("a(1).tar.xz", "an archive.tar.xz", "ä.tar.xz", "a#1.tar.xz")
        ),
        # a question is held to the time of a query
        (
            {"sql": f"update reporting.start_here set example_query = {BLOAT}"},
            1,
            "took more than 1 seconds",
        ),
    ],
)
def test_an_archive_of_another_hand_opens_or_says_why_not(
    open_changed, monkeypatch, change, ended, told
):
    monkeypatch.setattr(demo, "_PATIENCE_S", 1)
    code, out, err = open_changed(**change)
    assert code == ended
    assert told in (err if code else out)


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
