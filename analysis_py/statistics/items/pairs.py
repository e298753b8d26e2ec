"""Paired differences of two evaluations on the items that both answered."""

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.items.logistic import FULL_MARKS
from analysis_py.statistics.numerics.contrast_tests import holm_column

#: Fewer clusters than this give a clustered error that is itself badly known (Cameron and Miller
#: 2015, Journal of Human Resources 50, 317-372).
FEW_CLUSTERS = 30
#: One point of a score in percent, in shares.
_POINT = 0.01


def fit_item_pairs(sums: pl.DataFrame, confidence_level: float, power: float) -> pl.DataFrame:
    r"""Return the paired comparison of every pair of evaluations.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per benchmark and pair, as ``int_item_pairs_summed`` has them; scores in
        ten-thousandths of full marks.
    confidence_level : float
        Of the intervals.
    power : float
        With which a difference is said to be detected.

    Returns
    -------
    polars.DataFrame
        One row per row of ``sums``, as ``stat_item_pairs`` has them; errors in percent.

    Notes
    -----
    With :math:`d_i` the difference on item i, the standard error of its mean is
    :math:`\sqrt{\sum (d_i - \bar d)^2 / n(n-1)}`, and with clusters c of :math:`n_c` items
    :math:`\sqrt{\sum_c (D_c - n_c \bar d)^2} / n` (Miller 2024, arXiv 2411.00640; Liang and
    Zeger 1986, Biometrika 73, 13-22). Where every item is right or wrong, McNemar's test (1947,
    Psychometrika 12, 153-157) is exact: the items that only one of the two answered are heads or
    tails of a fair coin. p-values are adjusted within a benchmark by Holm's method.
    """
    n = sums["n_items"].to_numpy().astype(float)
    a, b, squares_a, squares_b, squares, cluster_squares, cluster_products = (
        sums[name].to_numpy().astype(float) / FULL_MARKS**order
        for name, order in (
            ("total_a", 1),
            ("total_b", 1),
            ("squares_a", 2),
            ("squares_b", 2),
            ("difference_squares", 2),
            ("cluster_squares", 2),
            ("cluster_products", 1),
        )
    )
    sizes = sums["cluster_sizes"].to_numpy().astype(float)
    is_clustered = (sums["n_clusters"] < sums["n_items"]).to_numpy()
    mean = (a - b) / n
    with np.errstate(divide="ignore", invalid="ignore"):
        independent = np.sqrt(np.maximum(squares - n * mean**2, 0) / (n * (n - 1)))
        unpaired = np.sqrt(
            np.maximum(squares_a - a**2 / n + squares_b - b**2 / n, 0) / (n * (n - 1))
        )
        clustered = (
            np.sqrt(np.maximum(cluster_squares - 2 * mean * cluster_products + mean**2 * sizes, 0))
            / n
        )
        std_error = np.where(is_clustered, clustered, independent)
        # equal answers, or all different ones, leave rounding
        std_error[std_error < 1e-9] = 0.0
        statistic = mean / std_error
    critical, reach = (float(stats.norm.ppf(p)) for p in ((1 + confidence_level) / 2, power))
    is_binary = pl.Series((squares_a == a) & (squares_b == b))
    both = (squares_a + squares_b - squares) / 2
    only_a, only_b = np.rint(a - both).astype(int), np.rint(b - both).astype(int)
    mcnemar = np.minimum(1, 2 * stats.binom.cdf(np.minimum(only_a, only_b), only_a + only_b, 0.5))
    n_clusters = sums["n_clusters"].to_numpy()
    status = np.select(
        [n < 2, n_clusters < 2, std_error == 0],
        [
            "fewer than two items in common",
            "all items in one cluster",
            "the two differ alike on every item",
        ],
        "ok",
    )
    is_tested = status == "ok"
    of_error = {
        "std_error_unpaired": 100 * unpaired,
        "std_error_independent": 100 * independent,
        "std_error": 100 * std_error,
        "ci_low": 100 * (mean - critical * std_error),
        "ci_high": 100 * (mean + critical * std_error),
        "statistic": statistic,
        "p_value": 2 * stats.norm.sf(np.abs(statistic)),
        "detectable_pct": 100 * (critical + reach) * std_error,
        # the variance of an item, clusters counted in
        "n_items_for_point": np.ceil(n * ((critical + reach) * std_error / _POINT) ** 2),
    }
    of_counts = {"n_only_a": only_a, "n_only_b": only_b, "mcnemar_p_value": mcnemar}
    has_few_clusters = pl.Series(is_tested & is_clustered & (n_clusters < FEW_CLUSTERS))
    frame = sums.select(
        *("benchmark_id", "evaluation_a", "evaluation_b", "n_items", "n_clusters"),
        score_a_pct=pl.Series(100 * a / n),
        score_b_pct=pl.Series(100 * b / n),
        estimate=pl.Series(100 * mean),
        **{
            name: pl.Series(np.where(is_tested, v, np.nan)).fill_nan(None)
            for name, v in of_error.items()
        },
        **{name: pl.when(is_binary).then(pl.Series(v)) for name, v in of_counts.items()},
        warning=pl.when(has_few_clusters).then(
            pl.lit("few clusters: the standard error is badly known")
        ),
        status=pl.Series(status.tolist(), dtype=pl.String),
    )
    return frame.with_columns(p_adjusted=holm_column("p_value").over("benchmark_id"))
