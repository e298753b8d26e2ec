"""What tuned models gain and lose against their bases, question by question.

A base model and a model tuned from it answer the same items. The makers of the bases are the
independent units: tunes of one maker correlate, so each maker counts once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special, stats

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.agreement import agree_in_halves
from analysis_py.statistics.items.panel import Panel, iter_panels, sum_by
from analysis_py.statistics.numerics.contrast_tests import holm_column, significance_level
from analysis_py.statistics.rows import to_frame, validate_frame

#: Fewer makers make no error.
FEWEST_MAKERS = 5


@dataclass(frozen=True, kw_only=True)
class TuningRow:
    """What tuning changes on a part of the items of a benchmark."""

    benchmark_id: str
    aspect: str
    label: str
    status: str
    n_items: int
    n_pairs: int
    n_makers: int
    n_better: int
    n_worse: int
    base_pct: float
    gained: float
    lost: float
    net: float
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    p_adjusted: float | None
    against_mean: float | None
    against_mean_std_error: float | None
    against_mean_p_adjusted: float | None
    agreement_r: float | None
    agreement_low: float | None
    agreement_high: float | None


def fit_item_tuning(
    answers: pl.DataFrame,
    items: pl.DataFrame,
    pairs: pl.DataFrame,
    described: pl.DataFrame,
    confidence_level: float,
) -> pl.DataFrame:
    """Compare tuned models with their bases on every benchmark, its parts and kinds of items.

    Parameters
    ----------
    answers, items : polars.DataFrame
        As :func:`~analysis_py.statistics.items.panel.iter_panels` takes them.
    pairs : polars.DataFrame
        One row per benchmark and pair, as ``int_item_tuned_pairs`` has them.
    described : polars.DataFrame
        ``benchmark_id``, ``item_key``, ``part`` and ``kinds``, which are parted by semicolons.
    confidence_level : float
        Of each interval, and of all pairs of a row together.

    Returns
    -------
    polars.DataFrame
        Rows of ``stat_item_tuning``. p-values are adjusted by Holm's method over the parts, and
        over the kinds, of a benchmark.
    """
    frames = [to_frame(TuningRow, [])]
    for panel in iter_panels(answers, items):
        of_benchmark = pl.col("benchmark_id") == panel.benchmark_id
        of_pair = pairs.filter(of_benchmark).sort("tuned_evaluation_id")
        if of_pair.height:
            groups = list(iter_groups(panel.items, described.filter(of_benchmark)))
            frames.append(_compare(panel, of_pair, groups, confidence_level))
    level = significance_level(confidence_level)
    return pl.concat(frames).with_columns(
        is_significant=pl.col("p_adjusted") < level,
        differs_from_mean=pl.col("against_mean_p_adjusted") < level,
    )


def iter_groups(items: IntArray, described: pl.DataFrame) -> Iterator[tuple[str, str, IntArray]]:
    """Yield aspect, label and places of the items: of all, of each part and of each kind."""
    yield "benchmark", "all", np.arange(len(items))
    places = pl.DataFrame({"item_key": items, "place": np.arange(len(items))})
    placed = described.join(places, on="item_key")
    lists = {"part": pl.concat_list("part"), "kind": pl.col("kinds").str.split(";")}
    for aspect, labels in lists.items():
        labelled = placed.select("place", label=labels).explode("label").drop_nulls().unique()
        by_label = labelled.sort("label", "place").group_by("label", maintain_order=True)
        for (label,), rows in by_label:
            yield aspect, str(label), rows["place"].to_numpy()


def mean_by_maker(
    values: FloatArray, makers: IntArray, confidence_level: float
) -> dict[str, FloatArray]:
    """Return the means of the makers' means with Student's tests, each of shape (k,).

    ``values`` has the shape (n_pairs, k), and ``makers`` the number of the maker of each base, from
    0. The tests are NaN where makers are fewer than :data:`FEWEST_MAKERS` or do not differ.
    """
    means = sum_by(values, makers) / np.bincount(makers)[:, None]
    n, net = len(means), means.mean(0)
    error = means.std(0, ddof=1) / np.sqrt(n) if n >= FEWEST_MAKERS else np.zeros(len(net))
    # equal means leave rounding
    error = np.where(error > 1e-9, error, np.nan)
    half = special.stdtrit(n - 1, (1 + confidence_level) / 2) * error
    p = 2 * special.stdtr(n - 1, -np.abs(net / error))
    return {
        "net": net,
        "std_error": error,
        "ci_low": net - half,
        "ci_high": net + half,
        "p_value": p,
    }


def count_sure(change: FloatArray, clusters: IntArray, level: float) -> tuple[int, int]:
    """Return how many pairs are surely better and surely worse after tuning.

    By the exact sign test of the changes of clusters, which is McNemar's (1947) where items stand
    alone and are right or wrong, at Bonferroni's share of the level. ``change`` has the shape
    (n_pairs, m).
    """
    numbers = np.unique(clusters, return_inverse=True)[1]
    # parts of full marks leave rounding
    totals = np.rint(sum_by(change.T, numbers).T * 1e6)
    gained, lost = (totals > 0).sum(1), (totals < 0).sum(1)
    p = 2 * stats.binom.cdf(np.minimum(gained, lost), gained + lost, 0.5)
    is_sure = p < level / len(change)
    return int((is_sure & (gained > lost)).sum()), int((is_sure & (lost > gained)).sum())


def _compare(
    panel: Panel,
    pairs: pl.DataFrame,
    groups: list[tuple[str, str, IntArray]],
    level: float,
) -> pl.DataFrame:
    """Return the rows of one benchmark."""
    place = {evaluation: i for i, evaluation in enumerate(panel.evaluations)}
    base, tuned = (
        panel.answers[[place[each] for each in pairs[name]]]
        for name in ("base_evaluation_id", "tuned_evaluation_id")
    )
    makers = pairs["maker"].rank("dense").to_numpy().astype(np.int64) - 1
    n_makers = int(makers.max()) + 1
    measured = _measure_groups(panel, groups, base, tuned, makers, level)
    agreed = _agreement(panel, tuned - base, makers, level)
    is_whole = pl.col("aspect") == "benchmark"
    is_few = n_makers < FEWEST_MAKERS
    reason = f"fewer than {FEWEST_MAKERS} makers of bases" if is_few else "makers do not differ"
    frame = measured.with_columns(
        benchmark_id=pl.lit(panel.benchmark_id),
        n_pairs=pl.lit(len(base), pl.Int64),
        n_makers=pl.lit(n_makers, pl.Int64),
        against_mean=pl.when(~is_whole).then("against_mean"),
        p_adjusted=holm_column("p_value").over("aspect"),
        against_mean_p_adjusted=holm_column("against_mean_p").over("aspect"),
        status=pl.when(pl.col("std_error").is_null()).then(pl.lit(reason)).otherwise(pl.lit("ok")),
        **{name: pl.when(is_whole).then(value) for name, value in agreed.items()},
    )
    return validate_frame(TuningRow, frame.drop("against_mean_p").fill_nan(None))


def _measure_groups(
    panel: Panel,
    groups: list[tuple[str, str, IntArray]],
    base: FloatArray,
    tuned: FloatArray,
    makers: IntArray,
    level: float,
) -> pl.DataFrame:
    """Return the change of each group of items; the answers have the shape (n_pairs, n_items)."""
    change = tuned - base
    clusters = np.arange(len(panel.items)) if panel.clusters is None else panel.clusters
    shares = np.zeros((len(panel.items), len(groups)))
    for i, (_, _, places) in enumerate(groups):
        shares[places, i] = 100 / len(places)
    net = change @ shares
    test = mean_by_maker(net, makers, level)
    against = mean_by_maker(net - net[:, :1], makers, level)
    sure = [count_sure(change[:, i], clusters[i], significance_level(level)) for _, _, i in groups]
    return pl.DataFrame(
        {
            "aspect": [aspect for aspect, _, _ in groups],
            "label": [label for _, label, _ in groups],
            "n_items": [len(places) for _, _, places in groups],
            "base_pct": (base @ shares).mean(0),
            "gained": (np.maximum(change, 0) @ shares).mean(0),
            "lost": (np.maximum(-change, 0) @ shares).mean(0),
            **test,
            "against_mean": against["net"],
            "against_mean_std_error": against["std_error"],
            "against_mean_p": against["p_value"],
            "n_better": [better for better, _ in sure],
            "n_worse": [worse for _, worse in sure],
        }
    ).fill_nan(None)


def _agreement(
    panel: Panel, change: FloatArray, makers: IntArray, level: float
) -> dict[str, float]:
    """Return how far halves of the makers agree on what changes; NaN with too few makers."""
    names = ("agreement_r", "agreement_low", "agreement_high")
    if makers.max() + 1 < FEWEST_MAKERS:
        return dict.fromkeys(names, np.nan)
    clusters = np.arange(len(panel.items)) if panel.clusters is None else panel.clusters
    of_makers = sum_by(change, makers) / np.bincount(makers)[:, None]
    agreed = agree_in_halves(of_makers, panel.answers.mean(0), clusters, level)
    return dict(zip(names, agreed, strict=True))
