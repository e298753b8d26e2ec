"""The report on data that the project does not have: other boards, benchmarks and populations."""

import pytest

from analysis_py.report import queries, site
from analysis_py.report.figure import COHORT
from analysis_py.report.options import read_options
from analysis_py.report.pages import PAGES, SECTIONS

#: Figures of the populations alone that claims are judged on, or that have a role.
OF_JUDGED_POPULATIONS = {"ledger_verdicts", "today_size"}
BY_NAME = {page.name: page for page in PAGES}


def add(connection, table, rows, published="true"):
    """Let a table have some rows more: those of a query on the published ones."""
    connection.execute(
        f"create or replace view {table} as from published.{table} where {published} "
        f"union all by name ({rows})"
    )


def test_a_new_benchmark_of_the_older_board_is_one_of_the_others(other):
    """The bend of TruthfulQA is drawn on the evaluations with every score, however many."""
    add(
        other,
        "reporting.rpt_scores",
        """
        select * replace ('new' as benchmark_id) from published.reporting.rpt_scores
        where cohort_role = 'headline' and benchmark_id = 'arc' and score_pct > 30
        """,
    )
    [(n_complete, n_six)] = other.sql("""
        with counts as (
            select count(*) as n from reporting.rpt_scores
            where cohort_role = 'headline' group by evaluation_id
        )
        select count(*) filter (n = 7), count(*) filter (n = 6) from counts
    """).fetchall()
    assert n_complete > n_six > 0
    [bend] = queries.facts(other, BY_NAME["structure"].facts)["correlation_bend"]
    assert bend["n_all"] == n_complete


@pytest.fixture
def with_cohorts(other):
    """Return tables with a population of one's own, without claims or role, and an empty one."""
    tables = other.sql("""
        select table_schema || '.' || table_name, table_name from information_schema.columns
        where table_catalog = 'published'
          and table_schema in ('marts', 'quality', 'statistics', 'imports', 'reporting')
        group by all
        having bool_or(column_name = 'cohort_role')
    """).fetchall()
    own = "'of_a_test' as cohort_id, 'My population' as cohort_name, null as cohort_role"
    for qualified, table in tables:
        if table in ("rpt_claims", "rpt_verdicts"):
            continue
        of_paper = f"from published.{qualified} where cohort_role = 'paper'"
        rows = f"select * replace ({own}) {of_paper}"
        if table == "rpt_cohorts":
            empty = "'empty' as cohort_id, 'Nobody' as cohort_name, null as cohort_role"
            rows += f" union all select * replace ({empty}, 0 as n_evaluations) {of_paper}"
        add(other, qualified, rows)
    bridge = "marts.bridge_cohort_evaluations"
    members = "cohort_id in (select cohort_id from published.marts.dim_cohorts"
    members += " where cohort_role = 'paper')"
    rows = f"select * replace ('of_a_test' as cohort_id) from published.{bridge} where {members}"
    add(other, bridge, rows)
    return other


def test_a_population_of_ones_own_is_in_every_figure_that_lets_choose_one(with_cohorts):
    words = dict(read_options(with_cohorts).of("cohort_id", ["of_a_test", "empty"]))
    assert words["of_a_test"].startswith("My population · ")
    assert words["empty"] == "empty", "a population without members has no name in figures"
    without = {
        figure.name
        for page in PAGES
        for figure in page.figures
        if COHORT in figure.switches
        and "of_a_test" not in set(queries.answer(with_cohorts, page.query(figure))["cohort_id"])
    }
    assert without == OF_JUDGED_POPULATIONS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_words_bear_a_population_of_ones_own_and_an_empty_one(with_cohorts, page):
    facts = queries.facts(with_cohorts, page.facts)
    words, _ = site.render(page, facts, {each.name: "" for each in page.figures}, SECTIONS)
    assert page.title in words
