"""A provenance that does not say what it should is refused in one sentence that says what to do."""

import gzip
import re
import subprocess
import sys

import pytest
import yaml

from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.provenance import read_provenance, write_provenance

WORDS = {"title": "t", "producer": "p", "source": "s", "licence": "l", "notes": ""}
FILE = "model,benchmark,score\na,ARC,50\n"


@pytest.fixture
def snapshot(tmp_path):
    path = tmp_path / "mine" / "2025-06-01.csv"
    path.parent.mkdir()
    path.write_text(FILE)
    return path


def spoil(snapshot, **changes):
    """Write a sound provenance, then change what its YAML says of fields; None leaves one out."""
    path = write_provenance(snapshot, **WORDS)
    fields = yaml.safe_load(path.read_text()) | changes
    text = "".join(
        f"{name}: {value if name in changes else repr(value)}\n"
        for name, value in fields.items()
        if value is not None
    )
    path.write_text(text)
    return path


def test_what_is_written_is_read(snapshot):
    write_provenance(snapshot, **WORDS)
    found = read_provenance(snapshot)
    assert (found.title, found.licence, found.notes, found.row_count) == ("t", "l", "", 1)
    # YAML reads a date without quotes as a date, which is what it is
    spoil(snapshot, taken_on="2025-06-01")
    assert read_provenance(snapshot) == found


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"licence": None}, r"field\(s\) licence are missing"),
        ({"licence": "''"}, "licence is empty"),
        ({"title": "[a, list]"}, r"title is \['a', 'list'\] and not text: write words, in quotes"),
        ({"title": "2025-06-01"}, "title is datetime.date.* and not text"),
        ({"taken_on": ""}, "taken_on is empty and not a date"),
        ({"taken_on": "2025-02-30"}, "(not readable as YAML|not a date)"),
        ({"taken_on": "'2025-06-02'"}, "a snapshot is named by its date"),
        ({"row_count": "-1"}, "row_count is -1 and not a number of records"),
        ({"row_count": "true"}, "row_count is True and not"),
        ({"sha256": "abc"}, "sha256 is 'abc' and not 64 digits"),
    ],
)
def test_a_field_that_holds_something_else(snapshot, changes, message):
    path = spoil(snapshot, **changes)
    with pytest.raises(SnapshotError, match=message) as raised:
        read_provenance(snapshot)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"- a\n- list\n", b"a: [\n", b"title: caf\xe9\n"])
def test_a_file_that_is_no_list_of_fields(snapshot, content):
    write_provenance(snapshot, **WORDS).write_bytes(content)
    with pytest.raises(SnapshotError, match=r"provenance.yml: .*Write it with: "):
        read_provenance(snapshot)


def test_the_command_writes_a_provenance_or_says_in_a_line_what_is_wrong(snapshot):
    def command(path):
        said = [f"--{name}={words}" for name, words in WORDS.items()]
        words = [sys.executable, "-m", "analysis_py.sources.provenance", str(path), *said]
        return subprocess.run(words, capture_output=True, text=True)

    result = command(snapshot)
    assert (result.returncode, result.stderr) == (0, "")
    assert read_provenance(snapshot).row_count == 1
    for name, said in (("2025-06-02.csv", "no such file"), ("l.csv", "name the file by its date")):
        result = command(snapshot.with_name(name))
        assert result.returncode == 2
        assert re.search(f"{name}: .*{said}.*\n$", result.stderr)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (FILE.encode("utf-16"), "UTF-16; save it as UTF-8"),
        ("model,score\ncafé,1\n".encode("latin-1"), "not UTF-8: byte 0xe9 on line 2"),
        (gzip.compress(FILE.encode()), "compressed with gzip; unpack it"),
        (b"PK\x03\x04 and so on", "a ZIP archive or a spreadsheet"),
        (b"PAR1 and so on", "a Parquet file"),
        (b'a,b\n"' + b"x" * 140_000 + b'",1\n', "often a quote that nothing closes"),
        (b"", "the file is empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_with_a_file(snapshot, content, message):
    snapshot.write_bytes(content)
    with pytest.raises(SnapshotError, match=f"{snapshot.name}: .*{re.escape(message)}") as raised:
        write_provenance(snapshot, **WORDS)
    assert "\n" not in str(raised.value)
    assert not snapshot.with_name("2025-06-01.provenance.yml").exists()
