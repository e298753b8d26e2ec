"""One evaluation among the models of a cohort: percentiles, and distance from the size curve."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.numbering import number_labels
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.numerics.tolerances import SAME_LOG_SIZE
from analysis_py.statistics.positions.curve import is_within_sizes
from analysis_py.statistics.positions.intervals import (
    FEWEST_FAMILIES,
    Evaluations,
    Prediction,
    predict_new_families,
)
from analysis_py.statistics.rows import validate_frame

#: The narrower of the two intervals that are given.
SECOND_LEVEL = 0.90
#: Sizes within this factor of each other count as similar.
FACTOR = 1.5
#: The status of an evaluation without a size.
UNSIZED = "size not known"
#: The status of an evaluation that is smaller or larger than every model of the cohort.
BEYOND = "size beyond those of the cohort"
#: Scores of this share of evaluations lie below the top tenth.
_BEST_SHARE = 0.9
_N_CURVE = 400


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """One evaluation among its peers.

    Scores and ends of intervals are in percent, sizes in billions; ``n_`` are counts of peers.
    """

    evaluation_id: str
    score_pct: float
    expected_pct: float | None
    predicted_low: float | None
    predicted_high: float | None
    predicted_low_90: float | None
    predicted_high_90: float | None
    residual_in_sd: float | None
    expected_of_type_pct: float | None
    size_equivalent_b: float | None
    percentile_near_size: float | None
    n_near_size: int
    percentile_same_type: float | None
    n_same_type: int
    gap_to_top_tenth_pct: float
    place_status: str


@dataclass(frozen=True)
class Peers:
    """The evaluations of a cohort on one benchmark, and the curve of their scores over size.

    ``sized`` are those of known size, ``folds`` is the seed of the folds of base families, and
    ``curve`` is None where ``status`` says why there is none.
    """

    rows: pl.DataFrame
    sized: Evaluations
    folds: list[int]
    levels: tuple[float, float]
    curve: Prediction | None
    status: str

    @property
    def n_families(self) -> int:
        """Number of base families of known size."""
        return len(np.unique(self.sized.families))


def fit_peers(
    rows: pl.DataFrame, cohort_id: str, benchmark_id: str, confidence_level: float, seed: int
) -> Peers:
    """Fit the curve of a benchmark of a cohort.

    Parameters
    ----------
    rows : polars.DataFrame
        One row per evaluation in the order of ``evaluation_id``: ``score_pct``,
        ``log_parameters_b`` (null where the size is unknown), ``training_type`` and
        ``base_family``.
    confidence_level : float
        Of the wider intervals; the narrower have :data:`SECOND_LEVEL`.
    seed : int
        Of the folds of base families.
    """
    known = rows.drop_nulls("log_parameters_b")
    log_size, score = (known[name].to_numpy() for name in ("log_parameters_b", "score_pct"))
    names, families = number_labels(known["base_family"])
    no_dates = np.full(len(score), np.nan)
    sized = Evaluations(log_size, score, families, families, np.zeros_like(families), no_dates)
    levels, folds = (SECOND_LEVEL, confidence_level), bootstrap_seed(seed, cohort_id, benchmark_id)
    curve, status = None, "ok"
    if len(names) < FEWEST_FAMILIES:
        status = f"only {len(names)} base families of known size, {FEWEST_FAMILIES} are needed"
    elif len(np.unique(log_size)) < 2:
        status = "all of one size"
    else:
        curve = predict_new_families(sized, levels, folds)
    return Peers(rows, sized, folds, levels, curve, status)


def place(peers: Peers, placed: pl.DataFrame, *, is_among_peers: bool = False) -> pl.DataFrame:
    """Place evaluations among the peers of a cohort, of whom none is a peer of its own."""
    score = placed["score_pct"].to_numpy()
    log_size = placed["log_parameters_b"].fill_null(np.nan).to_numpy()
    known, n_own = peers.rows["score_pct"].to_numpy(), int(is_among_peers)
    near, n_near = share_below_of_like_size(
        log_size, score, peers.sized.log_size, peers.sized.score, n_own
    )
    same, n_same = share_below_of_like_type(
        placed["training_type"], score, peers.rows["training_type"], known, n_own
    )
    columns = {
        "percentile_near_size": 100 * near,
        "percentile_same_type": 100 * same,
        "gap_to_top_tenth_pct": np.quantile(known, _BEST_SHARE) - score,
    }
    seen = np.zeros(len(score), dtype=bool)
    if peers.curve is not None:
        seen = is_within_sizes(log_size, peers.sized.log_size)
    is_beyond = ~seen & (peers.curve is not None)
    status = np.select([np.isnan(log_size), is_beyond], [UNSIZED, BEYOND], peers.status)
    for name, values in _read_curve(peers, log_size[seen], score[seen]).items():
        columns[name] = np.full(len(score), np.nan)
        columns[name][seen] = values
    frame = placed.select("evaluation_id", "score_pct").with_columns(
        **{name: pl.Series(values).fill_nan(None) for name, values in columns.items()},
        expected_of_type_pct=pl.lit(None, pl.Float64),
        n_near_size=pl.Series(n_near),
        n_same_type=pl.Series(n_same),
        place_status=pl.Series(status.tolist(), dtype=pl.String),
    )
    return validate_frame(PlaceRow, frame)


def _read_curve(peers: Peers, log_size: FloatArray, score: FloatArray) -> dict[str, FloatArray]:
    """Return what the curve says of evaluations within its sizes, by column."""
    names = (
        "expected_pct",
        "predicted_low",
        "predicted_high",
        "predicted_low_90",
        "predicted_high_90",
        "residual_in_sd",
        "size_equivalent_b",
    )
    if peers.curve is None:
        return dict.fromkeys(names, np.empty(0))
    # many evaluations share one size
    sizes, at = np.unique(log_size, return_inverse=True)
    of_all = np.zeros(len(sizes), dtype=np.int64)
    expected = peers.curve.curve.at(sizes, of_all)
    (low_90, high_90), (low, high) = (
        peers.curve.interval(peers.curve.level(level), sizes, of_all) for level in peers.levels
    )
    residual = (score - expected[at]) / peers.curve.std_dev(sizes)[at]
    by_size = (values[at] for values in (expected, low, high, low_90, high_90))
    equivalent = _equivalent_size(peers.curve, peers.sized.log_size, score)
    return dict(zip(names, (*by_size, residual, equivalent), strict=True))


def _equivalent_size(curve: Prediction, log_size: FloatArray, score: FloatArray) -> FloatArray:
    """Return the smallest size, in billions, at which the curve reaches each score.

    NaN where it begins above the score or never gets there.
    """
    grid = np.linspace(log_size.min(), log_size.max(), _N_CURVE)
    highest = np.maximum.accumulate(curve.curve.at(grid, np.zeros(len(grid), dtype=np.int64)))
    at = np.searchsorted(highest, score)
    inside = (score >= highest[0]) & (at < len(grid))
    return np.where(inside, np.exp(grid[np.minimum(at, len(grid) - 1)]), np.nan)


def share_below(score: FloatArray, peers: FloatArray, n_own: int = 0) -> FloatArray:
    """Return the share of peers that each score is above; ties count half."""
    n_peers = len(peers) - n_own
    if n_peers <= 0:
        return np.full(len(score), np.nan)
    ordered = np.sort(peers)
    below = np.searchsorted(ordered, score, side="left")
    not_above = np.searchsorted(ordered, score, side="right")
    return np.asarray((below + not_above - n_own) / 2 / n_peers)


def share_below_of_like_size(
    log_size: FloatArray,
    score: FloatArray,
    peer_log_size: FloatArray,
    peer_score: FloatArray,
    n_own: int = 0,
) -> tuple[FloatArray, IntArray]:
    """Return the share of peers within :data:`FACTOR` in size that each score is above."""
    share, n_peers = np.full(len(score), np.nan), np.zeros(len(score), dtype=np.int64)
    order = np.argsort(peer_log_size, kind="stable")
    peer_log_size = peer_log_size[order]
    distinct, rank = np.unique(np.concatenate([score, peer_score]), return_inverse=True)
    rank, peer_rank = rank[: len(score)], rank[len(score) :][order]
    reach = np.log(FACTOR) + SAME_LOG_SIZE
    # sizes are few and repeat, however many evaluations there are
    for size in np.unique(log_size[~np.isnan(log_size)]):
        is_of_size = log_size == size
        first, last = np.searchsorted(peer_log_size, [size - reach, size + reach])
        n_peers[is_of_size] = last - first - n_own
        if last - first > n_own:
            tied = np.bincount(peer_rank[first:last], minlength=len(distinct))
            twice = 2 * np.cumsum(tied) - tied - n_own
            share[is_of_size] = twice[rank[is_of_size]] / 2 / (last - first - n_own)
    return share, n_peers


def share_below_of_like_type(
    types: pl.Series,
    score: FloatArray,
    peer_types: pl.Series,
    peer_score: FloatArray,
    n_own: int = 0,
) -> tuple[FloatArray, IntArray]:
    """Return the same of peers of the same training type; a type that is null is like none."""
    share, n_peers = np.full(len(score), np.nan), np.zeros(len(score), dtype=np.int64)
    for name in types.drop_nulls().unique():
        is_of_type, like = (
            (column == name).fill_null(False).to_numpy() for column in (types, peer_types)
        )
        share[is_of_type] = share_below(score[is_of_type], peer_score[like], n_own)
        n_peers[is_of_type] = like.sum() - n_own
    return share, n_peers
