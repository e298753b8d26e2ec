"""Size curves on several scales of the score, and the conclusions that each allows."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.gamm.engine import (
    GammError,
    GammFit,
    derivatives_table,
    significant_intervals,
    terms_table,
)
from analysis_py.statistics.gamm.engine.curves import smooth_of
from analysis_py.statistics.gamm.engine.derivatives import IntervalRow, SlopePoint
from analysis_py.statistics.gamm.engine.terms import TermRow
from analysis_py.statistics.gamm.model_spec import SIZE
from analysis_py.statistics.gamm.plans import plan_model
from analysis_py.statistics.gamm.transformations import SCORE_SCALES, on_scale, unknown_input
from analysis_py.statistics.keys import BenchmarkKey, by_benchmark
from analysis_py.statistics.rows import rows_from_frame, to_frame, with_nulls

TERM = f"s({SIZE})"
#: Where the paper's growth question starts, in billions.
THRESHOLD_B = 13.0
#: Growth is measured between these quantiles of the rows' sizes: a few giants decide no slope.
ENDS = (0.01, 0.99)


@dataclass(frozen=True, kw_only=True)
class ScaleRow:
    """The size curve on one scale of the score, and what it lets one conclude."""

    cohort_id: str
    benchmark_id: str
    score_scale: str
    formula: str
    edf: float | None
    p_value: float | None
    deviance_explained: float | None
    direction_low: str | None
    direction_high: str | None
    n_rises: int | None
    n_falls: int | None
    has_dip: bool | None
    size_low_b: float | None
    size_high_b: float | None
    growth_overall: float | None
    growth_overall_std_error: float | None
    growth_overall_p_value: float | None
    growth_beyond_13b: float | None
    growth_beyond_13b_std_error: float | None
    growth_beyond_13b_p_value: float | None
    n_beyond_13b: int
    n_obs: int
    n_dropped: int
    n_dropped_zero: int
    seed: int
    status: str


@dataclass(frozen=True)
class Growth:
    """Difference of a curve between two sizes, with its Bayesian standard error."""

    estimate: float
    std_error: float

    @property
    def p_value(self) -> float:
        """Two-sided, normal."""
        return float(2 * stats.norm.sf(abs(self.estimate) / self.std_error))


def growth(fit: GammFit, low: float, high: float) -> Growth:
    """Difference of the size curve between two log sizes."""
    block, basis = smooth_of(fit, TERM)
    weights = np.diff(basis.evaluate(np.array([low, high])), axis=0)[0]
    variance = weights @ fit.covariance[block.columns, block.columns] @ weights
    return Growth(float(weights @ fit.coefficients[block.columns]), float(np.sqrt(variance)))


def fit_scale(
    scores: pl.DataFrame, key: BenchmarkKey, score_scale: str, confidence_level: float, seed: int
) -> ScaleRow:
    """Fit score ~ s(log size) + random intercept of architecture on one scale.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per evaluation of one cohort and benchmark: ``log_parameters_b``,
        ``architecture``, ``score_pct``, ``n_items``, ``chance_pct``; the last two are constant,
        or null where nobody knows them.
    score_scale : str
        One of :data:`~analysis_py.statistics.gamm.transformations.SCORE_SCALES`.
    confidence_level : float
        Of the simultaneous band, which decides on rises and falls.
    seed : int
        Of the simulation behind it.
    """
    name, response = f"log_{key['benchmark_id']}", f"{score_scale}_{key['benchmark_id']}"
    n_items, chance_pct = scores["n_items"][0], scores["chance_pct"][0]
    unknown = unknown_input(score_scale, n_items, chance_pct)
    values = np.full(scores.height, np.nan)
    if unknown is None:
        values = on_scale(scores["score_pct"].to_numpy(), score_scale, n_items, chance_pct)
    frame = scores.with_columns(pl.Series(name, values).fill_nan(None))
    plan = plan_model(frame, "size", key["benchmark_id"], [key["benchmark_id"]])
    sizes = plan.rows[SIZE].to_numpy() if plan.problem is None else np.empty(0)
    planned = with_nulls(
        ScaleRow,
        **key,
        score_scale=score_scale,
        formula=plan.formula.replace(f"{name} ~", f"{response} ~", 1),
        n_obs=plan.n_obs,
        n_dropped=scores.height - plan.n_obs,
        n_dropped_zero=0 if unknown else frame[name].null_count(),
        n_beyond_13b=int((sizes > np.log(THRESHOLD_B)).sum()),
        seed=seed,
        status=unknown or plan.problem or "ok",
    )
    if planned.status != "ok":
        return planned
    renamed = replace(plan, formula=planned.formula, rows=plan.rows.rename({name: response}))
    try:
        fit = renamed.fit()
    except GammError as error:
        return replace(planned, status=str(error))
    return _describe_curve(fit, sizes, planned, confidence_level)


def fit_score_scales(
    scores: pl.DataFrame, confidence_level: float, seed: int, n_jobs: int | None = None
) -> pl.DataFrame:
    """Fit the size curve of every cohort and benchmark on every scale.

    Parameters
    ----------
    scores : polars.DataFrame
        ``cohort_id, benchmark_id`` and the columns that :func:`fit_scale` takes, in a fixed order.
    n_jobs : int, optional
        Cohorts and benchmarks fitted at the same time, each in a process of its own.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and scale.
    """
    jobs = [(key, group, confidence_level, seed) for key, group in by_benchmark(scores)]
    tables = in_processes(_fit_scales, jobs, "cohorts × benchmarks fitted on other scales", n_jobs)
    return to_frame(ScaleRow, (row for rows in tables for row in rows))


def _fit_scales(
    key: BenchmarkKey, scores: pl.DataFrame, confidence_level: float, seed: int
) -> list[ScaleRow]:
    settings = confidence_level, seed
    fits = {name: fit_scale(scores, key, name, *settings) for name in ("log", "logit", "raw")}
    chance_pct = scores["chance_pct"][0]
    if chance_pct is None:
        fits["chance_corrected"] = fit_scale(scores, key, "chance_corrected", *settings)
    else:
        # Correcting for chance is linear in the score: the same fit in other units.
        renamed = _renamed(fits["raw"], "chance_corrected")
        fits["chance_corrected"] = _in_units(renamed, 100 - chance_pct)
    if (scores["score_pct"] <= 0).any():
        fits["raw_nonzero"] = fit_scale(scores, key, "raw_nonzero", *settings)
    else:
        fits["raw_nonzero"] = _renamed(fits["raw"], "raw_nonzero")
    return [fits[name] for name in SCORE_SCALES]


def _renamed(raw: ScaleRow, score_scale: str) -> ScaleRow:
    named = f"raw_{raw.benchmark_id}", f"{score_scale}_{raw.benchmark_id}"
    return replace(raw, score_scale=score_scale, formula=raw.formula.replace(*named, 1))


def _in_units(row: ScaleRow, unit: float) -> ScaleRow:
    def divided(value: float | None) -> float | None:
        return None if value is None else value / unit

    return replace(
        row,
        growth_overall=divided(row.growth_overall),
        growth_overall_std_error=divided(row.growth_overall_std_error),
        growth_beyond_13b=divided(row.growth_beyond_13b),
        growth_beyond_13b_std_error=divided(row.growth_beyond_13b_std_error),
    )


def _describe_curve(
    fit: GammFit, sizes: np.ndarray, planned: ScaleRow, confidence_level: float
) -> ScaleRow:
    derivatives = derivatives_table(fit, confidence_level=confidence_level, seed=planned.seed)
    slopes = rows_from_frame(SlopePoint, derivatives)
    (term,) = (row for row in rows_from_frame(TermRow, terms_table(fit)) if row.term == TERM)
    stretches = [
        row
        for row in rows_from_frame(IntervalRow, significant_intervals(derivatives))
        if row.band == "simultaneous"
    ]
    rises = [row for row in stretches if row.direction == "rise"]
    falls = [row for row in stretches if row.direction == "fall"]
    low, high = map(float, np.quantile(sizes, ENDS, method="inverted_cdf"))
    threshold = float(np.log(THRESHOLD_B))
    overall = growth(fit, low, high) if low < high else None
    # Nothing lies beyond if the largest sizes are below the threshold.
    beyond = growth(fit, threshold, high) if threshold < high else None
    return replace(
        planned,
        edf=term.edf,
        p_value=term.p_value,
        deviance_explained=fit.deviance_explained,
        direction_low=_direction(slopes[0]),
        direction_high=_direction(slopes[-1]),
        n_rises=len(rises),
        n_falls=len(falls),
        has_dip=any(fall.x_low < rise.x_high for fall in falls for rise in rises),
        size_low_b=float(np.exp(low)),
        size_high_b=float(np.exp(high)),
        growth_overall=overall.estimate if overall else None,
        growth_overall_std_error=overall.std_error if overall else None,
        growth_overall_p_value=overall.p_value if overall else None,
        growth_beyond_13b=beyond.estimate if beyond else None,
        growth_beyond_13b_std_error=beyond.std_error if beyond else None,
        growth_beyond_13b_p_value=beyond.p_value if beyond else None,
    )


def _direction(slope: SlopePoint) -> str:
    if slope.simultaneous_low > 0:
        return "rises"
    return "falls" if slope.simultaneous_high < 0 else "flat"
