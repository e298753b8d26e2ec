"""Cluster validity of the labels of evaluations in the space of their scores.

Five indices of a labelling, four of them against what shuffled labels would give. The labels
are shuffled among rows, so the p-values take rows as exchangeable; fine-tunes of one base are not,
and the indices themselves say more than their p-values do.
"""

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.clusters.halves import (
    HalfInterval,
    HalfIntervals,
    half_intervals,
    rand_of_table,
)
from analysis_py.statistics.clusters.neighbours import nearest_neighbours, silhouettes
from analysis_py.statistics.clusters.permanova import between_squares, pseudo_f
from analysis_py.statistics.clusters.score_space import cohorts_largest_first, score_space
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.numerics.tolerances import ROUNDING
from analysis_py.statistics.rows import to_frame, with_nulls

INDICES = ("silhouette", "knn_purity", "adjusted_rand", "permanova_r_squared", "permanova_f")


@dataclass(frozen=True, kw_only=True)
class IndexRow:
    """An index of a labelling, beside what shuffled labels give."""

    index_name: str
    estimate: float | None
    null_mean: float | None
    null_std_dev: float | None
    p_value: float | None
    ci_low: float | None
    ci_high: float | None
    type1_error: float | None
    status: str


@dataclass(frozen=True, kw_only=True)
class ClusterLevelRow:
    """A level of a factor, with its share of the indices that are means over rows."""

    level: str
    n_obs: int
    silhouette: float | None
    silhouette_ci_low: float | None
    silhouette_ci_high: float | None
    silhouette_type1_error: float | None
    knn_purity: float | None
    expected_purity: float | None
    excess_purity_ci_low: float | None
    excess_purity_ci_high: float | None
    excess_purity_type1_error: float | None
    status: str


@dataclass(frozen=True, kw_only=True)
class ValidityRow:
    """The labels of a factor judged as a clustering of a cohort's scores."""

    cohort_id: str
    factor: str
    benchmarks: list[str]
    n_obs: int
    n_left_out: int
    n_dropped: int
    n_levels: int
    n_families: int
    n_neighbours: int
    n_permutations: int
    seed: int
    indices: list[IndexRow]
    levels: list[ClusterLevelRow]


def fit_cluster_validity(
    scores: pl.DataFrame,
    levels: pl.DataFrame,
    n_neighbours: int = 15,
    n_permutations: int = 499,
    seed: int = 0,
    confidence_level: float = 0.95,
    n_jobs: int | None = None,
) -> pl.DataFrame:
    """Judge every factor of every cohort as a clustering of the cohort's scores.

    Parameters
    ----------
    scores : polars.DataFrame
        ``cohort_id`` and what :func:`~analysis_py.statistics.clusters.score_space.score_space`
        reads.
    levels : polars.DataFrame
        ``cohort_id, evaluation_id, factor, level, is_tested, base_family``, of a sample where the
        scores are of one; an untested level is left out, and an unknown family is one by itself.
    n_neighbours : int
        Of the purity.
    n_permutations : int
        Shuffles of the labels; the smallest p-value is 1 / (n_permutations + 1).
    confidence_level : float
        Of the intervals from halves of the base families.
    n_jobs : int, optional
        Processes among which the cohorts are shared.

    Returns
    -------
    polars.DataFrame
        One row per cohort and factor. ``indices`` has a row for each of :data:`INDICES`, with its
        ``estimate``, the mean and standard deviation that shuffled labels give it, and
        ``p_value``. ``levels`` has every level that went in, tested or not, with its share of
        both indices that are means over rows. Of a very large cohort ``n_left_out`` rows are not
        looked at at all.
    """
    jobs = [
        (
            *(cohort_id, group),
            levels.filter(pl.col("cohort_id") == cohort_id),
            *(n_neighbours, n_permutations, seed, confidence_level),
        )
        for cohort_id, group in cohorts_largest_first(scores)
    ]
    parts = in_processes(_judge_cohort, jobs, "cohorts' labels judged", n_jobs)
    rows = to_frame(ValidityRow, (row for part in parts for row in part))
    return rows.sort("cohort_id", maintain_order=True)


@dataclass(frozen=True)
class _Labelling:
    """The levels of one factor in the rows of a space: -1 where a row has none that is tested."""

    factor: str
    assigned: pl.DataFrame
    names: list[str]
    labels: IntArray
    families: IntArray


