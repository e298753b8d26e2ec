"""Whether an ability emerges with size: sharpness, unpredictability and continuity.

An ability is called emergent where it jumps (a step, or a logistic that rises within a doubling of
size, beats every gradual curve by BIC) and where a line through the models below the jump misses
those beyond it from below. Each decision is made from numbers that stand beside it.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from joblib import delayed
from numpy.typing import NDArray

from analysis_py.emergence.extrapolation import cannot_extrapolate, extrapolate
from analysis_py.emergence.shapes import RIVALS, CurveFit, bic
from analysis_py.emergence.smooth import fit_size_smooth, monotone_share
from analysis_py.numerics.seeds import bootstrap_seed
from analysis_py.plumbing.processes import worker_pool

KEY = ("cohort_id", "benchmark_id", "score_scale")
#: A logistic that goes from 10 % to 90 % within this factor of size counts as a jump.
SHARP_FACTOR = 2.0
#: A difference in BIC below this decides nothing (Kass and Raftery 1995).
BIC_MARGIN = 2.0
#: Fewer base families, or fewer sizes, cannot tell the shapes apart.
MIN_ROWS = 30
MIN_SIZES = 10

_MODEL_SCHEMA = pl.Struct(
    {
        "model": pl.String,
        "n_parameters": pl.Float64,
        "rss": pl.Float64,
        "r_squared": pl.Float64,
        "bic": pl.Float64,
        "delta_bic": pl.Float64,
        "is_sharp": pl.Boolean,
        "rise": pl.Float64,
        "location_b": pl.Float64,
        "width_factor": pl.Float64,
    }
)
_FORECAST_COLUMNS = (
    *("rmse_within", "rmse_beyond", "error_ratio", "error_ratio_ci_low", "error_ratio_ci_high"),
    *("bias", "bias_ci_low", "bias_ci_high", "statistic", "df_num", "df_den", "p_value"),
)
_FORECAST_SCHEMA = pl.Struct(
    {
        "cut": pl.String,
        "cut_b": pl.Float64,
        "n_within": pl.Int64,
        "n_beyond": pl.Int64,
        **dict.fromkeys(_FORECAST_COLUMNS, pl.Float64),
        "is_underpredicted": pl.Boolean,
        "status": pl.String,
    }
)
_NUMBERS = (
    *("mean_slope", "largest_slope", "largest_slope_at_b"),
    *("sharpness", "sharpness_ci_low", "sharpness_ci_high", "sharp_delta_bic"),
    *("unpredictability", "unpredictability_ci_low", "unpredictability_ci_high"),
    *("p_fall", "falls_at_b", "monotone_share"),
)
_SCHEMA = {
    **dict.fromkeys(KEY, pl.String),
    "verdict": pl.String,
    "best_model": pl.String,
    **dict.fromkeys(_NUMBERS, pl.Float64),
    "is_underpredicted": pl.Boolean,
    "n_obs": pl.Int64,
    "n_sizes": pl.Int64,
    "n_evaluations": pl.Int64,
    "n_dropped": pl.Int64,
    "n_samples": pl.Int64,
    "seed": pl.Int64,
    "status": pl.String,
    "models": pl.List(_MODEL_SCHEMA),
    "forecasts": pl.List(_FORECAST_SCHEMA),
}


def fit_emergence(
    families: pl.DataFrame,
    n_samples: int = 999,
    cut_quantile: float = 0.6,
    confidence_level: float = 0.95,
    seed: int = 0,
    n_jobs: int = 2,
) -> pl.DataFrame:
    """Judge every ability on every scale of its score.

    Parameters
    ----------
    families : polars.DataFrame
        One row per cohort, benchmark, scale and base family, with ``parameters_b`` (null where
        unknown), ``n_evaluations``, ``n_scored`` and ``mean`` (null where none is scored).
    n_samples : int
        Bootstrap samples of each forecast.
    cut_quantile : float
        Share of base families below the fixed cut.
    confidence_level : float
    seed : int
    n_jobs : int
        Processes among which the fits are shared.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and scale with ``verdict`` (:func:`judge`) and what it rests
        on; ``models`` has a row per rival curve and ``forecasts`` one per cut.
    """
    settings = n_samples, cut_quantile, confidence_level, seed
    groups = families.sort(*KEY, "base_family").group_by(KEY, maintain_order=True)
    rows = worker_pool(n_jobs, batch_size=8)(
        delayed(_fit_row)(key, group, *settings) for key, group in groups
    )
    return pl.DataFrame(rows, schema=_SCHEMA)


def _fit_row(
    key: tuple[str, ...],
    group: pl.DataFrame,
    n_samples: int,
    cut_quantile: float,
    confidence_level: float,
    seed: int,
) -> dict:
    used = group.drop_nulls(["parameters_b", "mean"]).sort("parameters_b", "base_family")
    x, y = np.log(used["parameters_b"].to_numpy()), used["mean"].to_numpy()
    row = dict(zip(KEY, key, strict=True)) | {
        "n_obs": len(x),
        "n_sizes": len(np.unique(x)),
        "n_evaluations": int(used["n_scored"].sum()),
        "n_dropped": int(group["n_evaluations"].sum() - used["n_scored"].sum()),
        "n_samples": n_samples,
        "seed": seed,
        "models": [],
        "forecasts": [],
    }
    problem = cannot_judge(x, y)
    if problem:
        return row | {"status": problem}
    seeds = bootstrap_seed(seed, *key)
    return row | {"status": "ok"} | judge(x, y, n_samples, cut_quantile, confidence_level, seeds)


def cannot_judge(x: NDArray[np.float64], y: NDArray[np.float64]) -> str | None:
    """Return why an ability cannot be judged, or None."""
    if len(x) < MIN_ROWS:
        return f"fewer than {MIN_ROWS} base families of known size"
    if len(np.unique(x)) < MIN_SIZES:
        return f"fewer than {MIN_SIZES} sizes"
    if np.ptp(y) == 0:
        return "all scores are equal"
    return None


def judge(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    n_samples: int,
    cut_quantile: float,
    confidence_level: float,
    seed: list[int],
) -> dict:
    """Measure the three properties of one ability and give the verdict.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Log of the size in billions, ascending, and the score on some scale.
    n_samples, cut_quantile, confidence_level
        As for :func:`fit_emergence`.
    seed : list of int

    Returns
    -------
    dict
        The columns of :func:`fit_emergence` that come from the data.
    """
    smooth = fit_size_smooth(x, y, confidence_level, np.random.default_rng([*seed, 0]))
    fits = [rival(x, y) for rival in RIVALS]
    models = _compare(fits, smooth, len(x), float(np.sum((y - y.mean()) ** 2)))
    step = next(fit for fit in fits if fit.model == "step")
    # the largest size among the smallest models, and the place where a jump fits best
    cuts = {"quantile": float(np.quantile(x, cut_quantile, method="lower")), "step": step.location}
    forecasts = []
    for number, (name, cut) in enumerate(cuts.items(), start=1):
        forecast = {
            "cut": name,
            "cut_b": float(np.exp(cut)),
            "status": cannot_extrapolate(x, y, cut),
        }
        if forecast["status"] is None:
            rng = np.random.default_rng([*seed, number])
            forecast |= extrapolate(x, y, cut, n_samples, confidence_level, rng)
            forecast["is_underpredicted"] = (
                forecast["error_ratio_ci_low"] > 1 and forecast["bias_ci_low"] > 0
            )
            forecast["status"] = "ok"
        forecasts.append(forecast)
    best = min(models, key=lambda model: model["bic"])
    sharp = min(model["bic"] for model in models if model["is_sharp"])
    gradual = min(model["bic"] for model in models if not model["is_sharp"])
    at_jump = forecasts[1]
    underpredicted = at_jump.get("is_underpredicted", False)
    return {
        "verdict": verdict(
            best["model"],
            gradual - sharp,
            step.rise > 0 and underpredicted,
            smooth["p_fall"],
            smooth["mean_slope"],
            1 - confidence_level,
        ),
        "best_model": best["model"],
        "mean_slope": smooth["mean_slope"],
        "largest_slope": smooth["largest_slope"],
        "largest_slope_at_b": float(np.exp(smooth["largest_slope_at"])),
        "sharpness": smooth["sharpness"],
        "sharpness_ci_low": smooth["sharpness_ci_low"],
        "sharpness_ci_high": smooth["sharpness_ci_high"],
        "sharp_delta_bic": gradual - sharp,
        "unpredictability": at_jump.get("error_ratio"),
        "unpredictability_ci_low": at_jump.get("error_ratio_ci_low"),
        "unpredictability_ci_high": at_jump.get("error_ratio_ci_high"),
        "is_underpredicted": at_jump.get("is_underpredicted"),
        "p_fall": smooth["p_fall"],
        "falls_at_b": float(np.exp(smooth["falls_at"])),
        "monotone_share": monotone_share(x, y),
        "models": models,
        "forecasts": forecasts,
    }


def verdict(
    best_model: str,
    sharp_delta_bic: float,
    jumps_unpredictably: bool,
    p_fall: float,
    mean_slope: float,
    alpha: float,
) -> str:
    """Decide; the first rule that holds.

    1. ``flat``: the constant has the smallest BIC.
    2. ``emergent``: the best jump beats the best gradual curve by :data:`BIC_MARGIN`, and a line
       through the models below it misses those beyond from below. This goes before rule 3,
       because a smooth curve overshoots at a jump; an ability that really fell elsewhere would
       have let the smooth curve win.
    3. ``not monotone``: the slope of the smooth curve is below 0 somewhere, ``p_fall < alpha``.
    4. ``gradual``: the best gradual curve beats the best jump by the margin, and rises.
    5. ``undecided`` otherwise.
    """
    if best_model == "flat":
        return "flat"
    if sharp_delta_bic >= BIC_MARGIN and jumps_unpredictably:
        return "emergent"
    if p_fall < alpha:
        return "not monotone"
    if sharp_delta_bic <= -BIC_MARGIN and mean_slope > 0:
        return "gradual"
    return "undecided"


def _compare(fits: list[CurveFit], smooth: dict, n: int, total: float) -> list[dict]:
    """One row per rival curve, the smooth one last."""
    rows = [
        {
            "model": fit.model,
            "n_parameters": float(fit.n_parameters),
            "rss": fit.rss,
            "rise": fit.rise,
            "location_b": None if fit.location is None else float(np.exp(fit.location)),
            "width_factor": None if fit.width is None else float(np.exp(fit.width)),
            "is_sharp": fit.width is not None and bool(fit.width <= np.log(SHARP_FACTOR)),
        }
        for fit in fits
    ]
    rows.append(
        {
            "model": "smooth",
            "n_parameters": smooth["edf"],
            "rss": smooth["rss"],
            "rise": smooth["rise"],
            "is_sharp": False,
        }
    )
    for row in rows:
        # a perfect fit has no logarithm
        row["bic"] = bic(max(row["rss"], 1e-12 * total), n, row["n_parameters"])
        row["r_squared"] = 1 - row["rss"] / total
    least = min(row["bic"] for row in rows)
    return [row | {"delta_bic": row["bic"] - least} for row in rows]
