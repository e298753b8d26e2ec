"""Which specifications there are, what each leaves out, and what it decides."""

import polars as pl
import pytest
from specification_cells import CELL, cells_of, specifications
from sql_models import run_model

from analysis_py.statistics.robustness.specifications import fit_specifications


def test_every_sensible_combination_is_there_once(rows):
    with_chance = specifications(cells_of(rows))
    assert len(with_chance) == 4 * 5 + 2
    without = specifications(cells_of(rows, has_chance=False))
    assert set(without) == {key for key in with_chance if key[0] != "above_chance"}


def test_zeros_and_unknown_sizes_are_counted_as_dropped(rows):
    changed = rows.with_row_index().with_columns(
        score=pl.when(pl.col("index") < 7).then(0.0).otherwise("score"),
        parameters_b=pl.when(pl.col("index") >= 150).then(None).otherwise("parameters_b"),
    )
    found = specifications(cells_of(changed.drop("index")))
    dropped = {key: row["n_dropped"] for key, row in found.items() if key[2] == "naive"}
    assert dropped["raw", "welch", "naive"] == dropped["logit", "welch", "naive"] == 0
    assert dropped["log", "welch", "naive"] == 7
    assert dropped["raw", "adjusted", "naive"] == 10
    assert dropped["log", "adjusted", "naive"] == 17


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (
            {"side": "a"},
            ("raw", "pooled_t", "naive"),
            "a side has fewer than two rows",
        ),
        (
            {"base_family": "one"},
            ("raw", "welch", "cr2"),
            "a side lies in one base family",
        ),
        (
            {"architecture_family": pl.col("side")},
            ("raw", "adjusted", "naive"),
            "the covariates determine the contrast",
        ),
        ({"score": 50.0}, ("raw", "pooled_t", "naive"), "the score does not vary"),
        ({"score": 0.0}, ("log", "pooled_t", "naive"), "no observations"),
    ],
)
def test_what_cannot_be_tested_is_a_row_that_says_why(rows, change, key, reason):
    columns = {k: v if isinstance(v, pl.Expr) else pl.lit(v) for k, v in change.items()}
    found = specifications(cells_of(rows.with_columns(**columns)))
    assert len(found) == 22
    assert found[key]["status"] == reason
    assert found[key]["decision"] is None


def test_a_population_without_rows_keeps_its_specifications(rows):
    cells = cells_of(rows)
    empty = cells.head(1).with_columns(
        cohort_id=pl.lit("empty"),
        score_scale=pl.lit(None, pl.String),
        n_obs=pl.lit(0, pl.Int64),
        **{name: pl.lit(None, cells.schema[name]) for name in [*CELL, "mean", "sum_squares"]},
    )
    found = fit_specifications(pl.concat([cells, empty])).filter(cohort_id="empty")
    assert found.height == 22
    assert found["status"].unique().to_list() == ["no observations"]


def test_what_repeats_another_specification_has_no_vote_of_its_own(rows):
    """No score below chance: corrected for it, raw scores only change their unit."""
    above = rows.with_columns(score=pl.col("score").clip(26, 99))
    fitted = fit_specifications(cells_of(above))
    found = run_model("stat_specification_curve", fit_specifications=fitted)
    repeats = found.filter(pl.col("repeats").is_not_null())
    assert repeats["score_scale"].unique().to_list() == ["above_chance"]
    assert repeats.height == 5
    assert set(repeats["repeats"]) <= set(found.filter(score_scale="raw")["specification_id"])


def test_the_published_curves_agree_with_the_tables_of_pairs(warehouse):
    """Estimate, CR2 standard error and degrees of freedom, all cohorts and benchmarks."""
    worst = warehouse.sql(
        "select count(*), max(abs(curve.estimate + pairs.estimate)), "
        "max(abs(curve.std_error / pairs.std_error - 1)), "
        "max(abs(curve.df_den / pairs.df_den - 1)) "
        "from statistics.stat_specification_curve as curve "
        "inner join statistics.stat_cluster_robust as pairs using (cohort_id, benchmark_id) "
        "where pairs.method = 'cr2' and conclusion = 'instruction_minus_fine_tuned' "
        "and score_scale = 'raw' and test = 'welch' "
        "and clustering = 'cr2' and (duplicates = 'all' or cohort_id = 'openllm_v1_clean') "
        "and group_a = 'fine-tuned' and group_b = 'instruction-tuned'"
    ).fetchall()[0]
    expected = warehouse.sql(
        "select count(*) from statistics.stat_specification_curve "
        "where conclusion = 'instruction_minus_fine_tuned' and score_scale = 'raw' "
        "and test = 'welch' and clustering = 'cr2' and status = 'ok' "
        "and (duplicates = 'all' or cohort_id = 'openllm_v1_clean')"
    ).fetchall()
    assert [worst[:1]] == expected
    assert worst[0] > 0
    assert max(worst[1:]) < 1e-8
