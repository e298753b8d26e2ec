"""What a reader asks the explorer in SQL: answered, refused, or given up."""

import io
import time

import duckdb
import polars as pl
import pytest
from explorer_pages import asked, has_no_fault, shown
from polars.testing import assert_frame_equal

import queries
from analysis_py.publishing.reading import opened
from panels import csv
from published import answer


@pytest.fixture(scope="module")
def reader(start):
    """Return a page that is drawn already, for what a reader asks in SQL."""
    return start()


def test_own_sql_is_answered_and_can_be_taken_away(reader, warehouse):
    sql = "select cohort_id, [1, 2] as list, null as nothing from marts.dim_cohorts order by 1 desc"
    page = asked(reader, sql)
    assert has_no_fault(page)
    answer = shown(page, "list", "nothing")
    cohorts = warehouse.sql("select cohort_id from marts.dim_cohorts order by 1 desc").fetchall()
    assert list(answer["cohort_id"]) == [name for (name,) in cohorts]
    taken = pl.read_csv(io.StringIO(csv(warehouse.sql(sql).pl())))
    assert taken["cohort_id"].to_list() == list(answer["cohort_id"])
    assert taken.columns == ["cohort_id", "list", "nothing"]


@pytest.mark.fault("hostile")
@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("explain analyze update marts.dim_cohorts set cohort_id = ''", "read-only"),
        ("copy marts.dim_cohorts to '{folder}/out.csv'", "disabled by configuration"),
        ("attach '{folder}/other.duckdb'", "disabled by configuration"),
        ("", "One statement"),
    ],
)
def test_own_sql_only_reads_and_only_the_file(reader, file, tmp_path, sql, reason):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    before = file.stat()
    page = asked(reader, sql.format(folder=tmp_path))
    assert not page.exception
    assert [error.value for error in page.error] == ["That query has no answer:"]
    assert any(reason in code.value for code in page.code)
    # the file is as it was, nothing was written beside it, and the page goes on
    assert (file.stat().st_mtime_ns, file.stat().st_size) == (before.st_mtime_ns, before.st_size)
    assert list(tmp_path.iterdir()) == [secret]
    assert has_no_fault(asked(page, "from marts.dim_cohorts"))


@pytest.mark.fault("hostile")
def test_a_statement_cannot_spoil_the_page(file, warehouse):
    """A query that hides the file from its own connection leaves the next one untouched."""
    with opened(file) as page, opened(file) as own:
        for statement in ("attach ':memory:' as m", "use m", "detach llm_reassessment"):
            own.execute(statement)
        with pytest.raises(duckdb.CatalogException):
            answer(own, "from marts.dim_cohorts")
        cohorts = "from marts.dim_cohorts order by cohort_id"
        assert_frame_equal(answer(page, cohorts), warehouse.sql(cohorts).pl())


def test_a_query_that_takes_too_long_is_given_up(file):
    with opened(file) as connection:
        begin = time.monotonic()
        with pytest.raises(duckdb.InterruptException, match="Given up after"):
            answer(
                connection,
                "select count(*) from range(1000000) a, range(1000000) b where hash(a, b) = 1",
                max_seconds=0.3,
            )
        assert time.monotonic() - begin < 10
        assert answer(connection, "select 1 as one").item() == 1


def test_an_example_is_a_query_that_has_an_answer(warehouse):
    for words, query in queries.EXAMPLES:
        assert warehouse.sql(query).fetchall(), words
