"""Tidy table of the predicted random effects of a fit."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.rows import schema_of


@dataclass(frozen=True, kw_only=True)
class RandomEffectRow:
    """A level of a random intercept: its prediction with an interval."""

    term: str
    level: str
    n_obs: int
    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    random_effect_std_dev: float


def random_effects_table(fit: GammFit, confidence_level: float = 0.95) -> pl.DataFrame:
    """One row per random intercept and level: its prediction with an interval.

    Parameters
    ----------
    confidence_level : float
        Coverage of the interval.

    Returns
    -------
    polars.DataFrame
        Columns ``term``, ``level``, ``n_obs``, ``estimate`` (the posterior mean), ``std_error``
        (posterior standard deviation), ``ci_low``, ``ci_high`` and ``random_effect_std_dev``, the
        estimated standard deviation of the effect, ``sqrt(scale / lambda)``.
    """
    z = stats.norm.ppf(0.5 + 0.5 * confidence_level)
    tables = [pl.DataFrame(schema=schema_of(RandomEffectRow))]
    for block in fit.design.blocks:
        if block.kind != "random_effect":
            continue
        estimate = fit.coefficients[block.columns]
        std_error = np.sqrt(fit.variance[block.columns])
        std_dev = float(np.sqrt(fit.scale / fit.smoothing[block.label]))
        tables.append(
            pl.DataFrame(
                {
                    "term": [block.label] * estimate.size,
                    "level": list(block.levels),
                    "n_obs": block.level_counts,
                    "estimate": estimate,
                    "std_error": std_error,
                    "ci_low": estimate - z * std_error,
                    "ci_high": estimate + z * std_error,
                    "random_effect_std_dev": [std_dev] * estimate.size,
                },
                schema=schema_of(RandomEffectRow),
            )
        )
    return pl.concat(tables)
