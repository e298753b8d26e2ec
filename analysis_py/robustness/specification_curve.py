"""Specification curves: one conclusion under every sensible choice of the analyst.

Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4, 1208-1214). The curve as a whole is
tested by its median: how often would data without an effect, run through the same choices, give a
median estimate as far from 0? The specifications share their rows, so one draw serves all of them.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.robustness.specification_rows import CurveRow, Specified
from analysis_py.robustness.specifications import specify
from analysis_py.rows import frame_of


def fit_specification_curves(
    cells: pl.DataFrame, n_samples: int, seed: int, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Run every specification of every conclusion, and test each curve as a whole.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per cohort, duplicate policy, conclusion, benchmark, scale and cell; see
        :func:`analysis_py.robustness.specifications.specify`. ``base_family`` is the cluster.
    n_samples : int
        Number of bootstrap samples of the test of a curve.
    seed : int
    confidence_level : float
        Of the intervals; decisions are at one minus this level.

    Returns
    -------
    polars.DataFrame
        One row per conclusion and benchmark: ``specifications``, the median of their standardised
        estimates and its ``p_value``.
    """
    families = cells.select(pl.col("base_family").unique().sort().drop_nulls())
    cells = cells.join(
        families.with_row_index("base_family_number").with_columns(
            pl.col("base_family_number").cast(pl.Int64)
        ),
        on="base_family",
        how="left",
    )
    signs = draw_signs(n_samples, families.height, seed)
    curves: dict[tuple[str, str, str, str], list[Specified]] = {}
    key = ["conclusion", "contrast", "factor", "cohort_id", "duplicates"]
    for values, group in sorted(
        cells.partition_by(key, as_dict=True).items(), key=lambda item: item[0]
    ):
        conclusion, contrast, factor = map(str, values[:3])
        for one in specify(group, confidence_level, families.height):
            curves.setdefault((conclusion, contrast, factor, one.benchmark_id), []).append(one)
    rows = []
    for (conclusion, contrast, factor, benchmark_id), specified in sorted(
        curves.items(), key=lambda item: item[0]
    ):
        median, p_value = _test_curve(specified, signs)
        rows.append(
            CurveRow(
                conclusion=conclusion,
                contrast=contrast,
                factor=factor,
                benchmark_id=benchmark_id,
                n_samples=n_samples,
                seed=seed,
                median_standardised_estimate=median,
                p_value=p_value,
                specifications=[one.row for one in specified],
            )
        )
    return frame_of(CurveRow, rows)


def _test_curve(
    specified: list[Specified], signs: NDArray[np.float64]
) -> tuple[float | None, float | None]:
    """Return the median standardised estimate of the tested specifications and its p-value."""
    tested = [
        (one.row.standardised_estimate, one.scores)
        for one in specified
        if one.row.status == "ok" and one.scores is not None
    ]
    if not tested:
        return None, None
    # tests of one estimate share its scores, so each is drawn once
    place = {id(scores): scores for _, scores in tested}
    position = {key: k for k, key in enumerate(place)}
    expand = np.array([position[id(scores)] for _, scores in tested])
    median = float(np.median([estimate for estimate, _ in tested]))
    return median, median_test(median, np.column_stack(list(place.values())), expand, signs)


def draw_signs(n_samples: int, n_clusters: int, seed: int) -> NDArray[np.float64]:
    """Return Rademacher signs, one per sample and cluster; shape (n_samples, n_clusters)."""
    heads = np.random.default_rng(seed).integers(0, 2, (n_samples, n_clusters))
    return np.where(heads == 1, 1.0, -1.0)


def median_test(
    median: float,
    scores: NDArray[np.float64],
    expand: NDArray[np.int64],
    signs: NDArray[np.float64],
) -> float:
    """Return the p-value of the median of a curve under the hypothesis of no effect.

    Parameters
    ----------
    median : float
    scores : ndarray, shape (n_clusters, s)
        What each cluster adds to each estimate, from residuals under the null hypothesis.
    expand : ndarray of int, shape (t,)
        Estimate of each specification of the curve.
    signs : ndarray, shape (n_samples, n_clusters)
        One sign per sample and cluster, shared by all specifications.

    Notes
    -----
    A wild cluster bootstrap with the null imposed (Cameron, Gelbach and Miller 2008, Review of
    Economics and Statistics 90, 414-427; on scores, Kline and Santos 2012, Journal of Econometric
    Methods 1, 23-41), which Simonsohn et al. recommend where treatments were not assigned at
    random and so cannot be shuffled. The observed sample counts as one of the draws.
    """
    drawn = np.median((signs @ scores)[:, expand], axis=1)
    # a draw that repeats the sample must count, whatever order its sum was taken in
    as_far = np.abs(drawn) >= abs(median) * (1 - 1e-9)
    return float((1 + as_far.sum()) / (len(signs) + 1))
