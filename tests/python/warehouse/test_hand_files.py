"""Files that a person edits: every line is read, or says what is wrong with it."""

import polars as pl
import pytest

from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.hand_files import read_lines

LINES = """\
a,b,c
1,x,"two
lines"
2,short
# a comment

,,
3,x,y,z
4,"an "odd" quote",y
5,x,"never closed
6,x,"closed"
7,x,{latin}
8,x,\x1b[31mred
9, trimmed ,
"""


def test_every_line_of_a_hand_edited_file_is_read_or_says_what_is_wrong(tmp_path):
    path = tmp_path / "lines.csv"
    path.write_bytes(LINES.encode().replace(b"{latin}", "é".encode("latin-1")))
    lines = read_lines(path, ["c", "a", "b"])
    assert lines.columns == ["file_name", "row_number", "record_error", "raw", "c", "a", "b"]
    assert lines["row_number"].to_list() == list(range(1, 11))
    sound = lines.filter(pl.col("record_error").is_null())
    assert sound.select("a", "b", "c").rows() == [
        ("1", "x", "two\nlines"),
        ("6", "x", "closed"),
        ("9", "trimmed", None),
    ]
    errors = lines.drop_nulls("record_error").select("row_number", "record_error").rows()
    for (number, error), (expected, start) in zip(
        errors,
        [
            (2, "2 fields where the header has 3"),
            (3, "1 fields where the header has 3"),
            (4, "4 fields where the header has 3"),
            (5, "not readable as CSV"),
            (6, "not readable as CSV"),
            (8, "c is not UTF-8: byte 0xe9"),
            (9, "c holds a control character: U+001B"),
        ],
        strict=True,
    ):
        assert (number, error[: len(start)]) == (expected, start)


def test_a_hand_edited_file_needs_its_header_and_may_hold_nothing_else(tmp_path):
    path = tmp_path / "lines.csv"
    for content, reason in [
        (b"", "column(s) a, b missing from the header. Its first line must be: a,b"),
        (b"a,b,a\n", "column(s) a named twice in the header. Its first line must be: a,b"),
    ]:
        path.write_bytes(content)
        with pytest.raises(SnapshotError) as refused:
            read_lines(path, ["a", "b"])
        assert str(refused.value).startswith(f"{path}: {reason}")
    path.unlink()
    with pytest.raises(SnapshotError, match="cannot be read: No such file or directory"):
        read_lines(path, ["a", "b"])
    path.write_bytes("\ufeffa,b\r\n".encode())
    assert read_lines(path, ["a", "b"]).is_empty()
