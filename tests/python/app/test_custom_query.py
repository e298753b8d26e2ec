"""What a reader asks is answered in a process of its own, which is held to seconds and memory."""

import csv
import io
import re
import time

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from analysis_py.sources.spreadsheets import inert
from isolated_query import answer_isolated
from panels import csv as as_csv
from panels import plain


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("published") / "it's.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create schema marts; create table marts.dim_things as "
            "from (values (1, 'one', [1.5, null]), (2, null, [])) t(n, name, list)"
        )
    return path


def test_an_answer_is_what_the_database_gives(file):
    found = answer_isolated(file, "from marts.dim_things order by n")
    assert found.rows() == [(1, "one", [1.5, None]), (2, None, [])]


@pytest.mark.fault("hostile")
@pytest.mark.parametrize(
    ("sql", "max_seconds"),
    [
        ("select length(repeat('x', 3000000000))", 6),
        ("select list(range) from range(900000000)", 60),
        ("select count(*) from range(1000000) a, range(1000000) b where hash(a, b) = 1", 1),
    ],
)
@pytest.mark.process
def test_what_fills_the_memory_or_takes_too_long_is_given_up(file, sql, max_seconds):
    begin = time.monotonic()
    with pytest.raises(duckdb.Error) as refused:
        answer_isolated(file, sql, max_seconds, max_bytes=2_000_000_000)
    assert time.monotonic() - begin < max_seconds + 10
    assert "Given up" in str(refused.value) or "memory" in str(refused.value).lower()
    assert answer_isolated(file, "select 1 as one").item() == 1


@pytest.mark.fault("hostile")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("from read_text('/etc/passwd')", "disabled by configuration"),
        ("select 'é漢' from marts.no_such_table", "no_such_table"),
    ],
)
@pytest.mark.process
def test_what_it_may_not_do_is_refused(file, sql, said):
    with pytest.raises(duckdb.Error, match=said):
        answer_isolated(file, sql)


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("interval 1 day", "INTERVAL"),
        ("[interval 1 day]", "INTERVAL[]"),
        ("union_value(k := 1)", "UNION(k INTEGER)"),
    ],
)
def test_what_no_frame_can_hold_is_named(file, what, kind):
    """And not told in the words of the library that makes frames."""
    said = f"Column thing is of type {kind}, which the explorer cannot show"
    with pytest.raises(duckdb.Error, match=re.escape(said)):
        answer_isolated(file, f"select {what} as thing")
    shown = answer_isolated(file, "select (interval 1 day)::varchar as thing, 'INTERVAL' as word")
    assert shown.rows() == [("1 day", "INTERVAL")]


FORMULAS = ['=HYPERLINK("http://x","a")', "=cmd|' /C calc'!A0", "+1+2", "-1+2", "@SUM(1)", "\tx"]
NO_FORMULAS = ["-5", "+1.5", "-2.5e-3", ".5", "GPT-2", "a=b", "", None, "−5", "'=1"]


@pytest.mark.fault("hostile")
def test_no_text_of_a_download_is_a_formula():
    frame = pl.DataFrame({"name": FORMULAS + NO_FORMULAS})
    found = inert(frame)["name"].to_list()
    assert found == [f"'{text}" for text in FORMULAS] + NO_FORMULAS
    rows = csv.DictReader(io.StringIO(as_csv(frame)))
    assert [row["name"] for row in rows if row["name"].startswith(("=", "@", "+"))] == ["+1.5"]


WORDS = ["![x](http://x/y.png)", "$\\alpha$", ":red[x]", "**x**", "<b>x</b>"]


@pytest.mark.fault("hostile")
def test_words_of_others_format_and_fetch_nothing():
    for text in WORDS:
        escaped = plain(text)
        assert escaped.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") == text
        assert all(
            escaped[place - 1] == "\\" for place, c in enumerate(escaped) if c in "![]()$:*<>"
        )


@pytest.mark.fault("zoo")
@pytest.mark.parametrize(
    ("what", "cohorts"),
    [
        ("a cohort without a statistic", "values ('mine', 'Of mine.', 5)"),
        ("no cohort with members", "values ('empty', 'Of nobody.', 0)"),
    ],
)
def test_the_explorer_where_nothing_is_computed(project, tmp_path, monkeypatch, what, cohorts):
    with duckdb.connect(str(tmp_path / "llm_reassessment.duckdb")) as connection:
        connection.execute(
            "create schema marts; create schema statistics; "
            "create table marts.dim_cohorts as "
            "select *, cohort_id as cohort_name, null::varchar as cohort_role, 'all' as statistics "
            f"from ({cohorts}) "
            "t(cohort_id, description, n_evaluations); "
            "create table marts.dim_benchmarks (benchmark_id varchar, benchmark_name varchar, "
            "ability varchar, benchmark_order int); "
            "create table statistics.stat_group_summaries as select 'training_type' as factor, "
            "'other' as cohort_id, 'arc' as benchmark_id; "
            "create table statistics.stat_gamm_fits as select 'reml' as engine"
        )
    monkeypatch.setenv("LLM_REASSESSMENT_WAREHOUSE", str(tmp_path))
    page = AppTest.from_file(str(project / "app/explorer.py"), default_timeout=60).run()
    assert not page.exception
    assert not page.error
    assert page.info
