"""Files that cannot be trusted are refused with a message that a stranger can act on."""

import csv
import json
from pathlib import Path

import pytest
from building import WORDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis_py.sources.boards import check_board_file
from analysis_py.sources.provenance import SnapshotError, provenance_path, write_provenance
from analysis_py.sources.snapshots import (
    read_provenances,
    read_records,
    record_rows,
    snapshot_files,
)


@pytest.fixture
def copied(tmp_path, project):
    """Return the path of a copied snapshot, provenance beside it."""
    (original,) = (project / "data/base_models").glob("*.csv")
    folder = tmp_path / "base_models"
    folder.mkdir()
    for path in (original, provenance_path(original)):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder / original.name


def read(path):
    return read_records(snapshot_files(path.parent), ["hellaswag"])


def cut_inside_a_record(content):
    lines = content.splitlines(keepends=True)
    return b"".join(lines[:5]) + lines[5].split(b",")[0]


@pytest.mark.parametrize(
    ("spoil", "is_described_anew", "message"),
    [
        (lambda content: content.replace(b"hellaswag", b"old", 1), True, "hellaswag missing"),
        (cut_inside_a_record, True, "cut short: its last record, row 5"),
        (lambda content: content[: len(content) // 2], False, "records where the provenance"),
        (
            lambda content: content.replace(b"0", b"1", 1),
            False,
            "checksum is .*, not .*git checkout -- .*provenance",
        ),
        (None, False, "no provenance file .*.provenance.yml"),
    ],
)
def test_a_spoilt_file_is_refused(copied, spoil, is_described_anew, message):
    if spoil is None:
        provenance_path(copied).unlink()
    else:
        copied.write_bytes(spoil(copied.read_bytes()))
    if is_described_anew:
        write_provenance(copied, **WORDS)
    with pytest.raises(SnapshotError, match=message) as raised:
        read(copied)
    assert copied.stem in str(raised.value)


def test_a_record_of_the_wrong_length_is_kept(copied):
    lines = copied.read_text().splitlines()
    lines[3] += ",one,two"
    copied.write_text("\n".join(lines) + "\n")
    write_provenance(copied, **WORDS)
    records = read(copied)
    assert records.height == len(lines) - 1
    assert records["record_error"][2] == "23 fields where the header has 21"
    assert '"two"' in records["raw"][2]


@pytest.fixture
def facts(tmp_path):
    """Return a folder of facts with one small board in it."""
    path = tmp_path / "data" / "mine" / "2025-06-01.csv"
    path.parent.mkdir(parents=True)
    path.write_text("model,benchmark,score\na,ARC,50\n")
    write_provenance(path, **WORDS)
    return path.parents[1]


def test_what_nobody_reads_is_left_alone_where_it_says_so_itself(facts):
    for name in ("README.md", "mine/README.md", "mine/.DS_Store"):
        (facts / name).write_text("about")
    assert read_provenances(facts)["snapshot_id"].to_list() == ["mine_2025-06-01"]


@pytest.mark.parametrize(
    "name", ["mine/2025-06-02.CSV", "mine/2025-06-02.csv/part", "mine/2025/06-02.csv"]
)
def test_a_file_that_nothing_reads_is_refused(facts, name):
    path = facts / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("model,benchmark,score\na,ARC,50\n")
    unread = facts / name.replace("/06-02.csv", "").removesuffix("/part")
    with pytest.raises(SnapshotError) as raised:
        read_provenances(facts)
    assert str(raised.value).startswith(f"nothing reads {unread}. A snapshot is ")


def test_a_folder_without_a_snapshot(facts):
    (facts / "empty").mkdir()
    with pytest.raises(SnapshotError, match="empty: no snapshot"):
        read_provenances(facts)


#: Whatever a field may hold.
FIELDS = st.text(
    st.characters(codec="utf-8") | st.sampled_from('",;\n\r\t|=-0123456789abc'), max_size=12
)


@pytest.mark.long
@settings(
    max_examples=75, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(rows=st.lists(st.tuples(FIELDS, FIELDS, FIELDS), min_size=1, max_size=6))
def test_a_well_quoted_file_of_any_text_is_read_whole(project, facts, rows):
    """``benchmarks/fuzz.py`` tries damaged ones."""
    path = facts / "mine" / "2025-06-01.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines, quoting=csv.QUOTE_ALL).writerows([("model", "benchmark", "score"), *rows])
    if any("\0" in field for row in rows for field in row):
        with pytest.raises(SnapshotError, match="NUL byte"):
            write_provenance(path, **WORDS)
        return
    write_provenance(path, **WORDS)
    header, records = check_board_file(path, project / "seeds/boards")
    found = record_rows(path, header, records)
    assert [json.loads(raw) for *_, raw in found] == [
        dict(zip(header, row, strict=True)) for row in rows
    ]


def test_a_file_is_named_from_its_data_folder_wherever_that_lies(copied, monkeypatch):
    """Tables are published, so they do not tell a path of the machine that built them."""
    data = copied.parents[1]
    expected = {f"{data.name}/base_models/{copied.name}"}
    assert set(read_provenances(data)["file_name"]) == expected
    monkeypatch.chdir(copied.parent)
    for place in (data, Path(".."), Path("../../") / data.name):
        assert set(read(place / "base_models" / copied.name)["file_name"]) == expected
