"""Differences between ranges of size under the measurement error of sizes.

Two bounds: every evaluation at the smallest size that its source allows, then every one at the
largest. A result that holds at both bounds need not hold for errors of mixed signs, and the
attenuation by measurement error is not corrected. SIMEX does (Cook and Stefanski 1994, Journal of
the American Statistical Association 89, 1314-1328), for errors with a known distribution; a name
that was rounded to 7 B leaves a range open but gives no distribution.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.statistics.dependence.factor_levels import (
    BaseFamilyLevels,
    PairRow,
    base_family_levels,
    pair_rows,
)
from analysis_py.statistics.dependence.mixed_means import MixedMean, own_differences
from analysis_py.statistics.numerics.contrast_tests import df_warning, holm, t_test
from analysis_py.statistics.rows import to_frame

#: Columns that identify the ranges and the variant of the sizes.
VARIANT = ("scheme", "sizes")


@dataclass(frozen=True, kw_only=True)
class SizeErrorPairRow(PairRow):
    """A pair of ranges of one scheme, by one variant of the sizes."""

    cohort_id: str
    benchmark_id: str
    scheme: str
    sizes: str
    std_error: float | None
    df_den: float | None
    p_adjusted: float | None


def fit_size_error_sensitivity(sums: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Compare all pairs of ranges by CR2 under every scheme and variant of the sizes.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per cohort, benchmark, ``factor``, ``scheme``, variant of the ``sizes``, range
        (``level``) and base family, with ``level_order``, ``is_tested``, ``n_obs``,
        ``total_units`` (millionths of a percent) and ``sum_squares``.
    confidence_level : float
        Of each interval; not simultaneous.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark, scheme, variant and pair. The difference is that of the
        means of each group's mixed model with base families, with the CR2 variance and
        Satterthwaite's degrees of freedom, as by the method ``mixed_cr2`` of
        :func:`analysis_py.statistics.dependence.clustered_pairs.fit_cluster_robust`; ``p_adjusted``
        is Holm's (1979) over the pairs of a scheme and variant. ``status`` says why there is no
        test.
    """
    # most ranges have the same evaluations at both bounds
    known_means: dict[bytes, MixedMean | None] = {}
    return to_frame(
        SizeErrorPairRow,
        (
            row
            for (scheme, sizes), rows in sums.sort(*VARIANT).group_by(VARIANT, maintain_order=True)
            for data in base_family_levels(rows)
            for row in _pairs(data, str(scheme), str(sizes), known_means, confidence_level)
        ),
    )


def _pairs(
    data: BaseFamilyLevels,
    scheme: str,
    sizes: str,
    known_means: dict[bytes, MixedMean | None],
    confidence_level: float,
) -> Iterator[SizeErrorPairRow]:
    cohort_id, benchmark_id = data.key["cohort_id"], data.key["benchmark_id"]
    key = {"cohort_id": cohort_id, "benchmark_id": benchmark_id, "scheme": scheme, "sizes": sizes}
    described = list(pair_rows(data, SizeErrorPairRow, **key))
    if not described:
        return
    fit = own_differences(
        data.n_obs, data.mean, data.level_squares, [(a, b) for _, a, b in described], known_means
    )
    rows = []
    for i, (row, _, _) in enumerate(described):
        estimate, std_error, df = (float(of[i]) for of in (fit.estimate, fit.std_error, fit.df))
        if row.status == "ok" and np.isnan(estimate):
            row = replace(row, status="the variances of a group cannot be estimated separately")
        elif row.status == "ok" and not (std_error > 0 and df > 0):
            row = replace(row, status="no variance between base families")
        elif row.status == "ok":
            test = t_test(estimate, std_error, df, confidence_level)
            row = replace(
                row,
                estimate=estimate,
                std_error=std_error,
                df_den=df,
                ci_low=test["ci_low"],
                ci_high=test["ci_high"],
                p_value=test["p_value"],
                warning=df_warning(df),
            )
        rows.append(row)
    adjusted = holm([row.p_value for row in rows])
    yield from (replace(row, p_adjusted=p) for row, p in zip(rows, adjusted, strict=True))