def _judge_cohort(
    cohort_id: str,
    scores: pl.DataFrame,
    assigned: pl.DataFrame,
    n_neighbours: int,
    n_permutations: int,
    seed: int,
    confidence_level: float,
) -> list[ValidityRow]:
    space = score_space(scores)
    ids = pl.DataFrame({"evaluation_id": space.evaluation_ids}, schema={"evaluation_id": pl.String})
    factors = assigned["factor"].unique().sort().to_list()
    labellings = [_label(factor, ids, assigned) for factor in factors]
    silhouette = np.full((len(factors), space.n_obs), np.nan)
    if not space.problem and factors:
        silhouette = silhouettes(space.points, np.array([each.labels for each in labellings]))
    rows = []
    for labelling, values in zip(labellings, silhouette, strict=True):
        inside = labelling.labels >= 0
        labels = labelling.labels[inside]
        families = np.unique(labelling.families[inside], return_inverse=True)[1]
        problem = space.problem or cannot_judge(labels)
        purity = halves = None
        if problem:
            indices = [_no_index(name, problem) for name in INDICES]
        else:
            name = cohort_id, labelling.factor
            rng = np.random.default_rng(bootstrap_seed(seed, *name))
            streams = rng, np.random.default_rng(bootstrap_seed(seed, *name, "halves"))
            drawn = n_neighbours, n_permutations, confidence_level
            points = space.points[inside]
            indices, purity, halves = judge_labels(points, labels, families, *drawn, streams)
            mean = float(values[inside].mean())
            indices.insert(0, _index("silhouette", mean, np.empty(0), halves.silhouette))
        levels = _describe_levels(
            labelling.assigned, labelling.names, labels, values[inside], purity, halves, problem
        )
        rows.append(
            ValidityRow(
                cohort_id=cohort_id,
                factor=labelling.factor,
                benchmarks=space.benchmarks,
                n_obs=len(labels),
                n_left_out=space.n_left_out,
                n_dropped=labelling.assigned.height - len(labels) + space.n_incomplete,
                n_levels=len(labelling.names),
                n_families=len(np.unique(families)),
                n_neighbours=n_neighbours,
                n_permutations=n_permutations,
                seed=seed,
                indices=indices,
                levels=levels,
            )
        )
    return rows


def _label(factor: str, ids: pl.DataFrame, assigned: pl.DataFrame) -> _Labelling:
    part = assigned.filter(pl.col("factor") == factor)
    placed = ids.join(part, on="evaluation_id", how="left", maintain_order="left")
    names = placed.filter(pl.col("is_tested"))["level"].unique().sort().to_list()
    codes = {name: code for code, name in enumerate(names)}
    labels = np.array([codes.get(level, -1) for level in placed["level"]], dtype=np.int64)
    unknown = pl.concat_str(pl.lit("evaluation "), "evaluation_id")
    family = placed.select(pl.col("base_family").fill_null(unknown).rank("dense")).to_series()
    return _Labelling(factor, part, names, labels, family.to_numpy().astype(np.int64))


def cannot_judge(labels: IntArray) -> str | None:
    """Return why a labelling cannot be judged as a clustering, or None."""
    size = np.bincount(labels) if len(labels) else np.array([], dtype=int)
    if len(size) < 2:
        return "one level only" if len(size) else "no observations"
    if size.max() < 2:
        return "no level has two rows"
    return None


