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


@pytest.mark.fault("publishing")
@pytest.mark.parametrize(
    "defect",
    ["changed", "cut off", "absent", "without checksums", "no archive", "flipped, sum and all"],
)
def test_what_was_not_released_is_not_opened(released, defect, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    given = shutil.copytree(released, tmp_path / "given")
    archive = given / demo.ARCHIVE
    content = archive.read_bytes()
    match defect:
        case "changed":
            archive.write_bytes(content[:-9] + b"?" + content[-8:])
        case "cut off":
            archive.write_bytes(content[: len(content) // 2])
        case "absent":
            archive.unlink()
        case "without checksums":
            (given / demo.SUMS).unlink()
        case "flipped, sum and all":
            middle = len(content) // 2
            flipped = bytes([content[middle] ^ 8])
            archive.write_bytes(content[:middle] + flipped + content[middle + 1 :])
            write_sums(given)
        case "no archive":
            archive.write_bytes(b"plain words")
            write_sums(given)
    assert main(["demo", "look", "--from", str(archive), "--no-browser"]) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if demo.ARCHIVE in line]
    assert demo.SUMS in line
    assert not Path("look").exists()


@pytest.mark.fault("publishing")
@pytest.mark.parametrize("name", ["a(1).tar.xz", "an archive.tar.xz", "ä.tar.xz", "a#1.tar.xz"])
def test_a_renamed_download_is_known_by_its_sum(released, name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    given = shutil.copytree(released, tmp_path / "given")
    (given / demo.ARCHIVE).rename(given / name)
    assert main(["demo", "look", "--from", str(given / name), "--no-browser"]) == 0
    assert "Where from?" in capsys.readouterr().out


@pytest.fixture
def open_changed(finished, tmp_path, monkeypatch, capsys):
    """Return a function that opens a changed archive."""
    monkeypatch.chdir(tmp_path)

    def opened(about=None, sql="", without=()):
        made = shutil.copytree(finished, tmp_path / "made")
        (made / demo.ABOUT).write_text(about or '{"version": "9", "taken_on": "2025-06-01"}')
        with duckdb.connect(str(made / DATABASE_NAME)) as database:
            database.execute(sql or "select 1")
        archive = tmp_path / "given" / demo.ARCHIVE
        archive.parent.mkdir()
        pack(made, archive.parent, without)
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
        assert "release.json is not a JSON object with version and taken_on" in line
    else:
        assert "version 9, data up to" in out


@pytest.mark.fault("publishing")
@pytest.mark.parametrize("name", ["report", DATABASE_NAME, demo.ABOUT])
def test_an_archive_without_a_part_is_not_opened(open_changed, name):
    code, _, err = open_changed(without=[name])
    assert code == 1
    assert name in err
    assert "is missing" in err
    assert not Path("look").exists()


@pytest.mark.fault("hostile")
def test_the_question_of_an_archive_is_held_to_the_time_of_a_query(open_changed, monkeypatch):
    monkeypatch.setattr(demo, "_PATIENCE_S", 1)
    code, _, err = open_changed(
        sql="update reporting.start_here set example_query = "
        "'select count(*) from range(1000000) a, range(1000000) b, range(1000) c'"
    )
    assert code == 1
    assert "took more than 1 seconds" in err


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
    assert "no release is published yet. Build the warehouse instead" in said
    assert "llm-reassess init work && cd work && llm-reassess build" in said
    assert "--from" in said
    assert not any(tmp_path.iterdir())
