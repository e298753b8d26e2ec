"""Total or active parameters: which of the two a score goes with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from analysis_py.field.regression import cannot_fit, design, fit, tested, usable
from analysis_py.keys import by_benchmark
from analysis_py.rows import frame_of, unfilled

#: Only mixtures tell the two apart: of a dense model they are the same.
MINIMUM_MIXTURES = 5
_BOTH = ("log2_total", "log2_active")


@dataclass(frozen=True, kw_only=True)
class SizeMeasureRow:
    """Two rival regressions on the same rows, and the one that holds both."""

    cohort_id: str
    benchmark_id: str
    verdict: str | None
    r_squared_total: float | None
    r_squared_active: float | None
    r_squared_both: float | None
    aic_difference: float | None
    vuong_z: float | None
    vuong_p_value: float | None
    p_total_given_active: float | None
    p_active_given_total: float | None
    total_given_active: float | None
    active_given_total: float | None
    n_obs: int
    n_mixtures: int
    n_makers: int
    n_weights: int
    status: str


def compare_size_measures(
    weights: pl.DataFrame, minimum: int = 20, confidence_level: float = 0.95
) -> pl.DataFrame:
    r"""Compare regressions on total and on active parameters for every cohort and benchmark.

    Parameters
    ----------
    weights : polars.DataFrame
        As for :func:`analysis_py.field.slopes.fit_slopes`.
    minimum : int
        Of rows with both sizes.
    confidence_level : float

    Returns
    -------
    polars.DataFrame
        The columns of :class:`SizeMeasureRow`.

    Notes
    -----
    The rivals are not nested: neither is a case of the other. Vuong (1989, Econometrica 57,
    307-333) divides the sum of the rows' log-likelihood ratios by its standard error, which here
    is that of sums over makers with :math:`G / (G - 1)`, so that models of one maker may be
    alike; both have as many coefficients, so nothing is corrected for them. Above 0 the total
    fits better. The regression on both nests either; its two slopes are the J tests of Davidson
    and MacKinnon (1981, Econometrica 49, 781-793), with CR2 standard errors.
    """
    rows = []
    for key, of_benchmark in by_benchmark(weights):
        sized = usable(of_benchmark, _BOTH)
        n_mixtures = int(sized["is_moe"].sum())
        problem = cannot_fit(sized, _BOTH, minimum)
        if n_mixtures < MINIMUM_MIXTURES:
            problem = f"{n_mixtures} mixtures of experts, fewer than {MINIMUM_MIXTURES}"
        known = {
            **key,
            "n_obs": sized.height,
            "n_mixtures": n_mixtures,
            "n_makers": sized["maker"].n_unique(),
            "n_weights": of_benchmark.height,
            "status": problem or "ok",
        }
        found = _compared(sized, confidence_level) if problem is None else {}
        rows.append(unfilled(SizeMeasureRow, **known, **found))
    return frame_of(SizeMeasureRow, rows)


def _compared(rows: pl.DataFrame, confidence_level: float) -> dict[str, float | str | None]:
    y, makers = rows["score_pct"].to_numpy(), rows["maker"].to_numpy()
    total, active, both = (
        fit(design(rows, columns), y, makers)
        for columns in (("log2_total",), ("log2_active",), _BOTH)
    )
    likelihoods = _log_likelihoods(total.residuals), _log_likelihoods(active.residuals)
    ratio = likelihoods[0] - likelihoods[1]
    z = clustered_z(ratio, makers)
    p_vuong = float(2 * special.ndtr(-abs(z)))
    given = [
        tested(both.coefficients[i], both.std_errors[i], both.df[i], confidence_level)
        for i in (0, 1)
    ]
    if p_vuong < 1 - confidence_level:
        verdict = "total" if z > 0 else "active"
    else:
        verdict = "not told apart"
    return {
        "verdict": verdict,
        "r_squared_total": total.r_squared,
        "r_squared_active": active.r_squared,
        "r_squared_both": both.r_squared,
        "aic_difference": float(-2 * ratio.sum()),
        "vuong_z": z,
        "vuong_p_value": p_vuong,
        "total_given_active": given[0].estimate,
        "p_total_given_active": given[0].p_value,
        "active_given_total": given[1].estimate,
        "p_active_given_total": given[1].p_value,
    }


def clustered_z(ratios: NDArray[np.float64], makers: NDArray[np.str_]) -> float:
    """Return the sum of log-likelihood ratios over its standard error between makers.

    Parameters
    ----------
    ratios : ndarray, shape (n,)
        Of rows; their sum is 0 where the rivals fit alike.
    makers : ndarray, shape (n,)
    """
    labels = np.unique(makers, return_inverse=True)[1]
    sums = np.bincount(labels, ratios)
    deviations = sums - np.bincount(labels) * ratios.mean()
    n_makers = len(sums)
    variance = n_makers / (n_makers - 1) * float(deviations @ deviations)
    return float(ratios.sum() / np.sqrt(variance)) if variance > 0 else 0.0


def _log_likelihoods(residuals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the normal log-likelihood of each row at the maximum."""
    variance = float(residuals @ residuals) / len(residuals)
    return -0.5 * (np.log(2 * np.pi * variance) + residuals**2 / variance)
