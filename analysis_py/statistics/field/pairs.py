"""Paired comparisons of scores: reasoning modes of one model."""

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.dependence.icc import cannot_decompose, icc_reml
from analysis_py.statistics.field.regression import Estimate, estimate_contrasts
from analysis_py.statistics.rows import to_frame

#: Smallest numbers of pairs and developers for an interval.
MINIMUM_PAIRS = 5
MINIMUM_DEVELOPERS_OF_PAIRS = 3


@dataclass(frozen=True, kw_only=True)
class ModePairRow(Estimate):
    """Two modes of the same weights on a benchmark of a cohort."""

    cohort_id: str
    benchmark_id: str
    comparison: str
    status: str
    mean_a: float
    mean_b: float
    std_dev: float | None
    std_error_pairs: float | None
    share_positive: float
    smallest: float
    largest: float
    sd_between_developers: float | None
    sd_within_developers: float | None
    mixed_estimate: float | None
    mixed_std_error: float | None
    n_pairs: int
    n_models: int
    n_developers: int
    n_sized: int


def compare_modes(
    pairs: pl.DataFrame, confidence_level: float = 0.95, n_simulations: int = 2000, seed: int = 0
) -> pl.DataFrame:
    """Compare two modes within the same weights, for every cohort, benchmark and comparison.

    Parameters
    ----------
    pairs : polars.DataFrame
        One row per ``cohort_id``, ``benchmark_id``, ``comparison`` and ``weights``: ``developer``,
        ``score_a``, ``score_b``, and ``log2_total``, null where the size is not known.
    confidence_level : float
        Of the intervals, from CR2 standard errors clustered by developer.
    n_simulations, seed : int
        Of samples without a difference.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`ModePairRow`; the estimate is the mean of a minus b.
    """
    rows = []
    key = ["cohort_id", "benchmark_id", "comparison"]
    for (cohort, benchmark, comparison), of_key in pairs.group_by(key, maintain_order=True):
        first, second = of_key["score_a"].to_numpy(), of_key["score_b"].to_numpy()
        differences, developers = first - second, of_key["developer"].to_numpy()
        n, n_developers = len(differences), of_key["developer"].n_unique()
        status, estimate = "ok", Estimate()
        spread = float(differences.std(ddof=1)) if n > 1 else None
        mixed: tuple[float | None, ...] = (None,) * 4
        if n < MINIMUM_PAIRS:
            status = f"{n} pairs, fewer than {MINIMUM_PAIRS}"
        elif n_developers < MINIMUM_DEVELOPERS_OF_PAIRS:
            status = f"{n_developers} developers, fewer than {MINIMUM_DEVELOPERS_OF_PAIRS}"
        else:
            one = np.ones((1, 1))
            (estimate,) = estimate_contrasts(
                *(np.ones((n, 1)), differences, developers, one),
                *(confidence_level, n_simulations, seed),
            )
            mixed = mean_over_developers(differences, developers)
        rows.append(
            ModePairRow(
                **asdict(estimate),
                cohort_id=str(cohort),
                benchmark_id=str(benchmark),
                comparison=str(comparison),
                mean_a=float(first.mean()),
                mean_b=float(second.mean()),
                std_dev=spread,
                std_error_pairs=None if spread is None else spread / n**0.5,
                share_positive=float((differences > 0).mean()),
                smallest=float(differences.min()),
                largest=float(differences.max()),
                mixed_estimate=mixed[0],
                mixed_std_error=mixed[1],
                sd_between_developers=mixed[2],
                sd_within_developers=mixed[3],
                n_pairs=n,
                n_models=of_key["weights"].n_unique(),
                n_developers=n_developers,
                n_sized=of_key["log2_total"].count(),
                status=status,
            )
        )
    return to_frame(ModePairRow, rows)


def mean_over_developers(
    differences: FloatArray, developers: NDArray[np.str_]
) -> tuple[float | None, float | None, float | None, float | None]:
    r"""Return the mean over developers, its standard error, and the two standard deviations.

    All are null if no developer has two differences, or differences do not vary within developers.

    Notes
    -----
    Restricted maximum likelihood of :math:`d = \mu + u_{dev} + e`; the mean weighs a developer
    of :math:`n_i` differences by :math:`n_i / (\sigma^2 + n_i \sigma_u^2)`, so that many models
    of one developer do not outvote the others.
    """
    labels = np.unique(developers, return_inverse=True)[1]
    n = np.bincount(labels)
    means = np.bincount(labels, differences) / n
    sum_squares = float(((differences - means[labels]) ** 2).sum())
    if cannot_decompose(n, sum_squares):
        return None, None, None, None
    components = icc_reml(n, means, sum_squares)
    weight = n / (components.variance_within + n * components.variance_between)
    mean = float((weight * means).sum() / weight.sum())
    return (
        mean,
        float(1 / np.sqrt(weight.sum())),
        float(np.sqrt(components.variance_between)),
        float(np.sqrt(components.variance_within)),
    )
