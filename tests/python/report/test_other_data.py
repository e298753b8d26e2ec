"""The report on data that the project does not have: other boards, benchmarks and populations."""

import pytest
from report.writing import words_of
from sql_models import remake

from analysis_py.report import queries
from analysis_py.report.figure import COHORT
from analysis_py.report.options import read_options
from analysis_py.report.pages import PAGES

#: Figures of the populations alone that claims are judged on, or that are of today.
OF_JUDGED_POPULATIONS = {
    "ledger_verdicts",
    "today_ability",
    "today_cheapest",
    "today_lag",
    "today_prices",
    "today_size",
}
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
    remake(other, "rpt_facts_structure")
    assert queries.facts(other, BY_NAME["structure"].facts)["n_all"] == n_complete


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
        if table == "rpt_claims":
            continue
        of_paper = f"from published.{qualified} where cohort_role = 'paper'"
        rows = f"select * replace ({own}) {of_paper}"
        if table == "dim_cohorts":
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
    words = dict(read_options(with_cohorts).options_for("cohort_id", ["of_a_test", "empty"]))
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
    assert page.title in words_of(with_cohorts, page)


def test_the_front_counts_leaderboards_without_imports(other):
    before = queries.facts(other, BY_NAME["index"].facts)
    assert before["n_imports"] == 0
    add(
        other,
        "marts.dim_snapshots",
        """
        select * replace ('mine_2026-01-01' as snapshot_id, 'mine' as source, true as is_import)
        from published.marts.dim_snapshots limit 1
        """,
    )
    add(
        other,
        "marts.fct_evaluations",
        """
        select * replace ('mine_2026-01-01' as snapshot_id, 'x' as evaluation_id, 'y' as model_id)
        from published.marts.fct_evaluations limit 1
        """,
    )
    remake(other, "rpt_facts_index")
    assert queries.facts(other, BY_NAME["index"].facts) == before | {"n_imports": 1}


def test_the_card_of_an_imported_model_shows_its_place_beside_each_board(other):
    """A population has the evaluations of the import, and the lines are those of the boards."""
    [(evaluation, cohort)] = other.sql("""
        select evaluation_id, cohort_id from reporting.rpt_evaluations
        where cohort_role = 'base_models' order by all limit 1
    """).fetchall()
    other.execute(f"""
        create or replace view imports.import_positions as
        select
            '{evaluation}' as evaluation_id, cohort_id, 'gsm8k' as benchmark_id,
            7.24::double as parameters_b, 62.04::double as score_pct, is_partial, status,
            0.95::double as confidence_level, 1110 as n_near, 6.5 + nothing::double as expected_pct,
            nothing::double as predicted_low, 47.2 + nothing::double as predicted_high,
            81.2 + nothing::double as percentile_near_size
        from (values
            ('january_2024', false, 'ok', 0),
            ('openllm_v1', true, 'a part of the test: 300 of 1319 items', null)
        ) as known(cohort_id, is_partial, status, nothing)
    """)
    query = BY_NAME["find"].parts["evaluations"]
    lines = dict(
        queries.answer(other, query).select("cohort_id", "beside_boards").drop_nulls().rows()
    )
    assert lines[cohort] == (
        "GSM8K 62.0 %; expected at 7.24 B 6.5 %, 95 % interval 0 to 47; above 81 % of "
        "1,110 models of its size; All of January 2024\n"
        "GSM8K 62.0 %, a part of the test: 300 of 1319 items; Open LLM v1, final board"
    )
