"""Files that cannot be trusted are refused with a message that a stranger can act on."""

from pathlib import Path

import polars as pl
import pytest

from analysis_py.sources.boards import read_board_records
from analysis_py.sources.provenance import SnapshotError, write_provenance
from analysis_py.sources.snapshots import read_provenances, read_records, snapshot_files

SOURCES = {
    "openllm_v1": "arc_pct",
    "openllm_v2": "ifeval_raw_pct",
    "supplementary": "value",
    "base_models": "hellaswag",
    "published_tukey": "p_adjusted",
    "published_gamm_terms": "edf",
    "paper_claims": "claim_id",
}
WORDS = {"title": "t", "producer": "p", "source": "s", "licence": "l", "notes": "n"}


@pytest.fixture
def copied(tmp_path, project, request):
    """Return the path of a copied snapshot of the source in request.param, provenance beside it."""
    (original,) = (project / "data" / request.param).glob("*.csv")
    folder = tmp_path / request.param
    folder.mkdir()
    for path in (original, original.with_name(f"{original.stem}.provenance.yml")):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder / original.name


def read(path):
    source = path.parent.name
    return read_records(snapshot_files(path.parent), [SOURCES[source]])


#: A board with a column per benchmark, and a file of the paper's.
two_kinds = pytest.mark.parametrize("copied", ["base_models", "paper_claims"], indirect=True)


def rename_column(content, column):
    return content.replace(column.encode(), column.encode() + b"_old", 1)


def cut_inside_a_record(content, _):
    lines = content.splitlines(keepends=True)
    return b"".join(lines[:5]) + lines[5].split(b",")[0]


def write_latin_1(content, _):
    lines = content.split(b"\n")
    lines[2] = b"caf\xe9," + lines[2]
    return b"\n".join(lines)


