"""Paired differences of two evaluations on the items that both answered."""

import numpy as np
import polars as pl
from scipy.special import ndtri

from analysis_py.runs.paired.clusters import ClusterSums, weigh_clusters
from analysis_py.runs.paired.score_interval import binary_interval, score_interval
from analysis_py.statistics.items.logistic import FULL_MARKS
from analysis_py.statistics.numerics.contrast_tests import holm_column

#: Below so many degrees of freedom an interval over clusters is wide whatever they say.
FEW_DEGREES = 4
#: One point of a score in percent, in shares.
_POINT = 0.01
_PAIR = ["benchmark_id", "evaluation_a", "evaluation_b"]


def fit_item_pairs(
    sums: pl.DataFrame, differences: pl.DataFrame, confidence_level: float, power: float
) -> pl.DataFrame:
    r"""Return the paired comparison of every pair of evaluations.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per benchmark, pair and cluster, as ``pair_cluster_sums`` has them; scores in
        ten-thousandths of full marks. Items without a cluster share a row whose cluster is null.
    differences : polars.DataFrame
        Of pairs with parts of full marks, how many items have each difference b − a, as
        ``pair_differences`` has them.
    confidence_level : float
        Of the intervals.
    power : float
        With which a difference is said to be detected.

    Returns
    -------
    polars.DataFrame
        One row per pair, as ``stat_item_pairs`` has them; differences b − a and errors in percent.

    Notes
    -----
    Interval and p-value are one score statistic (Tango 1998, Statistics in Medicine 17, 891-908;
    for parts of full marks :func:`~analysis_py.runs.paired.score_interval.score_interval`).
    Clusters enter as the number of independent items that they are worth, by CR2
    (:func:`~analysis_py.runs.paired.clusters.weigh_clusters`). p-values are adjusted within a
    benchmark by Holm's method.
    """
    pairs, clusters = _sum_pairs(sums)
    n, mean = (pairs[name].to_numpy() for name in ("n", "mean"))
    a, b, squares_a, squares_b, squares = (
        pairs[name].to_numpy() for name in ("a", "b", "aa", "bb", "dd")
    )
    iid = np.maximum(squares / n - mean**2, 0)
    is_clustered = (pairs["n_clusters"] < pairs["n_items"]).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        unpaired = np.sqrt(
            np.maximum(squares_a - a**2 / n + squares_b - b**2 / n, 0) / (n * (n - 1))
        )
        independent = np.sqrt(iid / (n - 1))
        worth, df = weigh_clusters(clusters, confidence_level)
        worth = np.where(is_clustered, worth, n)
        df = np.where(is_clustered, df, np.inf)
        std_error = np.where(is_clustered, np.sqrt(iid / worth), independent)
    n_clusters = pairs["n_clusters"].to_numpy()
    conditions = [n < 2, n_clusters < 2]
    reasons = ["fewer than two items in common", "all items in one cluster"]
    status = np.select(conditions, reasons, "ok")
    is_tested = status == "ok"
    is_binary = (squares_a == a) & (squares_b == b)
    only_b, only_a = np.rint((squares + b - a) / 2), np.rint((squares - b + a) / 2)
    low, high, p = binary_interval(
        only_b, only_a, n, confidence_level, worth, np.where(is_tested, df, np.inf)
    )
    graded = differences.partition_by(_PAIR, as_dict=True)
    for k in np.flatnonzero(is_tested & ~is_binary):
        rows = graded[pairs.select(_PAIR).row(int(k))]
        d = np.repeat(rows["difference"].to_numpy() / FULL_MARKS, rows["n_items"].to_numpy())
        found = score_interval(d, confidence_level, None, float(worth[k]), float(df[k]))
        low[k], high[k], p[k] = found.low, found.high, found.p_value
    reach = sum(float(ndtri(each)) for each in ((1 + confidence_level) / 2, power))
    detectable = np.where(std_error > 0, reach * std_error, np.nan)
    of_test = {
        "std_error_unpaired": 100 * unpaired,
        "std_error_independent": 100 * independent,
        "std_error": 100 * std_error,
        "ci_low": 100 * low,
        "ci_high": 100 * high,
        "n_effective": worth,
        "df_den": np.where(np.isinf(df), np.nan, df),
        "p_value": p,
        "detectable_pct": 100 * detectable,
        # the variance of an item, clusters counted in
        "n_items_for_point": np.ceil(n * (detectable / _POINT) ** 2),
    }
    has_few = pl.Series(is_tested & is_clustered & (df < FEW_DEGREES))
    frame = pairs.select(
        *_PAIR,
        "n_items",
        "n_clusters",
        score_a_pct=pl.Series(100 * a / n),
        score_b_pct=pl.Series(100 * b / n),
        estimate=pl.Series(100 * mean),
        **{
            name: pl.Series(np.where(is_tested, values, np.nan)).fill_nan(None)
            for name, values in of_test.items()
        },
        **{
            name: pl.when(pl.Series(is_binary)).then(pl.Series(values.astype(int)))
            for name, values in (("n_only_a", only_a), ("n_only_b", only_b))
        },
        warning=pl.when(has_few).then(pl.lit("few clusters: the interval is wide")),
        status=pl.Series(status.tolist(), dtype=pl.String),
    )
    return frame.with_columns(p_adjusted=holm_column("p_value").over("benchmark_id"))


def _sum_pairs(sums: pl.DataFrame) -> tuple[pl.DataFrame, ClusterSums]:
    """Return a row per pair, with sums in full marks, and the sums over its clusters.

    Items without a cluster are one each, so that their row stands for as many clusters.
    """
    squares = pl.col("squares_a") + pl.col("squares_b") - 2 * pl.col("total_both")
    is_single = pl.col("cluster_id").is_null()
    rows = sums.sort([*_PAIR, "cluster_id"]).with_columns(
        d=(pl.col("total_b") - pl.col("total_a")) / FULL_MARKS,
        dd=squares / FULL_MARKS**2,
        n_clusters=pl.when(is_single).then("n_items").otherwise(1),
        sample=pl.struct(_PAIR).rle_id(),
    )
    pairs = rows.group_by(_PAIR, maintain_order=True).agg(
        pl.col("n_items", "n_clusters", "dd").sum(),
        n=pl.col("n_items").sum().cast(pl.Float64),
        mean=pl.col("d").sum() / pl.col("n_items").sum(),
        a=pl.col("total_a").sum() / FULL_MARKS,
        b=pl.col("total_b").sum() / FULL_MARKS,
        aa=pl.col("squares_a").sum() / FULL_MARKS**2,
        bb=pl.col("squares_b").sum() / FULL_MARKS**2,
    )
    sample, size, total, dd, clusters = (
        rows[name].to_numpy() for name in ("sample", "n_items", "d", "dd", "n_clusters")
    )
    return pairs, ClusterSums(sample, clusters.astype(float), size / clusters, total, dd)
