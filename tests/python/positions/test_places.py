"""Places among peers: counting one by one, known curves, and families left out."""

import numpy as np
import polars as pl
import pytest
from sql_models import run_model

from analysis_py.statistics.positions.curve import fit_curve, place_knots
from analysis_py.statistics.positions.intervals import (
    FEWEST_FAMILIES,
    Evaluations,
    predict_new_families,
)
from analysis_py.statistics.positions.peers import (
    FACTOR,
    UNSIZED,
    share_below_of_like_size,
    share_below_of_like_type,
)
from analysis_py.statistics.positions.placement import fit_places

LEVEL = 0.95


def families_of(rng, n_families, spread=6.0, noise=2.0):
    """Scores of base families around a straight line, a handful of fine-tunes each."""
    sizes = rng.uniform(np.log(0.3), np.log(100), n_families)
    members = rng.integers(1, 9, n_families)
    family = np.repeat(np.arange(n_families), members)
    score = 30 + 6 * sizes[family] + rng.normal(0, spread, n_families)[family]
    return (
        sizes[family],
        score + rng.normal(0, noise, len(family)),
        family,
    )


def evaluations_of(log_size, score, family, types=None, type_names=()):
    """Return evaluations without dates, of one type unless others are given."""
    types = np.zeros_like(family) if types is None else types
    undated = np.full(len(score), np.nan)
    return Evaluations(log_size, score, family, family, types, undated, type_names)


def curve_of_rows(log_size, score, weight, types, shifted):
    order = np.argsort(log_size, kind="stable")
    knots = place_knots(log_size[order], weight[order], float(weight.sum()))
    return fit_curve(log_size, score, weight, knots, types, shifted)


def to_frame(log_size, score, family, types="pretrained"):
    return pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "evaluation_id": [f"e{i:05d}" for i in range(len(score))],
            "score_pct": score,
            "log_parameters_b": log_size,
            "training_type": types,
            "base_family": family.astype(str),
            "lineage_family": family.astype(str),
            "submitted_on": None,
        },
        schema_overrides={"submitted_on": pl.Date},
    )


def test_a_straight_line_comes_back_with_its_shifts():
    rng = np.random.default_rng(2)
    x = rng.uniform(-1, 4, 200)
    types = rng.integers(0, 3, 200)
    score = 20 + 3 * x + 5 * (types == 1) - 2 * (types == 2)
    curve = curve_of_rows(x, score, np.ones_like(x), types, (1, 2))
    np.testing.assert_allclose(curve.at(x, types), score, atol=1e-8)
    assert curve.shifts == pytest.approx({1: 5.0, 2: -2.0})


@pytest.mark.parametrize("n_own", [0, 1])
def test_percentiles_are_those_of_counting_one_by_one(n_own):
    """Among peers of like size and of like type, and among others that are no peers."""
    rng = np.random.default_rng(3)
    log_size = np.log(rng.choice([1.0, 1.4, 2.0, 3.0, 7.0, 7.1, 70.0, np.nan], 90))
    score = rng.integers(20, 40, 90).astype(float)
    types = pl.Series(rng.choice(["a", "b", "c"], 90))
    known = ~np.isnan(log_size)
    peers = slice(None) if n_own else slice(40, None)
    sized = np.flatnonzero(known)[np.isin(np.flatnonzero(known), np.arange(90)[peers])]
    by_size = share_below_of_like_size(log_size, score, log_size[sized], score[sized], n_own)
    by_type = share_below_of_like_type(types, score, types[peers], score[peers], n_own)
    is_peer = np.isin(np.arange(90), np.arange(90)[peers])
    for i in range(90):
        near = is_peer & (np.abs(log_size - log_size[i]) <= np.log(FACTOR) + 1e-9)
        like = is_peer & (types == types[i]).to_numpy()
        for (share, n_peers), others in ((by_size, near), (by_type, like)):
            others[i] &= not n_own
            assert n_peers[i] == others.sum()
            if not others.any():
                assert np.isnan(share[i])
                continue
            counted = np.mean((score[others] < score[i]) + (score[others] == score[i]) / 2)
            assert share[i] == pytest.approx(counted)


def test_the_equivalent_size_is_where_the_line_reaches_the_score():
    rng = np.random.default_rng(4)
    log_size = rng.uniform(np.log(0.3), np.log(100), 60)
    frame = to_frame(log_size, 30 + 6 * log_size, np.arange(60))
    places = fit_places(frame, [1.0, 7.0], LEVEL, 1)["places"][0].to_list()
    for i, place in enumerate(places):
        size = np.exp(frame["log_parameters_b"][i])
        assert place["expected_pct"] == pytest.approx(place["score_pct"], abs=1e-6)
        if place["size_equivalent_b"] is not None:
            assert place["size_equivalent_b"] == pytest.approx(size, rel=0.02)


def test_an_evaluation_without_a_size_has_a_place_in_its_type_alone():
    rng = np.random.default_rng(5)
    frame = to_frame(*families_of(rng, 40)).with_columns(
        log_parameters_b=pl.when(pl.int_range(pl.len()) == 0)
        .then(None)
        .otherwise("log_parameters_b")
    )
    places = fit_places(frame, [7.0], LEVEL, 1)["places"][0].to_list()
    assert places[0]["place_status"] == UNSIZED
    assert places[0]["expected_pct"] is None
    assert places[0]["percentile_same_type"] is not None
    assert places[1]["place_status"] == "ok"


