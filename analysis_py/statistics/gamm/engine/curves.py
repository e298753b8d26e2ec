"""Tidy table of the smooth curves of a fit."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.engine.errors import GammError
from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.gamm.engine.natural import NaturalBasis
from analysis_py.statistics.rows import schema_of


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """A smooth at one value of its covariate, with its pointwise band."""

    term: str
    x: float
    estimate: float
    std_error: float
    ci_low: float
    ci_high: float


def curves_table(fit: GammFit, n_points: int = 100, confidence_level: float = 0.95) -> pl.DataFrame:
    """One row per smooth and grid point: the partial effect with its pointwise band.

    Parameters
    ----------
    n_points : int
        Equally spaced points over the range of the covariate in the rows of the smooth.
    confidence_level : float
        Coverage of the band, which is the Bayesian one of Marra & Wood (2012) without the
        uncertainty of the intercept.

    Returns
    -------
    polars.DataFrame
        Columns ``term``, ``x``, ``estimate`` (sums to zero over the rows of the fit),
        ``std_error``, ``ci_low``, ``ci_high``.
    """
    tables = [
        partial_effect(fit, block.label, grid(block, n_points), confidence_level)
        for block in fit.design.blocks
        if block.kind == "smooth"
    ]
    return pl.concat(tables) if tables else pl.DataFrame(schema=schema_of(CurvePoint))


def partial_effect(
    fit: GammFit, term: str, x: np.ndarray, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Evaluate the curve of one smooth at chosen values of its covariate."""
    block, basis = smooth_of(fit, term)
    x = np.asarray(x, dtype=float)
    B = basis.evaluate(x)
    estimate, std_error = linear_functional(fit, block, B)
    half = stats.norm.ppf(0.5 + 0.5 * confidence_level) * std_error
    return pl.DataFrame(
        {
            "term": [term] * x.size,
            "x": x,
            "estimate": estimate,
            "std_error": std_error,
            "ci_low": estimate - half,
            "ci_high": estimate + half,
        },
        schema=schema_of(CurvePoint),
    )


def smooth_of(fit: GammFit, term: str) -> tuple[Block, NaturalBasis]:
    """Return block and basis of a smooth, or raise an error that says what the term is."""
    block = fit.block(term)
    if block.basis is None:
        raise GammError(f"Term {term!r} is {block.kind}, not a smooth")
    return block, block.basis


def grid(block: Block, n_points: int) -> np.ndarray:
    """Equally spaced covariate values over the range of a smooth's rows."""
    return np.linspace(block.low, block.high, n_points)


def linear_functional(fit: GammFit, block: Block, B: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Estimate and posterior standard deviation of ``B beta_j``; each of shape (g,)."""
    covariance = fit.covariance[block.columns, block.columns]
    variance = np.einsum("ij,jk,ik->i", B, covariance, B, optimize=True)
    return B @ fit.coefficients[block.columns], np.sqrt(np.maximum(variance, 0.0))
