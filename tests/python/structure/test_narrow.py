"""Benchmarks that comparisons leave out are in the facts, in emergence and in structure alone."""

import re

import polars as pl


def benchmarks(warehouse, table):
    query = f"select distinct benchmark_id from {table} where cohort_id = 'base_models'"
    return {benchmark for (benchmark,) in warehouse.sql(query).fetchall()}


def test_narrow_benchmarks_are_asked_of_by_name(warehouse):
    narrow = {"word_unscrambling", "arithmetic_2dm", "humaneval"}
    assert narrow <= benchmarks(warehouse, "statistics.stat_emergence")
    assert "humaneval" in benchmarks(warehouse, "statistics.stat_component_loadings")
    for table in ("stat_group_summaries", "stat_gamm_fits", "stat_breakpoints"):
        assert not narrow & benchmarks(warehouse, f"statistics.{table}")
    query = (
        "select count(*), count(std_error_pct) from marts.fct_scores "
        "where benchmark_id = 'ipa_transliterate_bleu'"
    )
    # a graded metric has no binomial error
    assert warehouse.sql(query).fetchall() == [(65, 0)]


def test_months_of_release_that_a_source_confirms_are_used_and_no_others(project, warehouse):
    seed = pl.read_csv(project / "seeds/models/release_months.csv", try_parse_dates=True)
    used = warehouse.sql(
        "select model_name, released_on from marts.fct_evaluations "
        "where snapshot_id like 'base_models%'"
    ).pl()
    both = used.join(seed, on="model_name", how="left", suffix="_noted")
    assert both["released_on_noted"].null_count() == 0
    confirmed = both.filter("is_verified")
    assert confirmed["released_on"].equals(confirmed["released_on_noted"])
    assert both.filter(~pl.col("is_verified"))["released_on"].null_count() == 7
    assert confirmed.height >= 0.9 * both.height


def test_months_agree_with_the_days_of_the_hub_that_are_named_as_their_source(project):
    seed = pl.read_csv(project / "seeds/models/release_months.csv")
    (path,) = (project / "data/epoch_hub").glob("*.csv")
    days = set(pl.read_csv(path, infer_schema_length=0)["released_on"].drop_nulls())
    named = seed.filter(pl.col("source") == "data/epoch_hub")
    assert named.height > 10
    for released_on, said in named.select("released_on", "said").iter_rows():
        (day,) = re.findall(r"^released (\d{4}-\d{2}-\d{2})", said)
        assert day in days
        assert day[:7] == released_on[:7]
