"""Emergence verdicts: sharpness, unpredictability and continuity.

An ability is called emergent where it jumps (a step, or a logistic that rises within a doubling of
size, beats every gradual curve by more than gradual truths would have it) and where a line through
the models below the jump misses those beyond it from below. Each decision is made from numbers that
stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.emergence.extrapolation import cannot_extrapolate, extrapolate
from analysis_py.statistics.emergence.jump_rows import cannot_judge, jump_row
from analysis_py.statistics.emergence.rows import EmergenceRow, ForecastRow, JumpTestRow, ModelRow
from analysis_py.statistics.emergence.rule import verdict
from analysis_py.statistics.emergence.shapes import RIVALS, CurveFit, bic
from analysis_py.statistics.emergence.smooth import SizeSmooth, fit_size_smooth, monotone_share
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls

KEY = ("cohort_id", "benchmark_id", "score_scale")
#: A logistic that goes from 10 % to 90 % within this factor of size counts as a jump.
SHARP_FACTOR = 2.0


class _Known(TypedDict):
    """The keys and inputs of a verdict, as fields of a row."""

    cohort_id: str
    benchmark_id: str
    score_scale: str
    judged_on: str
    n_obs: int
    n_sizes: int
    n_evaluations: int
    n_dropped: int
    n_samples: int
    seed: int


class Judgement(TypedDict):
    """The emergence verdict of an ability, as fields of a row."""

    verdict: str
    best_model: str
    mean_slope: float
    largest_slope: float
    largest_slope_at_b: float
    sharpness: float | None
    sharpness_ci_low: float | None
    sharpness_ci_high: float | None
    sharp_delta_bic: float
    p_jump: float | None
    critical_p_jump: float | None
    false_alarm_rate: float | None
    jump: float | None
    power_at_jump: float | None
    unpredictability: float | None
    unpredictability_ci_low: float | None
    unpredictability_ci_high: float | None
    p_fall: float
    falls_at_b: float
    monotone_share: float
    is_underpredicted: bool | None
    models: list[ModelRow]
    forecasts: list[ForecastRow]
    tests: list[JumpTestRow]


def fit_emergence(
    families: pl.DataFrame,
    n_samples: int = 999,
    cut_quantile: float = 0.6,
    confidence_level: float = 0.95,
    seed: int = 0,
    claimed_cuts_b: Sequence[float] = (),
    n_jobs: int | None = None,
) -> pl.DataFrame:
    """Judge every ability on every scale of its score.

    Parameters
    ----------
    families : polars.DataFrame
        One row per cohort, benchmark, scale and base family, with ``judged_on`` (which of its
        evaluations count), and of these ``parameters_b`` and ``training_flops_1e21`` (null where
        unknown), ``n_evaluations``, ``n_scored`` and ``mean`` (null where none is scored).
    n_samples : int
        Bootstrap samples of each forecast.
    cut_quantile : float
        Share of base families below the fixed cut.
    confidence_level : float
    seed : int
    claimed_cuts_b : sequence of float
        Sizes in billions at which a claim cuts, each a forecast of its own.
    n_jobs : int, optional
        Processes among which the fits are shared.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and scale with ``verdict`` (:func:`judge`) and what it rests
        on; ``models`` has a row per rival curve and ``forecasts`` one per cut.
    """
    settings = n_samples, cut_quantile, confidence_level, seed, tuple(claimed_cuts_b)
    groups = families.sort(*KEY, "base_family").group_by(KEY, maintain_order=True)
    jobs = [(*map(str, key), group, *settings) for key, group in groups]
    rows = in_processes(_fit_row, jobs, "cohorts × benchmarks × scales judged", n_jobs)
    return to_frame(EmergenceRow, rows)


def _fit_row(
    cohort_id: str,
    benchmark_id: str,
    score_scale: str,
    group: pl.DataFrame,
    n_samples: int,
    cut_quantile: float,
    confidence_level: float,
    seed: int,
    claimed_cuts_b: tuple[float, ...],
) -> EmergenceRow:
    used = group.drop_nulls(["parameters_b", "mean"]).sort("parameters_b", "base_family")
    x, y = np.log(used["parameters_b"].to_numpy()), used["mean"].to_numpy()
    known: _Known = {
        "cohort_id": cohort_id,
        "benchmark_id": benchmark_id,
        "score_scale": score_scale,
        "judged_on": group["judged_on"][0],
        "n_obs": len(x),
        "n_sizes": len(np.unique(x)),
        "n_evaluations": int(used["n_scored"].sum()),
        "n_dropped": int(group["n_evaluations"].sum()) - int(used["n_scored"].sum()),
        "n_samples": n_samples,
        "seed": seed,
    }
    seeds = bootstrap_seed(seed, cohort_id, benchmark_id, score_scale)
    settings = n_samples, 1 - confidence_level
    computed = group.drop_nulls(["training_flops_1e21", "mean"]).sort(
        "training_flops_1e21", "base_family"
    )
    by_compute = jump_row(
        "training_flops_1e21",
        "training compute",
        np.log(computed["training_flops_1e21"].to_numpy()),
        computed["mean"].to_numpy(),
        *settings,
        [*seeds, 4],
    )
    problem = cannot_judge(x, y)
    if int(group["n_evaluations"].sum()) == 0:
        problem = "no pretrained model"
    elif known["n_evaluations"] == 0:
        problem = "no chance level" if score_scale == "above_chance" else "no score on this scale"
    if problem:
        by_size = with_nulls(
            JumpTestRow,
            predictor="parameters_b",
            n_obs=len(x),
            n_values=known["n_sizes"],
            status=problem,
        )
        tests = [by_size, by_compute]
        return with_nulls(
            EmergenceRow, **known, status=problem, models=[], forecasts=[], tests=tests
        )
    judgement = judge(x, y, n_samples, cut_quantile, confidence_level, seeds, claimed_cuts_b)
    judgement["tests"].append(by_compute)
    return EmergenceRow(**known, **judgement, status="ok")


def judge(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    n_samples: int,
    cut_quantile: float,
    confidence_level: float,
    seed: list[int],
    claimed_cuts_b: Sequence[float] = (),
) -> Judgement:
    """Measure the three properties of one ability and give the verdict.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Log of the size in billions, ascending, and the score on some scale.
    n_samples, cut_quantile, confidence_level
        As for :func:`fit_emergence`.
    seed : list of int
    claimed_cuts_b
        As for :func:`fit_emergence`.

    Returns
    -------
    Judgement
        The columns of :func:`fit_emergence` that come from the data.
    """
    smooth = fit_size_smooth(x, y, confidence_level, np.random.default_rng([*seed, 0]))
    fits = [rival(x, y) for rival in RIVALS]
    models = _compare(fits, smooth, len(x), float(np.sum((y - y.mean()) ** 2)))
    step = next(fit for fit in fits if fit.model == "step")
    # the largest size among the smallest models, and the place where a jump fits best
    smallest = float(np.quantile(x, cut_quantile, method="lower"))
    settings = n_samples, confidence_level
    by_quantile = _forecast("quantile", x, y, smallest, *settings, [*seed, 1])
    at_jump = _forecast("step", x, y, cast(float, step.location), *settings, [*seed, 2])
    at_claims = [
        _forecast("claim", x, y, float(np.log(cut_b)), *settings, [*seed, 5])
        for cut_b in claimed_cuts_b
    ]
    tested = jump_row("parameters_b", "size", x, y, n_samples, 1 - confidence_level, [*seed, 3])
    best = min(models, key=lambda model: model.bic)
    sharp = min(model.bic for model in models if model.is_sharp)
    gradual = min(model.bic for model in models if not model.is_sharp)
    return {
        "verdict": verdict(
            best.model,
            gradual - sharp,
            bool(tested.is_found) and step.rise > 0 and bool(at_jump.is_underpredicted),
            smooth.p_fall,
            smooth.mean_slope,
            1 - confidence_level,
        ),
        "best_model": best.model,
        "mean_slope": smooth.mean_slope,
        "largest_slope": smooth.largest_slope,
        "largest_slope_at_b": float(np.exp(smooth.largest_slope_at)),
        "sharpness": smooth.sharpness,
        "sharpness_ci_low": smooth.sharpness_ci_low,
        "sharpness_ci_high": smooth.sharpness_ci_high,
        "sharp_delta_bic": gradual - sharp,
        "p_jump": tested.p_value,
        "critical_p_jump": tested.critical_p,
        "false_alarm_rate": tested.false_alarm_rate,
        "jump": tested.jump,
        "power_at_jump": tested.power_at_jump,
        "unpredictability": at_jump.error_ratio,
        "unpredictability_ci_low": at_jump.error_ratio_ci_low,
        "unpredictability_ci_high": at_jump.error_ratio_ci_high,
        "is_underpredicted": at_jump.is_underpredicted,
        "p_fall": smooth.p_fall,
        "falls_at_b": float(np.exp(smooth.falls_at)),
        "monotone_share": monotone_share(x, y),
        "models": models,
        "forecasts": [by_quantile, at_jump, *at_claims],
        "tests": [tested],
    }


def _forecast(
    name: str,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    cut: float,
    n_samples: int,
    confidence_level: float,
    seed: list[int],
) -> ForecastRow:
    cut_b = float(np.exp(cut))
    if problem := cannot_extrapolate(x, y, cut):
        return with_nulls(ForecastRow, cut=name, cut_b=cut_b, status=problem)
    found = extrapolate(x, y, cut, n_samples, confidence_level, np.random.default_rng(seed))
    return ForecastRow(
        cut=name,
        cut_b=cut_b,
        **found,
        is_underpredicted=found["error_ratio_ci_low"] > 1 and found["bias_ci_low"] > 0,
        status="ok",
    )


def _compare(fits: list[CurveFit], smooth: SizeSmooth, n: int, total: float) -> list[ModelRow]:
    """One row per rival curve, the smooth one last."""
    curve = CurveFit("smooth", smooth.edf, smooth.rss, smooth.rise)
    # a perfect fit has no logarithm
    bics = [bic(max(fit.rss, 1e-12 * total), n, fit.n_parameters) for fit in (*fits, curve)]
    return [
        ModelRow(
            model=fit.model,
            n_parameters=float(fit.n_parameters),
            rss=fit.rss,
            r_squared=1 - fit.rss / total,
            bic=value,
            delta_bic=value - min(bics),
            is_sharp=fit.width is not None and bool(fit.width <= np.log(SHARP_FACTOR)),
            rise=fit.rise,
            location_b=None if fit.location is None else float(np.exp(fit.location)),
            width_factor=None if fit.width is None else float(np.exp(fit.width)),
        )
        for fit, value in zip((*fits, curve), bics, strict=True)
    ]