def judge_labels(
    points: FloatArray,
    labels: IntArray,
    families: IntArray,
    n_neighbours: int,
    n_permutations: int,
    confidence_level: float,
    streams: tuple[np.random.Generator, np.random.Generator],
) -> tuple[list[IndexRow], FloatArray | None, HalfIntervals]:
    """Compare a labelling with shuffles of itself."""
    rng, of_halves = streams
    # as in embedding.py, imported where no other thread can be at it
    from sklearn.cluster import KMeans

    n, n_levels = len(labels), int(labels.max()) + 1
    neighbours = nearest_neighbours(points, n_neighbours) if n > n_neighbours else None
    with threadpool_limits(1):
        # random_state of scikit-learn is a number, so one is drawn
        state = int(rng.integers(2**31))
        clusters = KMeans(n_levels, n_init=10, random_state=state).fit_predict(points)
    centred = np.asfortranarray(points - points.mean(axis=0))
    total = float(np.sum(centred**2))
    null = np.empty((n_permutations, 3))
    for draw in range(n_permutations):
        shuffled = rng.permutation(labels)
        null[draw] = (
            np.nan if neighbours is None else _purity(shuffled, neighbours),
            adjusted_rand(shuffled, clusters, n_levels),
            between_squares(centred, shuffled) / total,
        )
    halves = half_intervals(
        points, labels, families, clusters, neighbours, confidence_level, of_halves
    )
    purity = None
    indices = []
    if neighbours is None:
        indices.append(_no_index("knn_purity", f"not more than {n_neighbours} rows"))
    else:
        purity = (labels[neighbours] == labels[:, None]).mean(axis=1)
        indices.append(_index("knn_purity", float(purity.mean()), null[:, 0]))
    rand = adjusted_rand(labels, clusters, n_levels)
    indices.append(_index("adjusted_rand", rand, null[:, 1], halves.adjusted_rand))
    share = between_squares(centred, labels) / total
    indices.append(_index("permanova_r_squared", share, null[:, 2]))
    if n > n_levels:
        statistic = pseudo_f(share, n, n_levels)
        indices.append(_index("permanova_f", statistic, pseudo_f(null[:, 2], n, n_levels)))
    else:
        indices.append(_no_index("permanova_f", "every row is a level"))
    return indices, purity, halves


def adjusted_rand(a: NDArray[np.integer], b: NDArray[np.integer], n_levels: int) -> float:
    """Return the adjusted Rand index of two labellings (Hubert and Arabie 1985, equation 5)."""
    table = np.bincount(a * n_levels + b, minlength=n_levels * n_levels)
    return rand_of_table(table.reshape(n_levels, n_levels))


def _purity(labels: IntArray, neighbours: IntArray) -> float:
    small = labels.astype(np.int8)
    return np.count_nonzero(small[neighbours] == small[:, None]) / neighbours.size


def _index(
    name: str, estimate: float, null: FloatArray, half: HalfInterval | None = None
) -> IndexRow:
    """Return an index beside its values for shuffled labels, if any."""
    row = with_nulls(IndexRow, index_name=name, estimate=estimate, status="ok")
    row = replace(row, **_interval(estimate, half))
    if not len(null):
        return row
    # equal up to rounding counts as at least as large, which keeps the test valid
    as_large = int(np.count_nonzero(null >= estimate - ROUNDING * abs(estimate)))
    return replace(
        row,
        null_mean=float(null.mean()),
        null_std_dev=float(null.std(ddof=1)),
        p_value=(1 + as_large) / (1 + len(null)),
    )


def _interval(estimate: float, half: HalfInterval | None, of: str = "") -> dict[str, Any]:
    if half is None:
        return {}
    return {
        f"{of}ci_low": estimate - half.margin,
        f"{of}ci_high": estimate + half.margin,
        f"{of}type1_error": half.type1_error,
    }


def _no_index(name: str, status: str) -> IndexRow:
    return with_nulls(IndexRow, index_name=name, status=status)


def _describe_levels(
    part: pl.DataFrame,
    names: list[str],
    labels: IntArray,
    silhouette: FloatArray,
    purity: FloatArray | None,
    halves: HalfIntervals | None,
    problem: str | None,
) -> list[ClusterLevelRow]:
    """Return one row per level that went in."""
    rows = []
    for level in part["level"].unique().sort().to_list():
        row = with_nulls(ClusterLevelRow, level=level, n_obs=0, status=problem or "ok")
        if level not in names:
            tested = part.filter(pl.col("level") == level)["is_tested"].any()
            status = "no complete rows" if tested else "not a level to compare"
            rows.append(replace(row, status=status))
            continue
        members = labels == names.index(level)
        row = replace(row, n_obs=int(members.sum()))
        if not problem:
            row = replace(
                row,
                silhouette=float(silhouette[members].mean()),
                knn_purity=None if purity is None else float(purity[members].mean()),
                expected_purity=(row.n_obs - 1) / (len(labels) - 1),
            )
            level_index = names.index(level)
            if halves is not None and row.silhouette is not None:
                half = halves.level_silhouette[level_index]
                row = replace(row, **_interval(row.silhouette, half, "silhouette_"))
            if halves is not None and row.knn_purity is not None:
                excess = row.knn_purity - cast(float, row.expected_purity)
                half = halves.level_purity[level_index]
                row = replace(row, **_interval(excess, half, "excess_purity_"))
        rows.append(row)
    return rows
