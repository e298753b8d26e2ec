"""First derivatives of smooths with pointwise and simultaneous bands."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.gamm.engine.curves import grid, linear_functional
from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.rows import schema_of

_DRAWS = 10_000


@dataclass(frozen=True, kw_only=True)
class SlopePoint:
    """The slope of a smooth at one value of its covariate, with both bands."""

    term: str
    x: float
    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    simultaneous_low: float
    simultaneous_high: float
    critical_value: float


def derivatives_table(
    fit: GammFit,
    n_points: int = 100,
    confidence_level: float = 0.95,
    seed: int = 0,
    draws: int = _DRAWS,
) -> pl.DataFrame:
    """One row per smooth and grid point: the slope with two bands.

    Parameters
    ----------
    n_points : int
        Equally spaced points over the range of the covariate in the rows of the smooth.
    confidence_level : float
        Of each band.
    seed, draws : int
        Of the posterior simulation behind the simultaneous band.

    Returns
    -------
    polars.DataFrame
        Columns ``term``, ``x``, ``estimate`` (change of the response per unit of the
        covariate), ``std_error``, ``ci_low``, ``ci_high`` (pointwise), ``simultaneous_low``,
        ``simultaneous_high`` and ``critical_value``, the multiple of the standard error at
        which the band holds for the whole curve at once.
    """
    z = stats.norm.ppf(0.5 + 0.5 * confidence_level)
    tables = [pl.DataFrame(schema=schema_of(SlopePoint))]
    for index, block in enumerate(fit.design.blocks):
        if block.basis is None:
            continue
        x = grid(block, n_points)
        B = block.basis.derivative(x)
        estimate, std_error = linear_functional(fit, block, B)
        # A stream per term: adding a term does not change the bands of the others' grids.
        rng = np.random.default_rng([seed, index])
        critical = simultaneous_critical_value(fit, block, B, confidence_level, rng, draws)
        tables.append(
            pl.DataFrame(
                {
                    "term": [block.label] * x.size,
                    "x": x,
                    "estimate": estimate,
                    "std_error": std_error,
                    "ci_low": estimate - z * std_error,
                    "ci_high": estimate + z * std_error,
                    "simultaneous_low": estimate - critical * std_error,
                    "simultaneous_high": estimate + critical * std_error,
                    "critical_value": [critical] * x.size,
                },
                schema=schema_of(SlopePoint),
            )
        )
    return pl.concat(tables)


def simultaneous_critical_value(
    fit: GammFit,
    block: Block,
    B: np.ndarray,
    confidence_level: float,
    rng: np.random.Generator,
    draws: int = _DRAWS,
) -> float:
    """Quantile of the largest standardised deviation of posterior draws of ``B beta_j``."""
    covariance = fit.covariance[block.columns, block.columns]
    values, vectors = np.linalg.eigh(covariance)
    # The symmetric root does not depend on the signs of the eigenvectors.
    root = B @ (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    std_error = np.linalg.norm(root, axis=1)
    # Where the band closes (a centred straight line) nothing can deviate.
    visible = std_error > 1e-10 * std_error.max()
    standardised = root[visible] / std_error[visible, None]
    deviations = standardised @ rng.standard_normal((root.shape[1], draws))
    np.abs(deviations, out=deviations)
    return float(np.quantile(deviations.max(axis=0), confidence_level))


def positive_stretches(x: np.ndarray, edge: np.ndarray) -> list[tuple[float, float]]:
    """Intervals on which the piecewise linear function through (x, edge) is positive."""
    positive = edge > 0.0
    stretches = []
    start = None
    for i in range(x.size):
        if positive[i] and start is None:
            start = x[0] if i == 0 else _crossing(x, edge, i - 1)
        if start is not None and (not positive[i] or i == x.size - 1):
            end = x[i] if positive[i] else _crossing(x, edge, i - 1)
            stretches.append((float(start), float(end)))
            start = None
    return stretches


def _crossing(x: np.ndarray, edge: np.ndarray, i: int) -> float:
    share = edge[i] / (edge[i] - edge[i + 1])
    return float(x[i] + share * (x[i + 1] - x[i]))
