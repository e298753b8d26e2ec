"""Cluster validity of the labels of evaluations in the space of their scores.

Five indices of a labelling, four of them against what shuffled labels would give. The labels
are shuffled among rows, so the p-values take rows as exchangeable; fine-tunes of one base are not,
and the indices themselves say more than their p-values do.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.clusters.halves import (
    HalfInterval,
    HalfIntervals,
    half_intervals,
    rand_of_tables,
)
from analysis_py.statistics.clusters.neighbours import nearest_neighbours, silhouettes
from analysis_py.statistics.clusters.permanova import between_squares, pseudo_f
from analysis_py.statistics.clusters.score_space import (
    ScoreSpace,
    cohorts_largest_first,
    score_space,
)
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
    settings = Settings(n_neighbours, n_permutations, seed, confidence_level)
    jobs = [
        (cohort_id, group, levels.filter(pl.col("cohort_id") == cohort_id), settings)
        for cohort_id, group in cohorts_largest_first(scores)
    ]
    of_cohorts = in_processes(_judge_cohort, jobs, "cohorts' labels judged", n_jobs)
    rows = to_frame(ValidityRow, (row for part in of_cohorts for row in part))
    return rows.sort("cohort_id", maintain_order=True)


@dataclass(frozen=True)
class Settings:
    """How labels are judged: neighbours of the purity, shuffles, and the level of intervals."""

    n_neighbours: int
    n_permutations: int
    seed: int
    confidence_level: float


@dataclass(frozen=True)
class _Labelling:
    """The levels of one factor in the rows of a space: -1 where a row has none that is tested."""

    factor: str
    assigned: pl.DataFrame
    names: list[str]
    labels: IntArray
    families: IntArray

    @property
    def is_tested(self) -> BoolArray:
        """Return which rows have a level that is tested."""
        return self.labels >= 0


@dataclass(frozen=True)
class Judgement:
    """The indices of a labelling, the purity of each row, and intervals; or why there are none."""

    indices: list[IndexRow]
    purity: FloatArray | None = None
    halves: HalfIntervals | None = None
    problem: str | None = None


def _judge_cohort(
    cohort_id: str, scores: pl.DataFrame, assigned: pl.DataFrame, settings: Settings
) -> list[ValidityRow]:
    space = score_space(scores)
    ids = pl.DataFrame({"evaluation_id": space.evaluation_ids}, schema={"evaluation_id": pl.String})
    factors = assigned["factor"].unique().sort().to_list()
    labellings = [_label(factor, ids, assigned) for factor in factors]
    silhouette = np.full((len(factors), space.n_obs), np.nan)
    if not space.problem and factors:
        silhouette = silhouettes(space.points, np.array([each.labels for each in labellings]))
    return [
        _judge_factor(cohort_id, space, labelling, values[labelling.is_tested], settings)
        for labelling, values in zip(labellings, silhouette, strict=True)
    ]


def _judge_factor(
    cohort_id: str,
    space: ScoreSpace,
    labelling: _Labelling,
    silhouette: FloatArray,
    settings: Settings,
) -> ValidityRow:
    """Judge the labels of one factor; ``silhouette`` is that of the rows with a tested level."""
    labels = labelling.labels[labelling.is_tested]
    families = np.unique(labelling.families[labelling.is_tested], return_inverse=True)[1]
    problem = space.problem or cannot_judge(labels)
    if problem:
        judged = Judgement([_no_index(name, problem) for name in INDICES], problem=problem)
    else:
        points = space.points[labelling.is_tested]
        stream = cohort_id, labelling.factor
        judged = judge_labels(points, labels, families, silhouette, settings, stream)
    return ValidityRow(
        cohort_id=cohort_id,
        factor=labelling.factor,
        benchmarks=space.benchmarks,
        n_obs=len(labels),
        n_left_out=space.n_left_out,
        n_dropped=labelling.assigned.height - len(labels) + space.n_incomplete,
        n_levels=len(labelling.names),
        n_families=len(np.unique(families)),
        n_neighbours=settings.n_neighbours,
        n_permutations=settings.n_permutations,
        seed=settings.seed,
        indices=judged.indices,
        levels=_describe_levels(labelling, labels, silhouette, judged),
    )


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
    silhouette: FloatArray,
    settings: Settings,
    stream: tuple[str, ...],
) -> Judgement:
    """Compare a labelling of rows of shape (n, m) with shuffles of itself."""
    rng = np.random.default_rng(bootstrap_seed(settings.seed, *stream))
    n_levels, k = int(labels.max()) + 1, settings.n_neighbours
    neighbours = nearest_neighbours(points, k) if len(labels) > k else None
    clusters = _k_means(points, n_levels, rng)
    centred = np.asfortranarray(points - points.mean(axis=0))
    total = float(np.sum(centred**2))

    def measure(labels: IntArray) -> tuple[float, float]:
        return (
            adjusted_rand(labels, clusters, n_levels),
            between_squares(centred, labels) / total,
        )

    shuffled = [rng.permutation(labels) for _ in range(settings.n_permutations)]
    null = np.array([measure(each) for each in shuffled]).reshape(-1, 2)
    halves = half_intervals(
        points,
        labels,
        families,
        clusters,
        neighbours,
        settings.confidence_level,
        np.random.default_rng(bootstrap_seed(settings.seed, *stream, "halves")),
    )
    rand, share = measure(labels)
    purity = None
    of_purity = _no_index("knn_purity", f"not more than {k} rows")
    if neighbours is not None:
        purity = (labels[neighbours] == labels[:, None]).mean(axis=1)
        of_purity = _index(
            "knn_purity", float(purity.mean()), _purities(shuffled, n_levels, neighbours)
        )
    indices = [
        _index("silhouette", float(silhouette.mean()), np.empty(0), halves.silhouette),
        of_purity,
        _index("adjusted_rand", rand, null[:, 0], halves.adjusted_rand),
        _index("permanova_r_squared", share, null[:, 1]),
        _f_index(share, null[:, 1], len(labels), n_levels),
    ]
    return Judgement(indices, purity, halves)


def _f_index(share: float, null: FloatArray, n: int, n_levels: int) -> IndexRow:
    """Return the pseudo-F of the share of squares between levels."""
    if n <= n_levels:
        return _no_index("permanova_f", "every row is a level")
    return _index("permanova_f", pseudo_f(share, n, n_levels), pseudo_f(null, n, n_levels))


def _k_means(points: FloatArray, n_clusters: int, rng: np.random.Generator) -> IntArray:
    """Return the cluster of each row."""
    # as in embedding.py, imported where no other thread can be at it
    from sklearn.cluster import KMeans

    with threadpool_limits(1):
        # random_state of scikit-learn is a number, so one is drawn
        state = int(rng.integers(2**31))
        return KMeans(n_clusters, n_init=10, random_state=state).fit_predict(points)


def adjusted_rand(a: NDArray[np.integer], b: NDArray[np.integer], n_levels: int) -> float:
    """Return the adjusted Rand index of two labellings (Hubert and Arabie 1985, equation 5)."""
    table = np.bincount(a * n_levels + b, minlength=n_levels * n_levels)
    return float(rand_of_tables(table.reshape(n_levels, n_levels)))


def _purities(labellings: list[IntArray], n_levels: int, neighbours: IntArray) -> FloatArray:
    """Return the share of neighbours that have a row's own level, of each labelling."""
    # levels of all labellings side by side, in bytes that hold a level and the number of neighbours
    n, k = neighbours.shape
    small = np.min_scalar_type(max(n_levels, k))
    levels = np.array(labellings, dtype=small).reshape(-1, n).T.copy()
    n_same = np.zeros(levels.shape, dtype=small)
    for nearest in neighbours.T:
        n_same += levels[nearest] == levels
    return np.asarray(n_same.sum(axis=0, dtype=np.int64) / neighbours.size)


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
    labelling: _Labelling, labels: IntArray, silhouette: FloatArray, judged: Judgement
) -> list[ClusterLevelRow]:
    """Return one row per level that went in."""
    return [
        _describe_level(level, labelling.names.index(level), labels, silhouette, judged)
        if level in labelling.names
        else _describe_untested(level, labelling.assigned)
        for level in labelling.assigned["level"].unique().sort().to_list()
    ]