@pytest.mark.parametrize(
    ("n_families", "sizes", "status"),
    [
        (0, [], "only 0 base families"),
        (FEWEST_FAMILIES - 1, [], f"only {FEWEST_FAMILIES - 1} base families"),
        (50, [], "all of one size"),
        (60, [7.0], "ok"),
    ],
)
def test_nothing_is_fitted_to_too_little_or_predicted_beyond_the_sizes_seen(
    n_families, sizes, status
):
    log_size, score, family = families_of(np.random.default_rng(6), max(n_families, 1))
    if status != "ok" and n_families in (0, 50):
        log_size = np.full_like(log_size, 0.0 if n_families else np.nan)
    frame = to_frame(log_size, score, family)
    frame = frame.with_columns(pl.col("log_parameters_b").fill_nan(None))
    (row,) = fit_places(frame, [0.01, 7.0, 5000.0], LEVEL, 1).to_dicts()
    assert row["status"].startswith(status)
    assert sorted({round(one["parameters_b"], 9) for one in row["predictions"]}) == sizes
    assert len(row["places"]) == len(frame)


@pytest.mark.parametrize("n_groups", [1, 3])
def test_cells_give_the_curve_of_their_rows(n_groups):
    """Rows of one size and group lie on one cell, whose mean and weight say all of them."""
    rng = np.random.default_rng(11)
    log_size = np.log(rng.choice([0.5, 1, 2, 3, 7, 13, 30, 34, 65, 70, 120, 180], 900))
    families, types = rng.integers(0, 80, 900), rng.integers(0, n_groups, 900)
    score = 30 + 6 * log_size + 4 * types + rng.normal(0, 5, 900)
    # a type without a name has no curve of its own
    names = ("", "b", "c")[:n_groups]
    made = predict_new_families(
        evaluations_of(log_size, score, families, types, names), (0.9,), [1]
    ).curve
    weight = 1 / np.bincount(families)[families]
    of_rows = curve_of_rows(log_size, score, weight, types, tuple(range(1, n_groups)))
    np.testing.assert_array_equal(made.knots, of_rows.knots)
    np.testing.assert_allclose(made.coefficients, of_rows.coefficients, rtol=1e-10)
    assert made.shifts == pytest.approx(of_rows.shifts, rel=1e-10)


@pytest.mark.simulation
def test_new_families_lie_in_their_intervals_as_often_as_said():
    """Of families that no fit has seen, near 90 and 95 %; rows alone would promise too much."""
    rng = np.random.default_rng(9)
    held = {0.9: [], 0.95: []}
    for run in range(12):
        log_size, score, family = families_of(rng, 150)
        of = evaluations_of(log_size, score, family)
        prediction = predict_new_families(of, (0.9, 0.95), [run])
        new_size, new_score, new_family = families_of(rng, 400)
        _, first = np.unique(new_family, return_index=True)
        for nominal, shares in held.items():
            one_type = np.zeros(len(first), dtype=int)
            low, high = prediction.interval(prediction.level(nominal), new_size[first], one_type)
            shares.append(np.mean((low <= new_score[first]) & (new_score[first] <= high)))
    assert np.mean(held[0.9]) == pytest.approx(0.9, abs=0.02)
    assert np.mean(held[0.95]) == pytest.approx(0.95, abs=0.02)


@pytest.mark.committed
def test_coverage_on_every_board_is_within_two_points_of_nominal(warehouse):
    """Coverage moves in steps of one base family: of 80, two are 2.5 points."""
    off = warehouse.sql("""
        select count(*), count_if(abs(coverage - nominal) > greatest(0.02, 2 / n_base_families))
        from statistics.stat_prediction_coverage where judged_on = 'families left out'
    """).fetchall()[0]
    assert off[0] > off[1] == 0


def test_two_runs_of_an_import_have_no_percentile_among_themselves():
    """One among the other is 0 or 100; among ten others of its size there is one."""

    def percentiles(n_runs):
        log_size = np.log(np.linspace(7, 7.2, n_runs))
        frame = to_frame(log_size, np.linspace(40, 50, n_runs), np.arange(n_runs))
        places = fit_places(frame, [7.0], LEVEL, 1)
        scores = frame.select("evaluation_id", "benchmark_id", std_error_pct=pl.lit(1.0))
        facts = "model_name precision training_type architecture_family base_family is_merge"
        found = run_model(
            "stat_model_positions",
            fit_places=places,
            fct_scores=scores,
            fct_evaluations=frame.select(
                "evaluation_id",
                model_id=pl.lit("m"),
                **dict.fromkeys([*facts.split(), "is_flagged", "parameters_b"], pl.lit(None)),
            ),
            dim_models=pl.DataFrame({"model_id": "m", "organisation": "o"}),
        )
        return found.select("percentile_near_size", "percentile_same_type").rows()

    assert percentiles(2) == [(None, None)] * 2
    assert all(None not in row for row in percentiles(11))
