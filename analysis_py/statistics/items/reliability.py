"""Reliability of benchmarks: components of variance of evaluations by items."""

import math
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from scipy import stats

from analysis_py.statistics.rows import to_frame, with_nulls


@dataclass(frozen=True, kw_only=True)
class ReliabilityRow:
    """Components of variance and reliability of one benchmark."""

    benchmark_id: str
    n_evaluations: int
    n_items: int
    n_dropped: int
    variance_evaluations: float | None
    variance_items: float | None
    variance_residual: float | None
    share_evaluations: float | None
    share_items: float | None
    share_residual: float | None
    reliability: float | None
    ci_low: float | None
    ci_high: float | None
    std_error_of_measurement_pct: float | None
    reliability_target: float
    n_items_for_target: float | None
    status: str


def fit_item_reliability(
    panels: pl.DataFrame, confidence_level: float, target: float
) -> pl.DataFrame:
    """Return the components of variance of every benchmark.

    Parameters
    ----------
    panels : polars.DataFrame
        One row per benchmark, as ``int_item_panels_summed`` has them.
    confidence_level : float
        Of the intervals.
    target : float
        Reliability for which the number of items is asked, between 0 and 1.

    Returns
    -------
    polars.DataFrame
        One :class:`ReliabilityRow` per row of ``panels``.
    """
    rows = [_decompose(panel, confidence_level, target) for panel in panels.iter_rows(named=True)]
    return to_frame(ReliabilityRow, rows)


def _decompose(panel: dict[str, Any], confidence_level: float, target: float) -> ReliabilityRow:
    r"""Decompose one two-way table without repeats.

    Notes
    -----
    With mean squares of evaluations (p), items (i) and the rest, :math:`\sigma_p^2 = (MS_p -
    MS_{pi}) / n_i`, :math:`\sigma_i^2 = (MS_i - MS_{pi}) / n_p` and :math:`\alpha = 1 - MS_{pi} /
    MS_p`, which is Kuder and Richardson's formula 20 where answers are right or wrong (Cronbach
    1951, Psychometrika 16, 297-334; Brennan 2001, Generalizability Theory). The interval is that
    of Feldt (1965, Psychometrika 30, 357-370), and the number of items follows from Spearman and
    Brown's formula.
    """
    n_p, n_i = int(panel["n_evaluations"]), int(panel["n_items"])
    row = with_nulls(
        ReliabilityRow,
        benchmark_id=panel["benchmark_id"],
        n_evaluations=n_p,
        n_items=n_i,
        n_dropped=int(panel["n_dropped"]),
        reliability_target=target,
        status="ok",
    )
    if n_p < 2 or n_i < 2:
        return replace(row, status="fewer than two evaluations or items")
    if not panel["is_complete"]:
        return replace(row, status="evaluations did not answer the same items")
    df_p, df_rest = n_p - 1, (n_p - 1) * (n_i - 1)
    ms_p, ms_i = panel["ss_evaluations"] / df_p, panel["ss_items"] / (n_i - 1)
    ms_rest = panel["ss_residual"] / df_rest
    if ms_p <= 0:
        return replace(row, status="all evaluations have one score")
    of_p, of_i = (ms_p - ms_rest) / n_i, (ms_i - ms_rest) / n_p
    total = max(of_p, 0) + max(of_i, 0) + ms_rest
    tail = (1 - confidence_level) / 2
    low, high = (
        1 - ms_rest / ms_p * float(stats.f.ppf(p, df_p, df_rest)) for p in (1 - tail, tail)
    )
    wanted = math.ceil(target / (1 - target) * ms_rest / of_p) if of_p > 0 else None
    return replace(
        row,
        variance_evaluations=of_p,
        variance_items=of_i,
        variance_residual=ms_rest,
        share_evaluations=max(of_p, 0) / total,
        share_items=max(of_i, 0) / total,
        share_residual=ms_rest / total,
        reliability=1 - ms_rest / ms_p,
        ci_low=low,
        ci_high=high,
        std_error_of_measurement_pct=100 * math.sqrt(ms_rest / n_i),
        n_items_for_target=None if wanted is None else float(wanted),
    )
