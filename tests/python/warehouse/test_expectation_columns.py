"""Of a long table only the columns that a suite looks at are taken out of the database."""

import json

import duckdb
import pytest

from analysis_py.dbt.expectations import list_columns

BETWEEN = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "b", "min_value": 0}}
OF_TABLE = {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 1}}
ELSEWHERE = {"type": "expect_column_to_exist", "kwargs": {"column": "no such column"}}


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ({"expectations": [BETWEEN]}, ["b", "is_gated"]),
        ({"expectations": [BETWEEN, ELSEWHERE]}, ["b", "is_gated"]),
        # what it looks at is not said, so it may be anything
        ({"expectations": [BETWEEN, OF_TABLE]}, ["a", "b", "is_gated"]),
        ({"expectation": []}, ["a", "b", "is_gated"]),
        (None, ["a", "b", "is_gated"]),
    ],
)
def test_the_columns_of_a_suite_are_taken(tmp_path, content, columns):
    if content is not None:
        (tmp_path / "t.json").write_text(json.dumps(content))
    with duckdb.connect() as connection:
        rows = connection.sql("select 1 as a, 2 as b, true as is_gated")
        assert list_columns(tmp_path, "t", rows).columns == columns
