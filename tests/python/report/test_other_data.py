"""The report on data that the project does not have: other boards, benchmarks and populations."""

import pytest

from analysis_py.report import queries, site
from analysis_py.report.figure import COHORT, PAGES_FOLDER
from analysis_py.report.options import read_options
from analysis_py.report.pages import PAGES, SECTIONS

#: Figures of the populations alone that claims are judged on, or that have a role.
OF_JUDGED_POPULATIONS = {
    "interplay_curves",
    "ledger_verdicts",
    "scaled_by_type",
    "scaled_size_curves",
    "today_size",
}
BY_NAME = {page.name: page for page in PAGES}


def add(connection, table, rows, published="true"):
    """Let a table have some rows more: those of a query on the published ones."""
    connection.execute(
        f"create or replace view {table} as from published.{table} where {published} "
        f"union all by name ({rows})"
    )


def answer(connection, page, name):
    return queries.answer(connection, PAGES_FOLDER / page / f"{name}.sql")


def rendered(connection, page):
    facts = {name: queries.answer(connection, sql).to_dicts() for name, sql in page.facts.items()}
    html, _ = site.render(
        page, facts, dict.fromkeys((each.name for each in page.figures), ""), SECTIONS
    )
    return html


def test_a_new_board_has_its_column_among_the_rules(other):
    for table in ("rpt_model_rules", "rpt_benchmark_profiles"):
        rows = f"from published.reporting.{table} where source_name = 'Base models'"
        new = "'new_2026-01-01' as snapshot_id, 'New board' as source_name"
        add(other, f"reporting.{table}", f"select * replace ({new}) {rows}")
    rules = answer(other, "data", "facts/data_rules").to_dicts()
    [(n_evaluations,)] = other.sql(
        "select sum(n_evaluations) from reporting.rpt_model_rules where attribute = 'size'"
    ).fetchall()
    assert {"New board"} < set(rules[0]["boards"])
    for attribute in {rule["attribute"] for rule in rules}:
        counts = [rule["n_evaluations"] for rule in rules if rule["attribute"] == attribute]
        assert sum(map(sum, counts)) == n_evaluations
    assert '<th class="number">New board</th>' in rendered(other, BY_NAME["data"])


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
    assert answer(other, "structure", "facts/correlation_bend")["n_all"].to_list() == [n_complete]
    assert answer(other, "structure", "figures/truthfulqa_bend")["n_obs"].sum() == n_complete


def test_another_cohort_takes_a_role(other):
    """Whoever moves a role moves what the front page says."""
    before = answer(other, "index", "facts/size").to_dicts()
    other.execute("""
        create or replace view statistics.stat_gamm_growth as
        select * replace (
            case cohort_role when 'final_board' then 'headline' when 'headline' then null
                else cohort_role end as cohort_role)
        from published.statistics.stat_gamm_growth
    """)
    after = answer(other, "index", "facts/size").to_dicts()
    assert after[0]["ratio_next"] != before[0]["ratio_next"]
    assert after[0]["n_pairs"] == before[0]["n_pairs"]


@pytest.fixture
def with_cohorts(other):
    """Return tables with a population of one's own, without claims or role, and an empty one."""
    tables = other.sql("""
        select table_schema || '.' || table_name, table_name from information_schema.columns
        where table_catalog = 'published' and table_schema <> 'claims'
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
    assert page.title in rendered(with_cohorts, page)


#: What one benchmark with single answers adds to each table of items, and one it says nothing of.
ITEM_ROWS = {
    "rpt_item_scores": """
        select 'one' as evaluation_id, 'developer/one' as model_name, 'arc' as benchmark_id,
            'ARC' as benchmark_name, 400 as n_items, 80 as n_clusters, 61.25 as score_pct,
            2.4 as std_error_independent_pct, 3.1 as std_error_pct, 55.2 as ci_low,
            67.3 as ci_high, 2 as rank, 1 as rank_low, 3 as rank_high, 'ok' as status
        union all by name
        select 'two' as evaluation_id, 'developer/two' as model_name, 'mmlu' as benchmark_id,
            'MMLU' as benchmark_name, 1 as n_items, 100.0 as score_pct, 'only one item' as status
    """,
    "rpt_item_benchmarks": """
        select 'arc' as benchmark_id, 'ARC' as benchmark_name, 12 as n_evaluations,
            400 as n_items, 0.875 as reliability, 0.81 as ci_low, 0.92 as ci_high,
            1 as n_never_right, 1 as n_always_right, 2 as n_misleading, 1 as n_pairs,
            1 as n_distinguished, 4.4 as detectable_pct, 400 as n_items_sized, 0.125 as worse_share,
            0.04 as worse_by_chance, 0.002 as worse_p_value, 9 as n_families, 'ok' as status
        union all by name
        select 'mmlu' as benchmark_id, 'MMLU' as benchmark_name, 1 as n_evaluations,
            1 as n_items, 'only one evaluation' as status
    """,
}


def test_single_answers_have_their_section_once_they_are_there(other):
    page = BY_NAME["items"]
    for table in ITEM_ROWS:
        other.execute(
            f"create or replace view reporting.{table} as from published.reporting.{table} limit 0"
        )
    assert 'id="items"' not in rendered(other, page)
    for table, rows in ITEM_ROWS.items():
        add(other, f"reporting.{table}", rows, "false")
    words = " ".join(rendered(other, page).split())
    assert '<td>developer/one</td><td>ARC</td><td class="number">400</td>' in words
    assert '<td colspan="3">only one item</td>' in words
    assert '<td class="number">2</td><td class="number">1 to 3</td>' in words
    assert "a reliability of 0.88 (95 % interval 0.81 to 0.92)" in words
    assert "no reliability, for only one evaluation" in words
    assert "2 items are answered better by less able models; nobody answers 1 correctly" in words
    assert "Of 1 pairs of evaluations 1 differ significantly" in words
    assert "larger models do worse on 12.5 % of 400 items" in words
