"""Paired differences of two evaluations on the items that both answered."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from analysis_py.runs.paired.clusters import ClusterSums, weigh_clusters
from analysis_py.runs.paired.score_interval import binary_interval, score_interval
from analysis_py.statistics.arrays import BoolArray, FloatArray
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
    status = _say_why_not(pairs)
    errors = _standard_errors(pairs, clusters, confidence_level)
    low, high, p_value = _test_pairs(pairs, differences, errors, status == "ok", confidence_level)
    n, is_tested = pairs["n"].to_numpy(), pl.Series(status == "ok")
    reach = sum(float(ndtri(each)) for each in ((1 + confidence_level) / 2, power))
    detectable = np.where(errors.clustered > 0, reach * errors.clustered, np.nan)
    tested = pl.DataFrame(
        {
            "std_error_unpaired": 100 * errors.unpaired,
            "std_error_independent": 100 * errors.independent,
            "std_error": 100 * errors.clustered,
            "ci_low": 100 * low,
            "ci_high": 100 * high,
            "n_effective": errors.worth,
            "df_den": np.where(np.isinf(errors.df), np.nan, errors.df),
            "p_value": p_value,
            "detectable_pct": 100 * detectable,
            # the variance of an item, clusters counted in
            "n_items_for_point": np.ceil(n * (detectable / _POINT) ** 2),
        }
    )
    has_few = is_tested & pl.Series(errors.is_clustered & (errors.df < FEW_DEGREES))
    only_a, only_b = _discordant(pairs)
    is_binary = pl.Series(_is_binary(pairs))
    frame = pairs.select(
        *_PAIR,
        "n_items",
        "n_clusters",
        score_a_pct=100 * pl.col("total_a") / pl.col("n"),
        score_b_pct=100 * pl.col("total_b") / pl.col("n"),
        estimate=100 * pl.col("mean"),
        **{
            column.name: pl.when(is_tested).then(column.fill_nan(None))
            for column in tested.iter_columns()
        },
        n_only_a=pl.when(is_binary).then(pl.Series(only_a.astype(int))),
        n_only_b=pl.when(is_binary).then(pl.Series(only_b.astype(int))),
        warning=pl.when(has_few).then(pl.lit("few clusters: the interval is wide")),
        status=pl.Series(status.tolist(), dtype=pl.String),
    )
    return frame.with_columns(p_adjusted=holm_column("p_value").over("benchmark_id"))


class _Errors(NamedTuple):
    """Standard errors of each pair's difference in shares, and what its items are worth."""

    unpaired: FloatArray
    independent: FloatArray
    clustered: FloatArray
    worth: FloatArray
    df: FloatArray
    is_clustered: BoolArray


def _say_why_not(pairs: pl.DataFrame) -> NDArray[np.str_]:
    conditions = [pairs["n"].to_numpy() < 2, pairs["n_clusters"].to_numpy() < 2]
    return np.select(
        conditions, ["fewer than two items in common", "all items in one cluster"], "ok"
    )


def _standard_errors(
    pairs: pl.DataFrame, clusters: ClusterSums, confidence_level: float
) -> _Errors:
    n, mean, total_a, total_b, squares_a, squares_b, squared_difference = (
        pairs[name].to_numpy()
        for name in (
            "n",
            "mean",
            "total_a",
            "total_b",
            "squares_a",
            "squares_b",
            "squared_difference",
        )
    )
    variance = np.maximum(squared_difference / n - mean**2, 0)
    is_clustered = (pairs["n_clusters"] < pairs["n_items"]).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        of_both = squares_a - total_a**2 / n + squares_b - total_b**2 / n
        unpaired = np.sqrt(np.maximum(of_both, 0) / (n * (n - 1)))
        independent = np.sqrt(variance / (n - 1))
        worth, df = weigh_clusters(clusters, confidence_level)
        worth = np.where(is_clustered, worth, n)
        df = np.where(is_clustered, df, np.inf)
        clustered = np.where(is_clustered, np.sqrt(variance / worth), independent)
    return _Errors(unpaired, independent, clustered, worth, df, is_clustered)


def _test_pairs(
    pairs: pl.DataFrame,
    differences: pl.DataFrame,
    errors: _Errors,
    is_tested: BoolArray,
    confidence_level: float,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the ends of intervals and p-values: of right and wrong answers, or of parts."""
    only_a, only_b = _discordant(pairs)
    df = np.where(is_tested, errors.df, np.inf)
    n = pairs["n"].to_numpy()
    low, high, p_value = binary_interval(only_b, only_a, n, confidence_level, errors.worth, df)
    graded = differences.partition_by(_PAIR, as_dict=True)
    for k in np.flatnonzero(is_tested & ~_is_binary(pairs)):
        rows = graded[pairs.select(_PAIR).row(int(k))]
        of_items = np.repeat(rows["difference"].to_numpy() / FULL_MARKS, rows["n_items"].to_numpy())
        worth, df_of_pair = float(errors.worth[k]), float(errors.df[k])
        interval = score_interval(of_items, confidence_level, None, worth, df_of_pair)
        low[k], high[k], p_value[k] = interval.low, interval.high, interval.p_value
    return low, high, p_value


def _is_binary(pairs: pl.DataFrame) -> BoolArray:
    """Return whether all answers of a pair are right or wrong: then squares are the scores."""
    is_whole_a = pairs["squares_a"] == pairs["total_a"]
    return (is_whole_a & (pairs["squares_b"] == pairs["total_b"])).to_numpy()


def _discordant(pairs: pl.DataFrame) -> tuple[FloatArray, FloatArray]:
    """Return how many items only a, and only b, has right."""
    squares, lead = pairs["squared_difference"], pairs["total_b"] - pairs["total_a"]
    return np.rint(((squares - lead) / 2).to_numpy()), np.rint(((squares + lead) / 2).to_numpy())


def _sum_pairs(sums: pl.DataFrame) -> tuple[pl.DataFrame, ClusterSums]:
    """Return a row per pair, with sums in full marks, and the sums over its clusters.

    Items without a cluster are one each, so that their row stands for as many clusters.
    """
    squares = pl.col("squares_a") + pl.col("squares_b") - 2 * pl.col("total_both")
    is_single = pl.col("cluster_id").is_null()
    rows = sums.sort([*_PAIR, "cluster_id"]).with_columns(
        difference=(pl.col("total_b") - pl.col("total_a")) / FULL_MARKS,
        squared_difference=squares / FULL_MARKS**2,
        n_clusters=pl.when(is_single).then("n_items").otherwise(1),
        sample=pl.struct(_PAIR).rle_id(),
    )
    pairs = rows.group_by(_PAIR, maintain_order=True).agg(
        pl.col("n_items", "n_clusters", "squared_difference").sum(),
        pl.col("total_a", "total_b").sum() / FULL_MARKS,
        pl.col("squares_a", "squares_b").sum() / FULL_MARKS**2,
        n=pl.col("n_items").sum().cast(pl.Float64),
        mean=pl.col("difference").sum() / pl.col("n_items").sum(),
    )
    clusters = rows["n_clusters"].to_numpy()
    return pairs, ClusterSums(
        sample=rows["sample"].to_numpy(),
        clusters=clusters.astype(float),
        size=rows["n_items"].to_numpy() / clusters,
        total=rows["difference"].to_numpy(),
        squares=rows["squared_difference"].to_numpy(),
    )
