"""Where evaluations from elsewhere stand among those of a board, and at the edges."""

import math

import numpy as np
import polars as pl
import pytest
from scipy import stats
from sql_models import run_model

from analysis_py.statistics.positions.peers import BEYOND, UNSIZED
from analysis_py.statistics.positions.placement import fit_import_places, fit_places

LEVEL, SEED = 0.95, 7


def board(n_families: int = 60, seed: int = 1) -> pl.DataFrame:
    """Return invented scores of a board that rise with log size."""
    draw = np.random.default_rng(seed)
    size = np.exp(draw.uniform(np.log(0.5), np.log(70), n_families))
    score = np.clip(30 + 8 * np.log(size) + draw.normal(0, 5, n_families), 0, 100)
    return rows([f"b{n}" for n in range(n_families)], size, score)


def rows(names, sizes, scores, *, own=False, types=None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "x",
            "metric": "acc",
            "n_shots": 5,
            "is_own": own,
            "evaluation_id": names,
            "score_pct": [float(score) for score in scores],
            "log_parameters_b": [None if size is None else math.log(size) for size in sizes],
            "training_type": types or ["pretrained"] * len(names),
            "base_family": names,
            "lineage_family": names,
            "submitted_on": None,
        },
        schema_overrides={
            "log_parameters_b": pl.Float64,
            "training_type": pl.String,
            "submitted_on": pl.Date,
        },
    )


def placed(known: pl.DataFrame, own: pl.DataFrame) -> list[dict]:
    return fit_import_places(pl.concat([known, own]), LEVEL, SEED).sort("evaluation_id").to_dicts()


def test_the_curve_is_the_board_s_own():
    """A newcomer like one of the board is expected where that one is, to the bit."""
    known = board()
    own = known.head(3).with_columns(
        is_own=True, evaluation_id="own " + pl.col("evaluation_id"), base_family=pl.lit("own")
    )
    places = fit_places(known, [1.0], LEVEL, SEED)["places"][0].to_list()
    positions = {row["evaluation_id"]: row for row in places}
    for row in placed(known, own):
        twin = positions[row["evaluation_id"].removeprefix("own ")]
        for name in ("expected_pct", "predicted_low", "predicted_high", "residual_in_sd"):
            assert row[name] == twin[name], name
        assert row["gap_to_top_tenth_pct"] == twin["gap_to_top_tenth_pct"]
        assert row["n_near_size"] == twin["n_near_size"] + 1  # the twin is one of the others
        assert (row["place_status"], row["n_obs"]) == ("ok", 60)


def test_no_newcomer_moves_what_is_expected_of_another():
    known = board()
    one = rows(["a"], [7], [50], own=True)
    many = rows(["a", *(f"z{n}" for n in range(50))], [7] * 51, [50, *[99] * 50], own=True)
    beside, alone = placed(known, many)[0], placed(known, one)[0]
    for name, value in alone.items():
        # a longer product of matrices is rounded otherwise
        near = pytest.approx(value, rel=1e-12) if isinstance(value, float) else value
        assert beside[name] == near, name


def test_percentiles_are_those_of_scipy():
    known = board()
    row, *_ = placed(known, rows(["a"], [7], [47], own=True))
    near = known.filter((pl.col("log_parameters_b") - math.log(7)).abs() <= math.log(1.5))
    expected = stats.percentileofscore(near["score_pct"], 47, kind="mean")
    assert row["percentile_near_size"] == pytest.approx(expected)
    expected = stats.percentileofscore(known["score_pct"], 47, kind="mean")
    assert row["percentile_same_type"] == pytest.approx(expected)
    assert row["n_same_type"] == 60


def test_what_cannot_be_placed_says_why():
    own = rows(["a", "b", "c"], [None, 900, 7], [50, 60, 40], own=True, types=[None] * 3)
    unsized, beyond, fine = placed(board(), own)
    assert [row["place_status"] for row in (unsized, beyond, fine)] == [UNSIZED, BEYOND, "ok"]
    for row in (unsized, beyond):
        assert row["expected_pct"] is row["predicted_low"] is row["residual_in_sd"] is None
    assert unsized["n_near_size"] == beyond["n_near_size"] == fine["n_same_type"] == 0
    assert fine["percentile_same_type"] is None


@pytest.mark.parametrize("known", [board(5), board(60).with_columns(log_parameters_b=None)])
def test_a_board_that_tells_too_little_is_a_reason(known):
    (row,) = placed(known.cast({"log_parameters_b": pl.Float64}), rows(["a"], [7], [50], own=True))
    assert "base families of known size" in row["place_status"]
    assert row["expected_pct"] is None


def test_intervals_hold_newcomers_of_new_families():
    """Newcomers drawn as the board's families lie in the 95 % intervals as often as those say."""
    inside = []
    for seed in range(12):
        known, drawn = board(100, seed), board(100, 1_000 + seed)
        own = drawn.with_columns(is_own=True)
        inside += [
            row["predicted_low"] <= score <= row["predicted_high"]
            for row, score in zip(
                placed(known, own), own.sort("evaluation_id")["score_pct"], strict=True
            )
            if row["place_status"] == "ok"
        ]
    # the error of a share of 12 boards' worth of families is about a point
    assert 0.92 <= np.mean(inside) <= 0.98


def test_a_part_of_a_test_has_no_place_and_few_others_no_percentile():
    keys = {"cohort_id": "c", "benchmark_id": "gsm8k", "metric": "exact_match", "n_shots": 5}
    evaluations = ["whole", "part", "few", "unknown", "share"]
    matched = pl.DataFrame({"evaluation_id": evaluations, "n_items": [1319, 300, 1319, None, None]})
    matched = matched.with_columns(
        is_part=pl.col("evaluation_id") == "share",
        **{name: pl.lit(value) for name, value in keys.items()},
        snapshot_id=pl.lit("mine_2026-01-01"), score_pct=50.0, std_error_pct=1.0,
    )  # fmt: skip
    numbers = "expected_pct predicted_low predicted_high residual_in_sd size_equivalent_b "
    numbers += "percentile_near_size percentile_same_type gap_to_top_tenth_pct"
    positions = matched.select(*keys, "evaluation_id").with_columns(
        **dict.fromkeys(numbers.split(), pl.lit(40.0)),
        **dict.fromkeys(("n_same_type", "n_obs", "n_base_families"), pl.lit(60)),
        n_near_size=pl.when(evaluation_id="few").then(9).otherwise(10),
        place_status=pl.lit("ok"),
    )
    found = run_model(
        "import_positions",
        int_import_scores_matched=matched,
        fit_import_positions=positions,
        fct_evaluations=pl.DataFrame({"evaluation_id": evaluations}).with_columns(
            model_name="evaluation_id", parameters_b=7.0, training_type=pl.lit("pretrained")
        ),
        dim_benchmarks=pl.DataFrame({"benchmark_id": ["gsm8k"], "n_items": [1319]}),
    )
    rows = {row["evaluation_id"]: row for row in found.to_dicts()}
    assert {name for name, row in rows.items() if row["is_partial"]} == {"part", "share"}
    assert rows["part"]["status"] == "a part of the test: 300 of 1319 items"
    assert rows["share"]["status"] == "a part of the test: nothing says of how many items"
    for name in ("part", "share"):
        assert [rows[name][number] for number in numbers.split()] == [None] * 8
    assert [rows[name]["percentile_near_size"] for name in evaluations[:4]] == [40, None, None, 40]
    assert rows["whole"]["status"] == rows["unknown"]["status"] == "ok"
