"""Specification curves: one conclusion under every sensible choice of the analyst.

Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4, 1208-1214). The curve as a whole is
tested by its median t; see :mod:`analysis_py.statistics.robustness.curve_test`. The specifications
share their rows, so one draw serves all of them.
"""

from collections import Counter
from dataclasses import replace

import numpy as np
import polars as pl

from analysis_py.statistics.clustered.calibration import rounded_icc
from analysis_py.statistics.clustered.mixed import fit_reml
from analysis_py.statistics.robustness.curve_test import (
    Design,
    SimulatedCurves,
    draw_signs,
    median_test,
    simulate_curves,
)
from analysis_py.statistics.robustness.specification_rows import CurveRow, Specified
from analysis_py.statistics.robustness.specifications import specify
from analysis_py.statistics.rows import to_frame

#: Shares of variance between base families are rounded, so that curves of one design and of like
#: share have one simulation.
_STEP, _HIGHEST = 0.2, 0.9


def fit_specification_curves(
    cells: pl.DataFrame,
    n_samples: int,
    n_simulations: int,
    seed: int,
    confidence_level: float = 0.95,
) -> pl.DataFrame:
    """Run every specification of every conclusion, and test each curve as a whole.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per cohort, duplicate policy, conclusion, benchmark, scale and cell; see
        :func:`analysis_py.statistics.robustness.specifications.specify`. ``base_family`` is the
        cluster.
    n_samples : int
        Number of bootstrap samples of the test of a curve.
    n_simulations : int
        Number of simulated curves behind the size of that test.
    confidence_level : float
        Of the intervals; decisions are at one minus this level.

    Returns
    -------
    polars.DataFrame
        One row per conclusion and benchmark: ``specifications``, the medians of their standardised
        estimates and of their t, ``p_value`` with its ``type1_error``, and
        ``p_value_calibrated``.
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
        for one in specify(group, confidence_level):
            curves.setdefault((conclusion, contrast, factor, one.benchmark_id), []).append(one)
    correlations = curve_correlations(cells)
    simulated: dict[object, SimulatedCurves] = {}
    rows = []
    for names, specified in sorted(curves.items(), key=lambda item: item[0]):
        conclusion, contrast, factor, benchmark_id = names
        specified = mark_repeats(specified)
        tested = [one for one in specified if one.row.status == "ok" and not one.row.repeats]
        scores = [one.scores for one in tested if one.scores is not None]
        designs = [one.design for one in tested if one.design is not None]
        icc = correlations.get((conclusion, benchmark_id))
        median = p_value = size = calibrated = None
        if scores:
            median, p_value = median_test(scores, signs)
        if median is not None and icc is not None:
            rounded = rounded_icc(icc, _STEP, _HIGHEST)
            shared = _shared(designs)
            alike = (rounded, frozenset(Counter(d.digest for d in shared).items()))
            if alike not in simulated:
                simulated[alike] = simulate_curves(
                    shared, rounded, families.height, n_simulations, seed
                )
            size = simulated[alike].size(1 - confidence_level)
            calibrated = simulated[alike].p_value(median)
        rows.append(
            CurveRow(
                conclusion=conclusion,
                contrast=contrast,
                factor=factor,
                benchmark_id=benchmark_id,
                n_samples=n_samples,
                seed=seed,
                n_simulations=n_simulations,
                median_standardised_estimate=_median(tested),
                median_statistic=median,
                p_value=p_value,
                p_value_calibrated=calibrated,
                icc=icc,
                type1_error=size,
                specifications=[one.row for one in specified],
            )
        )
    return to_frame(CurveRow, rows)


def _median(tested: list[Specified]) -> float | None:
    estimates = [one.row.standardised_estimate for one in tested]
    return float(np.median([e for e in estimates if e is not None])) if estimates else None


def mark_repeats(specified: list[Specified]) -> list[Specified]:
    """Name in ``repeats`` the earlier specification whose test one repeats digit by digit.

    Where no score is below chance, correcting for chance only changes the unit; where no model has
    two evaluations, both policies keep the same rows.
    """
    first: dict[tuple[object, ...], str] = {}
    marked = []
    for one in specified:
        row = one.row
        if row.status == "ok":
            # nine digits: a change of unit moves the last ones
            found = f"{row.statistic:.9g}", f"{row.df_den:.9g}"
            key = (row.cohort_id, row.test, row.clustering, row.n_obs, *found)
            earlier = first.setdefault(key, row.specification_id)
            if earlier != row.specification_id:
                row = replace(row, repeats=earlier)
        marked.append(replace(one, row=row))
    return marked


def curve_correlations(cells: pl.DataFrame) -> dict[tuple[str, str], float]:
    """Return the intra-class correlation within sides by conclusion and benchmark.

    It is that of the raw scores in the population with most rows, by the mixed model; curves whose
    variances cannot be estimated separately have none.
    """
    n, total = pl.col("n_obs"), pl.col("n_obs") * pl.col("mean")
    name = ["conclusion", "benchmark_id"]
    sums = (
        cells.filter((pl.col("score_scale") == "raw") & (n > 0))
        # a sum of fractions is the same to the bit only in one order
        .sort(cells.columns)
        .group_by(*name, "cohort_id", "duplicates", "base_family_number", "side")
        .agg(
            n.sum(),
            (total.sum() / n.sum()).alias("mean"),
            (pl.col("sum_squares").sum() + (total * pl.col("mean")).sum()).alias("raw_squares"),
        )
        .with_columns(
            sum_squares=pl.col("raw_squares") - n * pl.col("mean") ** 2,
            n_total=n.sum().over(*name, "cohort_id", "duplicates"),
        )
        .sort("n_total", "cohort_id", "duplicates", "base_family_number", "side", descending=True)
    )
    found = {}
    for (conclusion, benchmark), group in sums.group_by(name, maintain_order=True):
        first = group.row(0, named=True)
        largest = group.filter(
            (pl.col("cohort_id") == first["cohort_id"])
            & (pl.col("duplicates") == first["duplicates"])
        )
        families, family = np.unique(largest["base_family_number"], return_inverse=True)
        side = (largest["side"] == "b").cast(pl.Int64).to_numpy()
        if len(np.unique(side)) < 2:
            continue
        n_obs, mean = np.zeros((2, len(families), 2))
        n_obs[family, side] = largest["n_obs"]
        mean[family, side] = largest["mean"]
        fit = fit_reml(n_obs, mean, float(largest["sum_squares"].sum()))
        if fit is not None:
            found[str(conclusion), str(benchmark)] = fit.icc
    return found


def _shared(designs: list[Design]) -> list[Design]:
    """Let equal designs be one object, and put them in order."""
    first: dict[tuple[str, int], Design] = {}
    return sorted(
        (first.setdefault(design.digest, design) for design in designs), key=lambda d: d.digest
    )
