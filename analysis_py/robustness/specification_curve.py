"""Specification curves: one conclusion under every sensible choice of the analyst.

Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4, 1208-1214). The curve as a whole is
tested by its median: how often would data without an effect, run through the same choices, give a
median estimate as far from 0? The specifications share their rows, so one draw serves all of them.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.robustness.specifications import specify

_SPECIFICATION = pl.Struct(
    {
        **dict.fromkeys(["specification_id", "cohort_id", "duplicates"], pl.String),
        **dict.fromkeys(["scale", "test", "clustering", "formula"], pl.String),
        **dict.fromkeys(["n_obs", "n_a", "n_b", "n_dropped", "n_clusters"], pl.Int64),
        **dict.fromkeys(["estimate", "standardised_estimate", "std_error"], pl.Float64),
        **dict.fromkeys(["statistic", "df_den", "ci_low", "ci_high"], pl.Float64),
        **dict.fromkeys(["p_value", "log10_p_value"], pl.Float64),
        **dict.fromkeys(["decision", "warning", "status"], pl.String),
    }
)

_SCHEMA = {
    "conclusion": pl.String,
    "contrast": pl.String,
    "factor": pl.String,
    "benchmark_id": pl.String,
    "n_samples": pl.Int64,
    "seed": pl.Int64,
    "median_standardised_estimate": pl.Float64,
    "p_value": pl.Float64,
    "specifications": pl.List(_SPECIFICATION),
}


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
        families.with_row_index("cluster").with_columns(pl.col("cluster").cast(pl.Int64)),
        on="base_family",
        how="left",
    )
    signs = draw_signs(n_samples, families.height, seed)
    curves: dict[tuple, tuple[list[dict], list]] = {}
    key = ["conclusion", "contrast", "factor", "cohort_id", "duplicates"]
    for values, group in sorted(
        cells.partition_by(key, as_dict=True).items(), key=lambda item: item[0]
    ):
        rows, scores = specify(group, confidence_level, families.height)
        for row, score in zip(rows, scores, strict=True):
            names = values[0], row["benchmark_id"], *values[3:]
            choices = row["scale"], row["test"], row["clustering"]
            row |= {
                "specification_id": "/".join([*names, *choices]),
                "cohort_id": values[3],
                "duplicates": values[4],
            }
            curve = curves.setdefault((*values[:3], row["benchmark_id"]), ([], []))
            curve[0].append(row)
            curve[1].append(score)
    return pl.DataFrame(
        [
            dict(zip(_SCHEMA, key, strict=False))
            | {"n_samples": n_samples, "seed": seed, "specifications": rows}
            | _test_curve(rows, scores, signs)
            for key, (rows, scores) in sorted(curves.items(), key=lambda item: item[0])
        ],
        schema=_SCHEMA,
    )


def _test_curve(rows: list[dict], scores: list, signs: NDArray[np.float64]) -> dict:
    tested = [j for j, row in enumerate(rows) if row["status"] == "ok"]
    if not tested:
        return {"median_standardised_estimate": None, "p_value": None}
    # tests of one estimate share its scores, so each is drawn once
    place = {id(scores[j]): scores[j] for j in tested}
    position = {key: k for k, key in enumerate(place)}
    expand = np.array([position[id(scores[j])] for j in tested])
    median = float(np.median([rows[j]["standardised_estimate"] for j in tested]))
    p_value = median_test(median, np.column_stack(list(place.values())), expand, signs)
    return {"median_standardised_estimate": median, "p_value": p_value}


def draw_signs(n_samples: int, n_clusters: int, seed: int) -> NDArray[np.float64]:
    """Return Rademacher signs, one per sample and cluster; shape (n_samples, n_clusters)."""
    return np.random.default_rng(seed).integers(0, 2, (n_samples, n_clusters)) * 2.0 - 1


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
