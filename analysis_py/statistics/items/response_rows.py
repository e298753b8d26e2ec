"""Rows of what response theory says of a benchmark and its items."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SuspectRow:
    """The evidence against one item."""

    benchmark_id: str
    item_key: int
    n_evaluations: int
    n_clusters: int
    share_right: float
    share_right_able: float | None
    item_rest: float | None
    log_bayes_factor: float | None
    p_bad: float | None
    fdr: float | None
    falls_p_value: float | None
    falls_p_adjusted: float | None
    place: int | None
    status: str


@dataclass(frozen=True, kw_only=True)
class QualityRow:
    """The suspect items of one benchmark, and what changes without them."""

    benchmark_id: str
    n_items: int
    n_unsolved: int
    n_evaluations: int
    n_clusters: int
    share_bad: float | None
    n_suspects: int | None
    n_suspects_null: int | None
    is_calibrated: bool | None
    evaluation_id: str | None
    score_all_pct: float | None
    score_without_pct: float | None
    rank_correlation_without: float | None
    largest_rank_move: int | None
    seed: int
    status: str
