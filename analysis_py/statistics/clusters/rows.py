"""Rows of the tables of clusters and of pictures."""

from dataclasses import dataclass


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
    n_judged: int | None
    status: str


@dataclass(frozen=True, kw_only=True)
class ClusterLevelRow:
    """A level of a factor, with its share of the indices that are means over rows."""

    level: str
    n_obs: int
    n_judged: int | None
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


@dataclass(frozen=True, kw_only=True)
class PointRow:
    """An evaluation in the plane."""

    evaluation_id: str
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class EmbeddingRow:
    """The layout of a cohort; without points where its rows are too few."""

    cohort_id: str
    points: list[PointRow]
