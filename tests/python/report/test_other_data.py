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
    "today_size",
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
    html, _ = site.render(
        page, facts, dict.fromkeys((each.name for each in page.figures), ""), PAGES
    )
    return html


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
        select * replace (
            'new' as benchmark_id, true as is_significant, 2.5 as median_statistic)
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
            select * replace ('of_a_test' as cohort_id{name}) from published.{table}
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
    "stat_item_scores": """
        select 'one' as evaluation_id, 'developer/one' as model_name, 'arc' as benchmark_id,
            400 as n_items, 80 as n_clusters, 61.25 as score_pct, 2.4 as std_error_independent_pct,
            3.1 as std_error_pct, 55.2 as ci_low, 67.3 as ci_high, 'ok' as status
        union all by name
        select 'two' as evaluation_id, 'developer/two' as model_name, 'mmlu' as benchmark_id,
            1 as n_items, 100.0 as score_pct, 'only one item' as status
    """,
    "stat_item_ranks": """
        select 'one' as evaluation_id, 'arc' as benchmark_id, 2 as rank, 1 as rank_low,
            3 as rank_high, 'ok' as status
    """,
    "stat_item_reliability": """
        select 'arc' as benchmark_id, 12 as n_evaluations, 400 as n_items, 0.875 as reliability,
            0.81 as ci_low, 0.92 as ci_high, 'ok' as status
        union all by name
        select 'mmlu' as benchmark_id, 1 as n_evaluations, 1 as n_items,
            'only one evaluation' as status
    """,
    "stat_item_difficulty": """
        select 'arc' as benchmark_id, i as item_key, 'item ' || i as item, i / 4 as share_right,
            i - 1.5 as discrimination, 'ok' as status
        from range(5) as items(i)
    """,
    "stat_item_pairs": """
        select 'arc' as benchmark_id, true as is_significant, 0.95 as confidence_level,
            4.4 as detectable_pct, 'ok' as status
    """,
    "stat_item_size_shares": """
        select 'arc' as benchmark_id, 'worse' as direction, 9 as n_families, 400 as n_items,
            0.125 as estimate, 0.04 as null_mean, 0.002 as p_value, 'ok' as status
    """,
    "stat_item_size_curves": """
        select 'arc' as benchmark_id, 3 as item_key, 'item 3' as item, -4.0 as statistic,
            0.003 as p_adjusted, 'worse' as direction, 'ok' as status
    """,
    "stat_item_size_points": """
        select 'arc' as benchmark_id, 3 as item_key, size as parameters_b, share as share_right
        from (values (7.0, 0.75), (70.0, 0.25)) as points(size, share)
    """,
}


def test_single_answers_have_their_section_once_they_are_there(other):
    [page] = [page for page in PAGES if page.name == "models"]
    assert 'id="items"' not in rendered(other, page)
    for table, rows in ITEM_ROWS.items():
        add(other, f"statistics.{table}", rows)
    words = " ".join(rendered(other, page).split())
    assert '<td>developer/one</td><td>ARC</td><td class="number">400</td>' in words
    assert '<td colspan="3">only one item</td>' in words
    assert '<td class="number">2</td><td class="number">1 to 3</td>' in words
    assert "a reliability of 0.88 (95 % interval 0.81 to 0.92)" in words
    assert "no reliability, for only one evaluation" in words
    assert "2 items are answered better by less able models; 1 nobody has right, and 1" in words
    assert "Of 1 pairs of evaluations 1 differ significantly" in words
    assert "larger models do worse on 12.5 % of 400 items" in words
    assert "item item 3: 75 % right at 7.0 B, 25 % at 70.0 B" in words


def test_a_population_without_predictions_and_ranks_is_left_out(with_cohorts):
    """Its own figures are empty and its lines of tables missing; other populations stay."""
    tables = (
        "stat_benchmark_redundancy",
        "stat_effects_at_size",
        "stat_emergence_tests",
        "stat_gamm_basis_sensitivity",
        "stat_measurement_noise",
        "stat_missing_sizes",
        "stat_model_ranks",
        "stat_prediction_coverage",
        "stat_predictions",
    )
    for name in ("models", "checks"):
        [page] = [page for page in PAGES if page.name == name]
        assert "My population" in rendered(with_cohorts, page)
    for table in tables:
        with_cohorts.execute(f"""
            create or replace view statistics.{table} as
            select * from published.statistics.{table} where cohort_id != 'paper_2024_01'
        """)
    [page] = [page for page in PAGES if page.name == "models"]
    assert "My population" not in rendered(with_cohorts, page)
    for figure in page.figures:
        cohorts = set(queries.answer(with_cohorts, page.query(figure))["cohort_id"])
        assert cohorts
        assert not cohorts & {"of_a_test", "paper_2024_01"}
    for table in tables:
        with_cohorts.execute(f"""
            create or replace view statistics.{table} as
            from published.statistics.{table} limit 0
        """)
    for name in ("models", "checks"):
        [page] = [page for page in PAGES if page.name == name]
        assert page.title in rendered(with_cohorts, page)


def test_an_imported_population_is_on_the_page_of_today(other):
    """Under its own name, in every part, beside the sources that are committed."""
    add(
        other,
        "marts.dim_cohorts",
        """
        select * replace ('of_a_test' as cohort_id, 'My one protocol' as cohort_name,
            'of_a_test_2026-01-01' as snapshot_id, 'all' as statistics)
        from published.marts.dim_cohorts where cohort_id = 'epoch_2026'
        """,
    )
    tables = ("coverage", "slopes", "size_measures", "progress", "findings", "curves", "modes")
    for table in (*tables, "frontier"):
        add(
            other,
            f"statistics.stat_field_{table}",
            f"select * replace ('of_a_test' as cohort_id) "
            f"from published.statistics.stat_field_{table} where cohort_id = 'epoch_2026'",
        )
    [page] = [page for page in PAGES if page.name == "today"]
    words = rendered(other, page)
    # in the tables of sources and findings, and in what is said of size, date and openness
    assert words.count("My one protocol") >= 5
    by_size = next(figure for figure in page.figures if figure.name == "today_size")
    assert "of_a_test" in set(queries.answer(other, page.query(by_size))["cohort_id"])
