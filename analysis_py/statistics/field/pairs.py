"""Paired comparisons of scores: reasoning modes of one model, and reporters of one score."""

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.dependence.icc import cannot_decompose, icc_reml
from analysis_py.statistics.field.regression import Estimate, estimate_contrasts
from analysis_py.statistics.rows import to_frame

#: Fewer pairs or developers than these have no interval.
MINIMUM_PAIRS = 5
MINIMUM_DEVELOPERS_OF_PAIRS = 3


@dataclass(frozen=True, kw_only=True)
class Paired(Estimate):
    """The mean of differences, and how they spread."""

    mean_a: float | None
    mean_b: float | None
    std_dev: float | None
    std_error_pairs: float | None
    share_positive: float | None
    smallest: float | None
    largest: float | None
    sd_between_developers: float | None
    sd_within_developers: float | None
    mixed_estimate: float | None
    mixed_std_error: float | None
    n_pairs: int
    n_models: int
    n_developers: int
    n_sized: int
    status: str


@dataclass(frozen=True, kw_only=True)
class ModePairRow(Paired):
    """Two modes of the same weights on a benchmark of a cohort."""

    cohort_id: str
    benchmark_id: str
    comparison: str


@dataclass(frozen=True, kw_only=True)
class ReportPairRow(Paired):
    """A developer's figures against a third party's on one examination."""

    benchmark_id: str
    counterpart_id: str


def compare_modes(
    pairs: pl.DataFrame, confidence_level: float = 0.95, n_simulations: int = 2000, seed: int = 0
) -> pl.DataFrame:
    """Compare two modes within the same weights, for every cohort, benchmark and comparison.

    Parameters
    ----------
    pairs : polars.DataFrame
        One row per ``cohort_id``, ``benchmark_id``, ``comparison`` and ``weights``: ``developer``,
        ``score_a``, ``score_b``, and ``log2_total``, null where the size is not known.
    n_simulations, seed : int
        Of samples without a difference.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`ModePairRow`; the estimate is the mean of a minus b.
    """
    key = ["cohort_id", "benchmark_id", "comparison"]
    rows = [
        ModePairRow(
            cohort_id=str(cohort),
            benchmark_id=str(benchmark),
            comparison=str(comparison),
            **asdict(
                compare_pairs(of_key, "score_a", "score_b", confidence_level, n_simulations, seed)
            ),
        )
        for (cohort, benchmark, comparison), of_key in pairs.group_by(key, maintain_order=True)
    ]
    return to_frame(ModePairRow, rows)


def compare_reports(
    pairs: pl.DataFrame, confidence_level: float = 0.95, n_simulations: int = 2000, seed: int = 0
) -> pl.DataFrame:
    """Compare developers' own figures with third parties' on the same model and examination.

    Parameters
    ----------
    pairs : polars.DataFrame
        One row per ``benchmark_id``, ``counterpart_id`` and configuration: ``weights``,
        ``developer``, ``developer_pct``, ``third_party_pct`` and ``log2_total``.
    n_simulations, seed : int
        Of samples without a difference.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`ReportPairRow`; the estimate is the mean of developer minus third
        party.
    """
    key = ["benchmark_id", "counterpart_id"]
    rows = [
        ReportPairRow(
            benchmark_id=str(benchmark),
            counterpart_id=str(counterpart),
            **asdict(
                compare_pairs(
                    of_key,
                    "developer_pct",
                    "third_party_pct",
                    confidence_level,
                    n_simulations,
                    seed,
                )
            ),
        )
        for (benchmark, counterpart), of_key in pairs.group_by(key, maintain_order=True)
    ]
    return to_frame(ReportPairRow, rows)


def compare_pairs(
    pairs: pl.DataFrame,
    a: str,
    b: str,
    confidence_level: float,
    n_simulations: int = 0,
    seed: int = 0,
) -> Paired:
    """Return the mean of differences with CR2 by developer, and of a mixed model.

    Parameters
    ----------
    pairs : polars.DataFrame
        One row per pair: ``developer``, ``weights``, ``log2_total`` and the two columns.
    a, b : str
        Columns; the estimate is of a minus b.
    n_simulations, seed : int, optional
        Of samples without a difference.
    """
    first, second = pairs[a].to_numpy(), pairs[b].to_numpy()
    differences, developers = first - second, pairs["developer"].to_numpy()
    n_developers = pairs["developer"].n_unique()
    status, found = "ok", Estimate()
    spread = float(differences.std(ddof=1)) if len(differences) > 1 else None
    mixed: tuple[float | None, ...] = (None,) * 4
    if len(differences) < MINIMUM_PAIRS:
        status = f"{len(differences)} pairs, fewer than {MINIMUM_PAIRS}"
    elif n_developers < MINIMUM_DEVELOPERS_OF_PAIRS:
        status = f"{n_developers} developers, fewer than {MINIMUM_DEVELOPERS_OF_PAIRS}"
    else:
        ones = np.ones((len(differences), 1))
        (found,) = estimate_contrasts(
            ones, differences, developers, np.ones((1, 1)), confidence_level, n_simulations, seed
        )
        mixed = mixed_mean(differences, developers)
    return Paired(
        **asdict(found),
        mean_a=float(first.mean()),
        mean_b=float(second.mean()),
        std_dev=spread,
        std_error_pairs=None if spread is None else spread / len(differences) ** 0.5,
        share_positive=float((differences > 0).mean()),
        smallest=float(differences.min()),
        largest=float(differences.max()),
        mixed_estimate=mixed[0],
        mixed_std_error=mixed[1],
        sd_between_developers=mixed[2],
        sd_within_developers=mixed[3],
        n_pairs=len(differences),
        n_models=pairs["weights"].n_unique(),
        n_developers=n_developers,
        n_sized=pairs["log2_total"].count(),
        status=status,
    )


def mixed_mean(
    differences: FloatArray, developers: NDArray[np.str_]
) -> tuple[float | None, float | None, float | None, float | None]:
    r"""Return the mean over developers, its standard error, and the two standard deviations.

    Parameters
    ----------
    differences : ndarray, shape (n,)
    developers : ndarray, shape (n,)

    Returns
    -------
    tuple of float or None
        Null where no developer has two differences, or those within developers do not vary.

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
    parts = icc_reml(n, means, sum_squares)
    weight = n / (parts.variance_within + n * parts.variance_between)
    mean = float((weight * means).sum() / weight.sum())
    return (
        mean,
        float(1 / np.sqrt(weight.sum())),
        float(np.sqrt(parts.variance_between)),
        float(np.sqrt(parts.variance_within)),
    )