def _describe_untested(level: str, assigned: pl.DataFrame) -> ClusterLevelRow:
    is_tested = assigned.filter(pl.col("level") == level)["is_tested"].any()
    status = "no complete rows" if is_tested else "not a level to compare"
    return with_nulls(ClusterLevelRow, level=level, n_obs=0, status=status)


def _describe_level(
    level: str, place: int, labels: IntArray, silhouette: FloatArray, judged: Judgement
) -> ClusterLevelRow:
    """Return a level's share of the indices that are means over rows."""
    members = labels == place
    n_obs = int(members.sum())
    status = judged.problem or "ok"
    row = with_nulls(ClusterLevelRow, level=level, n_obs=n_obs, status=status)
    if judged.halves is None:
        return row
    estimate, expected = float(silhouette[members].mean()), (n_obs - 1) / (len(labels) - 1)
    half = judged.halves.level_silhouette[place]
    row = replace(
        row,
        silhouette=estimate,
        expected_purity=expected,
        **_interval(estimate, half, "silhouette_"),
    )
    if judged.purity is None:
        return row
    purity = float(judged.purity[members].mean())
    half = judged.halves.level_purity[place]
    excess = _interval(purity - expected, half, "excess_purity_")
    return replace(row, knn_purity=purity, **excess)
