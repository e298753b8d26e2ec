"""Tidy table of the terms of a fit."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.gamm.engine.mixture import log_mixture_ratio_sf
from analysis_py.statistics.gamm.engine.random_effect_test import random_effect_test
from analysis_py.statistics.gamm.engine.smooth_test import TermTest, smooth_test
from analysis_py.statistics.rows import to_frame


@dataclass(frozen=True, kw_only=True)
class TermRow:
    """A term with its effective degrees of freedom and its test, as far as an engine gives one."""

    term: str
    term_type: str
    edf: float
    ref_df: float | None
    statistic: float | None
    p_value: float
    smoothing_parameter: float | None


def terms_table(fit: GammFit) -> pl.DataFrame:
    """One row per term: effective degrees of freedom and its test.

    Returns
    -------
    polars.DataFrame
        Columns ``term``, ``term_type`` (parametric, smooth or random_effect), ``edf``,
        ``ref_df``, ``statistic`` (F-like), ``p_value`` and
        ``smoothing_parameter`` (null for parametric terms).  A parametric factor is tested as a
        whole with a Wald F test.  The intercept is left out.
    """
    rows = []
    for block in fit.design.blocks[1:]:
        test = block_test(fit, block)
        rows.append(
            TermRow(
                term=block.label,
                term_type=block.kind,
                edf=float(fit.edf[block.columns].sum()),
                ref_df=test.ref_df,
                statistic=test.statistic,
                p_value=float(np.exp(test.log_p_value)),
                smoothing_parameter=fit.smoothing.get(block.label),
            )
        )
    return to_frame(TermRow, rows)


def block_test(fit: GammFit, block: Block) -> TermTest:
    """Test that one term is zero: a smooth, a random effect, or a parametric term as a whole."""
    if block.kind == "smooth":
        return smooth_test(fit, block)
    if block.kind == "random_effect":
        return random_effect_test(fit, block)
    beta = fit.coefficients[block.columns]
    covariance = fit.covariance[block.columns, block.columns]
    q = beta.size
    statistic = float(beta @ np.linalg.solve(covariance, beta)) / q
    log_p = log_mixture_ratio_sf(statistic * q, [1.0], [float(q)], fit.residual_df)
    return TermTest(statistic, float(q), log_p)
