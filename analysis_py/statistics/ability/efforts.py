"""Efforts within models: what more thinking adds to the ability of the same weights."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl
from scipy.special import expit

from analysis_py.statistics.ability.working import item_variance, working_logit
from analysis_py.statistics.field.pairs import Paired, compare_pairs
from analysis_py.statistics.rows import to_frame, with_nulls

#: Benchmarks that two configurations share at least.
MINIMUM_SHARED = 3
_Z90 = 1.6448536269514722


@dataclass(frozen=True, kw_only=True)
class ConfigurationRow:
    """A configuration against the one of the same weights that may think most; in points."""

    cohort_id: str
    evaluation_id: str
    weights: str
    developer: str
    variant: str | None
    effort: str
    top_effort: str
    n_benchmarks: int
    n_shared: int
    difference: float | None
    difference_std_error: float | None
    difference_low: float | None
    difference_high: float | None
    points: float | None
    points_std_error: float | None
    status: str


@dataclass(frozen=True, kw_only=True)
class EffortRow(Paired):
    """Two efforts of the same weights, over models; in points."""

    cohort_id: str
    comparison: str


def compare_configurations(
    runs: pl.DataFrame, models: pl.DataFrame, benchmarks: pl.DataFrame, scales: pl.DataFrame
) -> pl.DataFrame:
    r"""Compare every configuration with the one of the same weights that may think most.

    Parameters
    ----------
    runs : polars.DataFrame
        One row per ``cohort_id``, ``evaluation_id`` and ``benchmark_id``: ``weights``,
        ``developer``, ``variant``, ``effort``, ``effort_rank``, ``budget``, ``share``, ``chance``
        and ``n_items``.
    models : polars.DataFrame
        One row per ``cohort_id`` and ``weights``: ``points`` and ``points_std_error``.
    benchmarks : polars.DataFrame
        One row per ``cohort_id`` and ``benchmark_id``: ``slope`` in logits per 10 points, and
        ``extra_sd``.
    scales : polars.DataFrame
        One row per ``cohort_id``: ``status``, and ``error_factor`` where that is ok.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`ConfigurationRow`.

    Notes
    -----
    Efforts are nested within weights: what a model has of its own on a benchmark is common to its
    configurations and cancels in the difference :math:`z_{cb} - z_{tb} = \lambda_b d_c + \dots` of
    their working logits, which leaves the items of two runs and how much two runs differ beyond
    them. That is estimated once, from all differences of a cohort about their models' own. The
    errors have the factor of the scale's calibration, and are null where its intervals fail.
    """
    rows = []
    covering = scales.filter(pl.col("status") == "ok")
    factors = dict(covering.select("cohort_id", "error_factor").iter_rows())
    for (cohort,), own in runs.group_by(["cohort_id"], maintain_order=True):
        in_cohort = pl.col("cohort_id") == cohort
        scaled = own.join(
            benchmarks.filter(in_cohort).select("benchmark_id", "slope", "extra_sd"),
            on="benchmark_id",
        ).join(
            models.filter(in_cohort).select("weights", "points", "points_std_error"), on="weights"
        )
        if not scaled.is_empty():
            # sums in one order, whatever the order of a join
            scaled = scaled.sort("weights", "evaluation_id", "benchmark_id")
            rows += _of_cohort(str(cohort), with_logits(scaled), factors.get(cohort))
    return to_frame(ConfigurationRow, rows)


def with_logits(runs: pl.DataFrame) -> pl.DataFrame:
    """Add working logits, slopes per point, and variances of items."""
    share, chance, n_items = (runs[c].to_numpy() for c in ("share", "chance", "n_items"))
    logit = working_logit(share, chance, n_items)
    above = np.clip(expit(logit), 0.5 / n_items, 1 - 0.5 / n_items)
    return runs.with_columns(
        pl.Series("logit", logit),
        pl.Series("item_variance", item_variance(above, chance, n_items)),
        pl.col("slope") / 10,
    )


def _of_cohort(
    cohort: str, runs: pl.DataFrame, error_factor: float | None
) -> list[ConfigurationRow]:
    key = ["weights", "evaluation_id"]
    ranked = runs.group_by(key, maintain_order=True).agg(
        pl.first("effort_rank", "budget", "effort", "variant", "developer"),
        pl.first("points", "points_std_error"),
        pl.len().alias("n"),
    )
    # of the highest effort with benchmarks enough, that with the most
    order = [pl.col("n") >= MINIMUM_SHARED, "effort_rank", "budget", "n", "evaluation_id"]
    top = (
        ranked.sort(order, descending=[True, True, True, True, False], nulls_last=True)
        .group_by("weights", maintain_order=True)
        .first()
        .select("weights", "evaluation_id", pl.col("effort").alias("top_effort"))
    )
    of_top = runs.join(top, on=key, how="semi")
    is_top = pl.col("evaluation_id") == pl.col("evaluation_id_b")
    both = runs.join(of_top, on=["weights", "benchmark_id"], suffix="_b").filter(~is_top)
    both = both.sort(*key, "benchmark_id").select(
        *key,
        "slope",
        (pl.col("logit") - pl.col("logit_b")).alias("gap"),
        (pl.col("item_variance") + pl.col("item_variance_b")).alias("items"),
    )
    slope, gap = pl.col("slope"), pl.col("gap")
    variance = pl.col("items") + run_variance(both)
    information = (slope**2 / variance).sum()
    compared = both.group_by(key).agg(
        pl.len().alias("n_shared"),
        ((slope * gap / variance).sum() / information).alias("difference"),
        (1 / information.sqrt()).alias("error"),
    )
    found = ranked.join(top, on="weights", suffix="_b").join(compared, on=key, how="left")
    rows = []
    for row in found.sort(key).iter_rows(named=True):
        known = {
            "cohort_id": cohort,
            **{c: row[c] for c in (*key, "developer", "variant", "effort", "top_effort")},
            "n_benchmarks": row["n"],
            "n_shared": row["n"],
            "difference": 0.0,
            "points": row["points"],
            "points_std_error": row["points_std_error"],
            "status": "ok",
        }
        if row["evaluation_id"] != row["evaluation_id_b"]:
            n, difference = row["n_shared"] or 0, row["difference"]
            known |= {"n_shared": n, "difference": None, "points": None}
            known |= {"points_std_error": None}
            known |= {"status": f"{n} shared benchmarks, fewer than {MINIMUM_SHARED}"}
            if n >= MINIMUM_SHARED and np.isfinite(difference):
                known |= {
                    "difference": difference,
                    "points": row["points"] + difference,
                    "status": "ok",
                }
                if error_factor is not None:
                    error = error_factor * row["error"]
                    known |= {
                        "difference_std_error": error,
                        "difference_low": difference - _Z90 * error,
                        "difference_high": difference + _Z90 * error,
                        "points_std_error": float(np.hypot(row["points_std_error"], error)),
                    }
        rows.append(with_nulls(ConfigurationRow, **known))
    return rows


def run_variance(both: pl.DataFrame) -> float:
    """Return the variance of differences beyond items, by moments.

    Parameters
    ----------
    both : polars.DataFrame
        One row per pair of configurations and benchmark: ``weights``, ``evaluation_id``, ``slope``,
        ``gap`` between the two logits, and ``items``, its variance from items.
    """
    slope, gap, items = pl.col("slope"), pl.col("gap"), pl.col("items")
    squares = (slope**2).sum()
    sums = (
        both.group_by("weights", "evaluation_id", maintain_order=True)
        .agg(
            ((gap - slope * (slope * gap).sum() / squares) ** 2).sum().alias("found"),
            (items * (1 - slope**2 / squares)).sum().alias("of_items"),
            (pl.len() - 1).alias("free"),
            squares.alias("squares"),
        )
        .filter((pl.col("free") > 0) & (pl.col("squares") > 0))
    )
    free = float(sums["free"].sum())
    return max(float((sums["found"] - sums["of_items"]).sum()) / free, 0.01) if free else 0.1


def compare_efforts(configurations: pl.DataFrame, confidence_level: float = 0.9) -> pl.DataFrame:
    """Compare efforts of the same weights over models: thinking with none, and high with low.

    Parameters
    ----------
    configurations : polars.DataFrame
        The columns of :class:`ConfigurationRow`.
    confidence_level : float

    Returns
    -------
    polars.DataFrame
        The columns of :class:`EffortRow`; the estimate is the mean of a minus b, in points.
    """
    thinking = pl.col("effort").is_in(["low", "medium", "high", "highest", "budget"])
    usable = configurations.filter(pl.col("status") == "ok")
    modes = {
        "thinking − none": (thinking, pl.col("effort") == "none"),
        "high or highest − low": (
            pl.col("effort").is_in(["high", "highest"]),
            pl.col("effort") == "low",
        ),
    }
    rows = []
    for (cohort,), own in usable.group_by(["cohort_id"], maintain_order=True):
        for comparison, (is_a, is_b) in modes.items():
            # the most that either may think
            a, b = (
                own.filter(chosen)
                .sort("difference")
                .group_by("weights", maintain_order=True)
                .last()
                for chosen in (is_a, is_b)
            )
            pairs = (
                a.join(b, on="weights", suffix="_b")
                .sort("weights")
                .select(
                    "weights",
                    "developer",
                    pl.col("points").alias("score_a"),
                    pl.col("points_b").alias("score_b"),
                    pl.lit(None, dtype=pl.Float64).alias("log2_total"),
                )
            )
            if pairs.height:
                paired = compare_pairs(pairs, "score_a", "score_b", confidence_level)
                rows.append(
                    EffortRow(cohort_id=str(cohort), comparison=comparison, **asdict(paired))
                )
    return to_frame(EffortRow, rows)
