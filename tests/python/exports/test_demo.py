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


def pack(finished, folder, without=()):
    """Pack a finished warehouse as a release does."""
    with tarfile.open(folder / demo.ARCHIVE, "w:xz") as file:
        for name in [DATABASE_NAME, "report", demo.ABOUT]:
            if name not in without:
                file.add(finished / name, name)
    write_sums(folder)
    return folder / demo.ARCHIVE


def write_sums(folder):
    """Write the checksums as sha256sum does."""
    hashed = hashlib.sha256((folder / demo.ARCHIVE).read_bytes()).hexdigest()
    (folder / demo.SUMS).write_text(f"{hashed}  {demo.ARCHIVE}\n")


@pytest.mark.parametrize("way", ["path", "address", "site"])
def test_a_demo_opens(finished, way, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / f"site/v{__version__}"
    folder.mkdir(parents=True)
    archive = pack(finished, folder)
    source = {"path": archive, "address": archive.as_uri()}.get(way)
    monkeypatch.setenv("LLM_REASSESSMENT_SITE", f"{(tmp_path / 'site').as_uri()}/")
    assert main(["demo", "look", "--no-browser", *(["--from", str(source)] if source else [])]) == 0
    said = capsys.readouterr().out
    assert "data up to 2025-06-01" in said
    assert re.search(r"Where from\?\n\n.*a_2025-06-01", said, re.DOTALL)
    assert str(tmp_path / "look/report/index.html") in said
    assert Path("look", DATABASE_NAME).read_bytes() == (finished / DATABASE_NAME).read_bytes()
    assert main(["query", "--warehouse", "look", "from reporting.start_here"]) == 0
    # what is there is opened again, whatever has become of its source
    assert main(["demo", "look", "--no-browser"]) == 0


@pytest.fixture
def open_changed(finished, tmp_path, monkeypatch, capsys):
    """Return a function that opens an archive, changed before it was packed or after."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(demo, "_PATIENCE_S", 1)

    def opened(about=None, sql="select 1", without=(), name=demo.ARCHIVE, spoil=None, is_sum=True):
        made = shutil.copytree(finished, tmp_path / "made")
        (made / demo.ABOUT).write_text(about or '{"version": "9", "taken_on": "2025-06-01"}')
        with duckdb.connect(str(made / DATABASE_NAME)) as database:
            database.execute(sql)
        (given := tmp_path / "given").mkdir()
        archive = pack(made, given, without)
        if spoil:
            archive.write_bytes(spoil(archive.read_bytes()))
        if spoil and is_sum:
            write_sums(given)
        if is_sum is None:
            (given / demo.SUMS).unlink()
        archive = archive.rename(given / name)
        code = main(["demo", "look", "--from", str(archive), "--no-browser"])
        assert not ((without or spoil) and Path("look").exists())
        return code, *capsys.readouterr()

    return opened


def flip(content):
    """Return an archive with one bit turned in its middle."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 8]) + content[middle + 1 :]


BLOAT = "'select count(*) from range(1000000) a, range(1000000) b, range(1000) c'"


@pytest.mark.fault("publishing")
@pytest.mark.parametrize(
    ("change", "ended", "told"),
    [
        # what was not released
        ({"spoil": flip, "is_sum": False}, 1, f"does not match a checksum in {demo.SUMS}"),
        ({"spoil": flip}, 1, demo.SUMS),
        ({"spoil": lambda content: b"plain words"}, 1, demo.SUMS),
        ({"is_sum": None}, 1, demo.SUMS),
        # what another hand, or a newer release, has packed
        *(
            ({"about": about}, 1, "release.json is not a JSON object with version and taken_on")
            for about in ("plain words", '["9", "2025-06-01"]', '{"version": "9"}')
        ),
        ({"about": '{"version": "9", "taken_on": "2025-06-01", "newer": 1}'}, 0, "version 9, data"),
        ({"without": ["report"]}, 1, " is missing. Download"),
        # a renamed download is known by its sum
        ({"name": "ä (1)#.tar.xz"}, 0, "Where from?"),
        # a question is held to the time of a query
        ({"sql": f"update reporting.start_here set example_query = {BLOAT}"}, 1, "than 1 seconds"),
    ],
)
def test_an_archive_of_another_hand_opens_or_says_why_not(open_changed, change, ended, told):
    code, out, err = open_changed(**change)
    assert code == ended
    assert told in (err if code else out)
    assert "Traceback" not in err
    is_opened = code == 0 or "sql" in change
    assert Path("look").exists() == is_opened


@pytest.mark.fault("publishing")
def test_a_folder_of_nobody_and_a_link_to_nowhere_are_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "look", "--from", "~nouser/x"]) == 1
    assert "cannot read" in capsys.readouterr().err
    Path("link").symlink_to(tmp_path / "elsewhere")
    assert main(["demo", "link", "--from", "x"]) == 2
    assert "is a link to what is not there" in capsys.readouterr().err
    assert not Path("elsewhere").exists()


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


@pytest.mark.skipif(site_address() is not None, reason="this copy was built for a release")
def test_a_copy_without_an_address_says_what_to_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["demo"]) == 2
    said = capsys.readouterr().err
    assert "no release is published yet. Build it instead" in said
    assert "llm-reassess init work && cd work && llm-reassess build" in said
    assert "--from" in said
    assert not any(tmp_path.iterdir())
