"""The ability scales of cohorts: models, benchmarks, scores, predictions and pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from scipy.special import expit
from scipy.stats import norm

from analysis_py.statistics.ability.bootstrap import calibrate_cohort
from analysis_py.statistics.ability.calibration import Abilities, calibrate
from analysis_py.statistics.ability.cells import (
    Cells,
    cannot_scale,
    connected_cells,
    index_cells,
)
from analysis_py.statistics.ability.curves import benchmark_rows
from analysis_py.statistics.ability.parameters import Points, Scale, expected_logits
from analysis_py.statistics.ability.predict import predict_scores
from analysis_py.statistics.ability.rows import (
    NESTED,
    OF_ERRORS,
    BenchmarkRow,
    ScaleRow,
)
from analysis_py.statistics.ability.scale import fit_scale
from analysis_py.statistics.ability.variances import split_variance
from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.numerics.tolerances import EQUAL_PLACES
from analysis_py.statistics.rows import schema_of, to_frame, with_nulls

#: Level of all intervals of the family.
LEVEL = 0.9
TAILS = (0.5 - LEVEL / 2, 0.5 + LEVEL / 2)
#: Each model is compared with each among so many at the top.
N_COMPARED = 50
#: Without models that anchor them: points of the mean, and of a standard deviation.
OWN_POINTS = (100.0, 30.0)
#: A run has failed where it is at most this much above chance, and so many models that are less
#: able are this much above it.
FAILED_SHARE, FAR_SHARE, N_FAR = 0.02, 0.25, 3


def to_points(
    abilities: Abilities, cells: Cells, anchors: pl.DataFrame, draws: FloatArray
) -> Points:
    """Return points, fixed by two models where the cohort has both.

    Each draw is put on the points of its own anchors, which have no error then.
    """
    of_models = anchors.filter(pl.col("kind") == "model").sort("points")
    place = {str(name): i for i, name in enumerate(cells.models)}
    named = [name for name in of_models["name"] if name in place]
    if len(named) < 2:
        zero, unit = OWN_POINTS
        name = f"mean {zero:g}, standard deviation {unit:g}"
        return Points(name, unit, zero, zero + unit * abilities.value, zero + unit * draws)
    low, high = place[named[0]], place[named[-1]]
    at = dict(of_models.select("name", "points").iter_rows())
    first, last = at[named[0]], at[named[-1]]

    def on_anchors(ability: FloatArray) -> FloatArray:
        from_low = ability - ability[..., [low]]
        return first + (last - first) * from_low / (ability[..., [high]] - ability[..., [low]])

    per_unit = (last - first) / (abilities.value[high] - abilities.value[low])
    zero = first - per_unit * abilities.value[low]
    name = f"{named[0]} {first:g}, {named[-1]} {last:g}"
    return Points(name, per_unit, zero, on_anchors(abilities.value), on_anchors(draws))


def scale_cohorts(
    cells: pl.DataFrame,
    models: pl.DataFrame,
    anchors: pl.DataFrame,
    n_draws: int = 400,
    seed: int = 0,
) -> pl.DataFrame:
    """Fit the scale of every cohort that can carry one.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per ``cohort_id``, ``weights`` and ``benchmark_id``: ``developer``, ``share``,
        ``chance`` and ``n_items``.
    models : polars.DataFrame
        One row per ``cohort_id`` and ``weights``: ``released_on``, null where unknown.
    anchors : polars.DataFrame
        ``kind``, ``name`` and ``points``.
    n_draws, seed : int
        Of the draws that intervals of points and ranks are of, and of the samples that calibrate
        them. Each cohort derives its own.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`ScaleRow`, and those of ``NESTED``.
    """
    rows, nested_rows = [], []
    for (cohort,), of_cohort in cells.group_by(["cohort_id"], maintain_order=True):
        used = connected_cells(of_cohort)
        problem = cannot_scale(used)
        known: dict[str, Any] = {"status": problem or "ok"}
        nested: dict[str, pl.DataFrame] = {}
        if problem is None:
            dated = models.filter(pl.col("cohort_id") == cohort)
            figures, nested = _scale(index_cells(used), dated, anchors, n_draws, seed, str(cohort))
            known |= figures
        nested_rows.append(nested)
        rows.append(
            with_nulls(
                ScaleRow,
                **{
                    "cohort_id": str(cohort),
                    "n_models": used["weights"].n_unique(),
                    "n_benchmarks": used["benchmark_id"].n_unique(),
                    "n_cells": used.height,
                    "n_developers": used["developer"].n_unique(),
                    "seed": seed,
                    **known,
                },
            )
        )
    # of frames, because through rows every value would be touched several times
    return to_frame(ScaleRow, rows).with_columns(
        pl.Series(name, [_nested(part, name, row) for part in nested_rows])
        for name, row in NESTED.items()
    )


def _nested(part: dict[str, pl.DataFrame], name: str, row: type) -> pl.Series:
    schema = pl.Schema(schema_of(row))
    return part.get(name, pl.DataFrame(schema=schema)).select(*schema).cast(schema).to_struct()


def _scale(
    cells: Cells,
    models: pl.DataFrame,
    anchors: pl.DataFrame,
    n_draws: int,
    seed: int,
    cohort: str,
) -> tuple[dict[str, Any], dict[str, pl.DataFrame]]:
    scale = fit_scale(cells)
    if not scale.has_converged:
        return {"status": "the fit did not converge", "n_iterations": scale.n_iterations}, {}
    sampled = np.random.default_rng(bootstrap_seed(seed, cohort, "calibration"))
    calibrated = calibrate_cohort(scale, sampled)
    calibration, has_intervals = calibrated.calibration, calibrated.problem is None
    rng = np.random.default_rng(bootstrap_seed(seed, cohort, "ability"))
    abilities = calibrate(scale, calibration)
    points = to_points(abilities, cells, anchors, abilities.draw(n_draws, rng))
    days = days_of(cells, models)
    figures = {
        "status": calibrated.problem or "ok",
        "n_iterations": scale.n_iterations,
        "developer_share": scale.parameters.developer_share,
        "points_name": points.name,
        "points_per_unit": points.per_unit,
        "interval_coverage": calibrated.coverage,
        "interval_coverage_top": calibrated.coverage_top,
        "error_factor": calibrated.error_factor,
        "error_factor_top": calibrated.error_factor_top,
        "profile_fit_p": calibrated.profile_fit_p,
    }
    return figures, {
        "models": _models(cells, abilities, points, has_intervals),
        "benchmarks": to_frame(BenchmarkRow, benchmark_rows(scale, calibration, points, days)),
        "cells": _cells(scale),
        "predictions": _predictions(scale),
        **({"pairs": _pairs(cells, abilities, points)} if has_intervals else {}),
        "variances": split_variance(scale, rng),
    }


def days_of(cells: Cells, models: pl.DataFrame) -> FloatArray:
    """Return the day of release of each model, since 1970; NaN where unknown."""
    day = dict(models.select("weights", pl.col("released_on").dt.epoch("d")).iter_rows())
    return np.array([np.nan if day.get(m) is None else day[m] for m in cells.models], dtype=float)


def _models(
    cells: Cells, abilities: Abilities, points: Points, has_intervals: bool
) -> pl.DataFrame:
    """Return the models; errors are null where intervals do not cover."""
    low, high = np.quantile(points.draws, TAILS, axis=0)
    ranks = rank_points(points.draws)
    rank_low, rank_high = np.quantile(ranks, TAILS, axis=0, method="inverted_cdf")
    rank = rank_points(points.value)
    frame = pl.DataFrame(
        {
            "weights": cells.models,
            "developer": cells.developers[cells.developer],
            "n_benchmarks": np.bincount(cells.model, minlength=len(cells.models)),
            "ability": abilities.value,
            "std_error": abilities.std_error,
            "points": points.value,
            "points_std_error": points.draws.std(axis=0),
            "points_low": np.minimum(low, points.value),
            "points_high": np.maximum(high, points.value),
            "ability_rank": rank,
            "rank_low": np.minimum(rank_low, rank),
            "rank_high": np.maximum(rank_high, rank),
            "draws": pl.Series(points.draws[:200].T.round(4)).arr.to_list(),
        }
    )
    return frame if has_intervals else frame.with_columns(pl.lit(None).alias(c) for c in OF_ERRORS)


def rank_points(points: FloatArray) -> IntArray:
    """Return ranks from the best on along the last axis; of equals, by name, the first leads."""
    best_first = np.argsort(-points.round(EQUAL_PLACES), axis=-1, kind="stable")
    return np.argsort(best_first, axis=-1) + 1


def _cells(scale: Scale) -> pl.DataFrame:
    """Return the cells."""
    cells, state = scale.cells, scale.parameters
    logit = expected_logits(cells, state)
    profile = scale.profile[cells.developer[cells.model], cells.benchmark]
    expected, fitted = (
        100 * (cells.chance + (1 - cells.chance) * expit(x)) for x in (logit, logit + profile)
    )
    return pl.DataFrame(
        {
            "weights": cells.models[cells.model],
            "benchmark_id": cells.benchmarks[cells.benchmark],
            "score_pct": 100 * cells.share,
            "expected_pct": expected,
            "fitted_pct": fitted,
            "z": scale.residual / np.sqrt(state.extra[cells.benchmark] + scale.noise),
            "weight": scale.weight,
            "is_failed_run": _failed_runs(cells, state.ability),
        }
    )


def _failed_runs(cells: Cells, ability: FloatArray) -> BoolArray:
    """Return which scores are at chance where models that are less able are far above it."""
    observed = (cells.share - cells.chance) / (1 - cells.chance)
    abilities = ability[cells.model]
    failed = np.zeros(len(observed), dtype=bool)
    for i in np.flatnonzero(observed <= FAILED_SHARE):
        is_far = (cells.benchmark == cells.benchmark[i]) & (observed >= FAR_SHARE)
        failed[i] = (is_far & (abilities < abilities[i])).sum() >= N_FAR
    return failed


def _predictions(scale: Scale) -> pl.DataFrame:
    """Return the predictions."""
    cells = scale.cells
    shape = (len(cells.models), len(cells.benchmarks))
    is_scored = np.zeros(shape, dtype=bool)
    is_scored[cells.model, cells.benchmark] = True
    is_known = np.zeros((len(cells.developers), shape[1]), dtype=bool)
    is_known[cells.developer[cells.model], cells.benchmark] = True
    # of one benchmark, all cells have the same
    chance, n_items = np.zeros(shape[1]), np.zeros(shape[1])
    chance[cells.benchmark], n_items[cells.benchmark] = cells.chance, cells.n_items
    model, benchmark = np.nonzero(~is_scored)
    predicted = predict_scores(scale, model, benchmark, chance[benchmark], n_items[benchmark])
    median, low, high = (100 * predicted.quantile(q) for q in (0.5, *TAILS))
    return pl.DataFrame(
        {
            "weights": cells.models[model],
            "benchmark_id": cells.benchmarks[benchmark],
            "predicted_pct": median,
            "low_pct": low,
            "high_pct": high,
            "is_developer_known": is_known[cells.developer[model], benchmark],
        }
    )


def _pairs(cells: Cells, abilities: Abilities, points: Points) -> pl.DataFrame:
    """Return the pairs."""
    top = np.argsort(-abilities.value, kind="stable")[:N_COMPARED]
    first, second = np.triu_indices(len(top), 1)
    a, b = top[first], top[second]
    covariance = abilities.covariance
    variance = covariance[a, a] + covariance[b, b] - 2 * covariance[a, b]
    error = np.sqrt(np.maximum(variance, 1e-12))
    difference = abilities.value[a] - abilities.value[b]
    return pl.DataFrame(
        {
            "weights_a": cells.models[a],
            "weights_b": cells.models[b],
            "difference": points.per_unit * difference,
            "std_error": points.per_unit * error,
            "p_value": 2 * norm.sf(difference / error),
        }
    )