@pytest.mark.fault("facts")
@two_kinds
@pytest.mark.parametrize(
    ("spoil", "is_told_anew", "message"),
    [
        (rename_column, True, r"column\(s\) {column} missing"),
        (cut_inside_a_record, True, "cut short: its last record, row 5"),
        (lambda content, _: content[: len(content) // 2], False, "records where the provenance"),
        (
            lambda content, _: content.replace(b"0", b"1", 1),
            False,
            "checksum is .*, not .*git checkout -- .*provenance",
        ),
        (write_latin_1, False, "not UTF-8: byte 0xe9 on line 3"),
        (lambda *_: b"", False, "the file is empty"),
        (None, False, "no provenance file .*.provenance.yml"),
    ],
)
def test_a_spoilt_file_is_refused(copied, spoil, is_told_anew, message):
    column = SOURCES[copied.parent.name]
    if spoil is None:
        copied.with_name(f"{copied.stem}.provenance.yml").unlink()
    else:
        copied.write_bytes(spoil(copied.read_bytes(), column))
    if is_told_anew:
        write_provenance(copied, **WORDS)
    with pytest.raises(SnapshotError, match=message.format(column=column)) as raised:
        read(copied)
    assert copied.stem in str(raised.value)


@pytest.mark.parametrize("copied", ["base_models"], indirect=True)
class TestOneFile:
    @pytest.mark.fault("facts")
    def test_a_record_of_the_wrong_length_is_kept(self, copied):
        lines = copied.read_text().splitlines()
        lines[3] += ",one,two"
        copied.write_text("\n".join(lines) + "\n")
        write_provenance(copied, **WORDS)
        records = read(copied)
        assert records.height == len(lines) - 1
        assert records["record_error"][2] == "23 fields where the header has 21"
        assert '"two"' in records["raw"][2]

    @pytest.mark.fault("facts")
    def test_a_byte_order_mark_is_no_part_of_the_header(self, copied):
        copied.write_bytes(b"\xef\xbb\xbf" + copied.read_bytes())
        write_provenance(copied, **WORDS)
        assert read_records([copied], ["model_name"]).height == 148

    def test_a_second_snapshot_is_a_file_dropped_beside_the_first(self, copied):
        second = copied.with_name("2025-01-01.csv")
        second.write_bytes(copied.read_bytes())
        write_provenance(second, **WORDS)
        records = read(copied)
        assert records["snapshot_id"].unique().sort().to_list() == [
            "base_models_2024-10-01",
            "base_models_2025-01-01",
        ]
        assert read_provenances(copied.parents[1]).height == 2


@pytest.fixture
def facts(project, tmp_path):
    """Return a folder of facts with one small board in it."""
    path = tmp_path / "data" / "mine" / "2025-06-01.csv"
    path.parent.mkdir(parents=True)
    path.write_text("model,benchmark,score\na,ARC,50\n")
    write_provenance(path, **WORDS)
    return path.parents[1]


def test_what_nobody_reads_is_left_alone_where_it_says_so_itself(facts):
    (facts / "README.md").write_text("about")
    (facts / "mine" / "README.md").write_text("about")
    (facts / "mine" / ".DS_Store").write_bytes(b"")
    assert read_provenances(facts)["snapshot_id"].to_list() == ["mine_2025-06-01"]


@pytest.mark.fault("facts")
@pytest.mark.parametrize(
    "name",
    [
        "mine/2025-06-02.CSV",
        "mine/2025-06-02.json",
        "mine/latest.csv",
        "mine/20250602.csv",
        "mine/2025-06-02.csv.gz",
        "mine/2025-06-02.provenance.yml",
        "mine/2025/06-02.csv",
        "mine/2025-06-02.csv/part",
        "2025-06-02.csv",
    ],
)
def test_a_file_that_nothing_reads_is_refused(facts, name):
    path = facts / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("model,benchmark,score\na,ARC,50\n")
    unread = facts / name.replace("/06-02.csv", "").removesuffix("/part")
    with pytest.raises(SnapshotError) as raised:
        read_provenances(facts)
    assert str(raised.value).startswith(f"nothing reads {unread}. A snapshot is ")


@pytest.mark.fault("facts")
def test_a_folder_without_a_snapshot(facts):
    (facts / "empty").mkdir()
    with pytest.raises(SnapshotError, match="empty: no snapshot"):
        read_provenances(facts)


@pytest.mark.fault("facts")
def test_no_folder_of_facts_at_all(tmp_path):
    with pytest.raises(SnapshotError, match="no such folder"):
        read_provenances(tmp_path / "nowhere")


def test_every_committed_board_is_read(project):
    """No board is named here: whatever the seeds declare and the folders hold."""
    papers = ("paper_claims", "published_gamm_terms", "published_tukey")
    records = read_board_records([project / "data"], project / "seeds" / "boards", papers)
    of_boards = ~pl.col("source_name").is_in(papers) & ~pl.col("source_name").str.contains("/")
    promised = read_provenances(project / "data").filter(of_boards)
    found = dict(records.group_by("snapshot_id").len().iter_rows())
    assert found == dict(promised.select("snapshot_id", "row_count").iter_rows())
    assert records["record_error"].null_count() == records.height


@pytest.mark.parametrize("copied", ["base_models"], indirect=True)
def test_a_file_is_named_from_its_data_folder_wherever_that_lies(copied, monkeypatch, project):
    """Tables are published, so they do not tell a path of the machine that built them."""
    data_dir = copied.parents[1]
    expected = {f"{data_dir.name}/base_models/{copied.name}"}
    assert set(read(copied)["file_name"]) == expected
    assert set(read_provenances(data_dir)["file_name"]) == expected
    monkeypatch.chdir(copied.parent)
    for relative in (Path(".."), Path("../../") / data_dir.name):
        names = read_records(snapshot_files(relative / "base_models"), ["hellaswag"])["file_name"]
        assert set(names) == expected
    monkeypatch.chdir(project)
    names = read_records(snapshot_files(Path("data/base_models")), ["hellaswag"])["file_name"]
    assert set(names) == {f"data/base_models/{copied.name}"}
