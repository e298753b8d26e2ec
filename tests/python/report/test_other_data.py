"""The report on data that the project does not have: other boards, benchmarks and populations."""

import pytest

from analysis_py.report import queries, site
from analysis_py.report.figure import COHORT, PAGES_FOLDER
from analysis_py.report.pages import PAGES
from analysis_py.report.switches import read_options

#: Figures of the populations alone that claims are judged on.
OF_JUDGED_POPULATIONS = {
    "interplay_curves",
    "ledger_verdicts",
    "scaled_by_type",
    "scaled_size_curves",
}


def add(connection, table, rows):
    """Let a table have some rows more: those of a query on the published ones."""
    connection.execute(
        f"create or replace view {table} as from published.{table} union all by name ({rows})"
    )


def answer(connection, page, name):
    return queries.answer(connection, PAGES_FOLDER / page / f"{name}.sql")


def rendered(connection, page):
    facts = {name: queries.answer(connection, sql).to_dicts() for name, sql in page.facts.items()}
    return site.render(page, facts, {}, PAGES)


def test_a_new_board_has_its_column_among_the_rules(other):
    add(
        other,
        "reporting.rpt_snapshots",
        """
        select * replace (
            'new_2026-01-01' as snapshot_id, 'new' as source, 'New board' as source_name
        )
        from published.reporting.rpt_snapshots where source = 'base_models'
        """,
    )
    add(
        other,
        "marts.fct_evaluations",
        """
        select * replace ('new_2026-01-01' as snapshot_id)
        from published.marts.fct_evaluations order by evaluation_id limit 7
        """,
    )
    rules = answer(other, "data", "facts/data_rules").to_dicts()
    [(n_evaluations,)] = other.sql("select count(*) from marts.fct_evaluations").fetchall()
    for attribute in {rule["attribute"] for rule in rules}:
        counts = [rule["n_evaluations"] for rule in rules if rule["attribute"] == attribute]
        assert sum(map(sum, counts)) == n_evaluations
        assert sum(count[rules[0]["boards"].index("New board")] for count in counts) == 7
    [page] = [page for page in PAGES if page.name == "data"]
    assert '<th class="number">New board</th>' in rendered(other, page)


def test_a_new_benchmark_of_the_newer_board_counts(other):
    before = answer(other, "index", "facts/size").to_dicts()[0]
    add(
        other,
        "quality.benchmark_profiles",
        """
        select * replace ('new' as benchmark_id)
        from published.quality.benchmark_profiles where benchmark_id = 'bbh'
        """,
    )
    add(
        other,
        "statistics.stat_specification_summary",
        """
        select * replace ('new' as benchmark_id, 0.001 as p_value)
        from published.statistics.stat_specification_summary
        where conclusion = 'slope_from_13b' and benchmark_id = 'bbh'
        """,
    )
    after = answer(other, "index", "facts/size").to_dicts()[0]
    assert after["n_later"] == before["n_later"] + 1
    assert after["n_later_better"] == before["n_later_better"] + 1


def test_a_new_benchmark_of_the_older_board_is_one_of_the_others(other):
    """The bend of TruthfulQA is drawn on the evaluations with every score, however many."""
    add(
        other,
        "reporting.rpt_scores",
        """
        select * replace ('new' as benchmark_id) from published.reporting.rpt_scores
        where cohort_id = 'january_2024' and benchmark_id = 'arc' and score_pct > 30
        """,
    )
    [(n_complete, n_six)] = other.sql("""
        with counts as (
            select count(*) as n from reporting.rpt_scores
            where cohort_id = 'january_2024' group by evaluation_id
        )
        select count(*) filter (n = 7), count(*) filter (n = 6) from counts
    """).fetchall()
    assert n_complete > n_six > 0
    assert answer(other, "correlations", "facts/correlation_bend")["n_all"].to_list() == [
        n_complete
    ]
    assert answer(other, "correlations", "figures/truthfulqa_bend")["n_obs"].sum() == n_complete


def test_a_claim_of_the_paper_is_read_from_the_claims(other):
    """Whom the paper praises, and what it calls equivalent or influential, is typed only there."""
    other.execute("""
        create or replace view claims.dim_claims as
        select * replace (
            case claim_id when 'C173' then 'OPT' when 'C178' then 'OPT' else level_a end as level_a,
            if(term = 's(log_arc)', 's(log_gsm8k)', term) as term
        )
        from published.claims.dim_claims
    """)
    praised = answer(other, "architectures", "facts/praised_families")["level"].to_list()
    assert sorted(praised) == ["Bloom", "GPTNeo", "Llama", "Mistral", "OPT"]
    pairs = answer(other, "architectures", "facts/llama_pairs")
    assert set(pairs["claim_id"]) == {"C179", "C180", "C181", "C182", "C183"}
    influence = answer(other, "interplay", "facts/interplay_influence")
    said = influence.filter("is_said_to_count")["predictor"].unique().sort().to_list()
    assert said == ["gsm8k", "hellaswag", "mmlu"]


@pytest.fixture
def with_cohorts(other):
    """Return tables with a population of one's own, without claims, and with an empty one."""
    tables = other.sql("""
        select table_schema || '.' || table_name, bool_or(column_name = 'cohort_name')
        from information_schema.columns
        where table_catalog = 'published' and table_schema != 'claims'
        group by all
        having bool_or(column_name = 'cohort_id')
    """).fetchall()
    for table, has_name in tables:
        if table in ("reporting.rpt_claims", "reporting.rpt_verdicts", "statistics.stat_selection"):
            continue
        name = ", 'My population' as cohort_name" if has_name else ""
        rows = f"""
            select * replace ('mine' as cohort_id{name}) from published.{table}
            where cohort_id = 'paper_2024_01'
        """
        if table == "marts.dim_cohorts":
            empty = "'empty' as cohort_id, 'Nobody' as cohort_name, 0 as n_evaluations"
            rows += f"""
                union all select * replace ({empty}) from published.{table}
                where cohort_id = 'paper_2024_01'
            """
        add(other, table, rows)
    return other


def test_a_population_of_ones_own_is_in_every_figure_that_lets_choose_one(with_cohorts):
    words = dict(read_options(with_cohorts).of("cohort_id", ["mine", "empty"]))
    assert words["mine"].startswith("My population · ")
    assert words["empty"] == "empty", "a population without members has no name in figures"
    without = {
        figure.name
        for page in PAGES
        for figure in page.figures
        if COHORT in figure.switches
        and "mine" not in set(queries.answer(with_cohorts, page.query(figure))["cohort_id"])
    }
    assert without == OF_JUDGED_POPULATIONS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_words_bear_a_population_of_ones_own_and_an_empty_one(with_cohorts, page):
    assert page.title in rendered(with_cohorts, page)
