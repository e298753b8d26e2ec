"""One size curve on several scales of the score, and what each scale lets one conclude."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.gamm.engine import (
    GammError,
    GammFit,
    derivatives_table,
    fit_gamm,
    significant_intervals,
    terms_table,
)
from analysis_py.gamm.engine.curves import smooth_block
from analysis_py.gamm.plans import SIZE, plan_model
from analysis_py.keys import BENCHMARK_KEY
from analysis_py.plumbing.processes import in_processes

TERM = f"s({SIZE})"
#: Where the paper's growth question starts, in billions.
THRESHOLD_B = 13.0
#: Growth is measured between these quantiles of the rows' sizes: a few giants decide no slope.
ENDS = (0.01, 0.99)
SCALES = ("log", "logit", "chance_corrected", "raw", "raw_nonzero")

_SCHEMA = {
    "cohort_id": pl.String,
    "benchmark_id": pl.String,
    "scale": pl.String,
    "formula": pl.String,
    "edf": pl.Float64,
    "p_value": pl.Float64,
    "deviance_explained": pl.Float64,
    "direction_low": pl.String,
    "direction_high": pl.String,
    "n_rises": pl.Int64,
    "n_falls": pl.Int64,
    "has_dip": pl.Boolean,
    "size_low_b": pl.Float64,
    "size_high_b": pl.Float64,
    **{
        f"growth_{part}{field}": pl.Float64
        for part in ("overall", "beyond")
        for field in ("", "_std_error", "_p_value")
    },
    "n_beyond": pl.Int64,
    "n_obs": pl.Int64,
    "n_dropped": pl.Int64,
    "n_dropped_zero": pl.Int64,
    "seed": pl.Int64,
    "status": pl.String,
}


def on_scale(score_pct: np.ndarray, scale: str, n_items: int, chance_pct: float) -> np.ndarray:
    """Transform scores in percent.

    Parameters
    ----------
    score_pct : ndarray, shape (n,)
    scale : str
        ``log``: natural log of the percentage, NaN at 0. ``logit``: of ``(x m + 1/2) / (m + 1)``
        with x the share and m the number of items, which keeps 0 and 100 finite (Haldane 1956,
        Anscombe 1956). ``chance_corrected``: ``(s - chance) / (100 - chance)``. ``raw``: percent.
        ``raw_nonzero``: percent, NaN at 0, so that it differs from ``log`` by the scale alone and
        from ``raw`` by the rows alone.
    n_items : int
    chance_pct : float

    Raises
    ------
    ValueError
        If the scale is none of these.
    """
    score_pct = np.asarray(score_pct, dtype=float)
    if scale == "log":
        return np.where(score_pct > 0, np.log(np.where(score_pct > 0, score_pct, 1.0)), np.nan)
    if scale == "logit":
        share = (score_pct / 100 * n_items + 0.5) / (n_items + 1)
        return np.log(share) - np.log1p(-share)
    if scale == "chance_corrected":
        return (score_pct - chance_pct) / (100 - chance_pct)
    if scale == "raw":
        return score_pct
    if scale == "raw_nonzero":
        return np.where(score_pct > 0, score_pct, np.nan)
    raise ValueError(f"Unknown scale {scale!r}; the scales are {', '.join(SCALES)}")


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
    block = smooth_block(fit, TERM)
    weights = np.diff(block.basis.evaluate(np.array([low, high])), axis=0)[0]
    variance = weights @ fit.covariance[block.columns, block.columns] @ weights
    return Growth(float(weights @ fit.coefficients[block.columns]), float(np.sqrt(variance)))


def fit_scale(rows: pl.DataFrame, benchmark_id: str, scale: str, seed: int) -> dict[str, object]:
    """Fit score ~ s(log size) + random intercept of architecture on one scale.

    Parameters
    ----------
    rows : polars.DataFrame
        ``log_parameters_b``, ``architecture``, ``score_pct``, ``n_items``, ``chance_pct`` of one
        cohort and benchmark; the last two are constant.
    benchmark_id, scale : str
    seed : int
        Of the simultaneous band, which decides on rises and falls.

    Returns
    -------
    dict
        The columns of the table that follow the key.
    """
    name, response = f"log_{benchmark_id}", f"{scale}_{benchmark_id}"
    values = on_scale(
        rows["score_pct"].to_numpy(), scale, rows["n_items"][0], rows["chance_pct"][0]
    )
    frame = rows.with_columns(pl.Series(name, values, nan_to_null=True).fill_nan(None))
    plan = plan_model(frame, "size", benchmark_id, [benchmark_id])
    formula = plan.formula.replace(f"{name} ~", f"{response} ~", 1)
    size = plan.rows[SIZE].to_numpy() if plan.problem is None else np.empty(0)
    result: dict[str, object] = {
        "scale": scale,
        "formula": formula,
        "n_obs": plan.rows.height,
        "n_dropped": rows.height - plan.rows.height,
        "n_dropped_zero": frame[name].null_count(),
        "n_beyond": int((size > np.log(THRESHOLD_B)).sum()),
        "seed": seed,
        "status": plan.problem,
    }
    if plan.problem is not None:
        return result
    try:
        fit = fit_gamm(plan.rows.rename({name: response}), formula)
    except GammError as error:
        return result | {"status": str(error)}
    return result | _conclusions(fit, size, seed) | {"status": "ok"}


def fit_score_scales(scores: pl.DataFrame, seed: int, n_jobs: int = 2) -> pl.DataFrame:
    """Fit the size curve of every cohort and benchmark on every scale.

    Parameters
    ----------
    scores : polars.DataFrame
        ``cohort_id, benchmark_id`` and the columns that :func:`fit_scale` reads, in a fixed order.
    seed, n_jobs : int
        Cohorts and benchmarks fitted at the same time, each in a process of its own.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and scale.
    """
    jobs = [
        (key, group, seed) for key, group in scores.group_by(BENCHMARK_KEY, maintain_order=True)
    ]
    tables = in_processes(_fit_scales, jobs, "cohorts × benchmarks fitted on other scales", n_jobs)
    return pl.DataFrame([row for rows in tables for row in rows], schema=_SCHEMA)


def _fit_scales(key: tuple[str, str], rows: pl.DataFrame, seed: int) -> list[dict[str, object]]:
    identity = dict(zip(BENCHMARK_KEY, key, strict=True))
    fits = {name: fit_scale(rows, key[1], name, seed) for name in ("log", "logit", "raw")}
    # Correcting for chance is linear in the score: the same fit in other units.
    unit = 100 - rows["chance_pct"][0]
    fits["chance_corrected"] = _renamed(fits["raw"], key[1], "chance_corrected") | {
        name: fits["raw"][name] / unit
        for part in ("overall", "beyond")
        for name in (f"growth_{part}", f"growth_{part}_std_error")
        if fits["raw"].get(name) is not None
    }
    if (rows["score_pct"] <= 0).any():
        fits["raw_nonzero"] = fit_scale(rows, key[1], "raw_nonzero", seed)
    else:
        fits["raw_nonzero"] = _renamed(fits["raw"], key[1], "raw_nonzero")
    return [identity | fits[name] for name in SCALES]


def _renamed(result: dict[str, object], benchmark_id: str, scale: str) -> dict[str, object]:
    formula = result["formula"].replace(f"raw_{benchmark_id}", f"{scale}_{benchmark_id}", 1)
    return result | {"scale": scale, "formula": formula}


def _conclusions(fit: GammFit, size: np.ndarray, seed: int) -> dict[str, object]:
    derivatives = derivatives_table(fit, seed=seed)
    intervals = significant_intervals(derivatives).filter(pl.col("band") == "simultaneous")
    term = terms_table(fit).row(by_predicate=pl.col("term") == TERM, named=True)
    falls = intervals.filter(pl.col("direction") == "fall")
    rises = intervals.filter(pl.col("direction") == "rise")
    low, high = (float(q) for q in np.quantile(size, ENDS, method="inverted_cdf"))
    result = {
        "edf": term["edf"],
        "p_value": term["p_value"],
        "deviance_explained": fit.deviance_explained,
        "direction_low": _direction(derivatives.row(0, named=True)),
        "direction_high": _direction(derivatives.row(-1, named=True)),
        "n_rises": rises.height,
        "n_falls": falls.height,
        "has_dip": bool(
            falls.height and rises.height and rises["x_high"].max() > falls["x_low"].min()
        ),
        "size_low_b": float(np.exp(low)),
        "size_high_b": float(np.exp(high)),
    }
    for part, start in (("overall", low), ("beyond", float(np.log(THRESHOLD_B)))):
        # Nothing lies beyond if the largest sizes are below the threshold.
        if start < high:
            change = growth(fit, start, high)
            result |= {
                f"growth_{part}": change.estimate,
                f"growth_{part}_std_error": change.std_error,
                f"growth_{part}_p_value": change.p_value,
            }
    return result


def _direction(slope: dict[str, float]) -> str:
    if slope["simultaneous_low"] > 0:
        return "rises"
    return "falls" if slope["simultaneous_high"] < 0 else "flat"
