"""Response theory as a diagnostic of benchmarks: suspect items, and what changes without them."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.items.panel import Panel, iter_panels
from analysis_py.statistics.items.response import fit_hierarchical
from analysis_py.statistics.items.suspects import (
    Suspicion,
    able_share,
    count_under_null,
    falling_tests,
    item_rest_correlations,
    judge_items,
)
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import schema_of, to_frame, validate_frame, with_nulls

FEWEST_EVALUATIONS = 10
FEWEST_ITEMS = 5


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


_ROWS = {"suspects": SuspectRow, "quality": QualityRow}


def fit_item_response(
    answers: pl.DataFrame, items: pl.DataFrame, fdr: float, seed: int
) -> pl.DataFrame:
    """Return what response theory says of every panel.

    Parameters
    ----------
    answers, items : polars.DataFrame
        As :func:`~analysis_py.statistics.items.panel.iter_panels` takes them.
    fdr : float
        Expected share of sound items among those that are flagged.
    seed : int
        Of the simulated benchmark without a suspect item.

    Returns
    -------
    polars.DataFrame
        One row per benchmark: ``benchmark_id``, and lists ``suspects`` of :class:`SuspectRow` and
        ``quality`` of :class:`QualityRow`.
    """
    types = {name: pl.List(pl.Struct(schema_of(row))) for name, row in _ROWS.items()}
    found: dict[str, list[object]] = {"benchmark_id": [], **{name: [] for name in _ROWS}}
    for panel in iter_panels(answers, items):
        found["benchmark_id"].append(panel.benchmark_id)
        for name, frame in _describe(panel, fdr, seed).items():
            found[name].append(frame.to_struct(name))
    return pl.DataFrame({**found}, schema={"benchmark_id": pl.String(), **types})


def _cannot_fit(panel: Panel) -> str | None:
    n, m = panel.answers.shape
    if n < FEWEST_EVALUATIONS:
        return f"fewer than {FEWEST_EVALUATIONS} evaluations"
    if m < FEWEST_ITEMS:
        return f"fewer than {FEWEST_ITEMS} items"
    if not panel.is_binary:
        return "scores are not 0 or 1"
    return "all evaluations have one score" if np.ptp(panel.answers.sum(1)) == 0 else None


def _describe(panel: Panel, fdr: float, seed: int) -> dict[str, pl.DataFrame]:
    if problem := _cannot_fit(panel):
        return _without_fit(panel, problem, seed)
    n, m = panel.answers.shape
    fitted = fit_hierarchical(panel.answers)
    suspicion = judge_items(panel.answers, fitted.ability, fitted.prior)
    rng = np.random.default_rng(bootstrap_seed(seed, panel.benchmark_id, "null"))
    n_null = count_under_null(n, m, fitted.prior, fdr, rng)
    return {
        "suspects": _suspects(panel, suspicion),
        "quality": to_frame(QualityRow, [_quality(panel, suspicion, n_null, fdr, seed)]),
    }


def _without_fit(panel: Panel, problem: str, seed: int) -> dict[str, pl.DataFrame]:
    n, m = panel.answers.shape
    of_all = {"benchmark_id": panel.benchmark_id, "status": problem}
    size = {"n_evaluations": n, "n_clusters": panel.n_families}
    share = panel.answers.mean(0)
    n_unsolved = int((share == 0).sum())
    rows: dict[str, list[object]] = {
        "suspects": [
            with_nulls(SuspectRow, item_key=int(key), share_right=float(right), **of_all, **size)
            for key, right in zip(panel.items, share, strict=True)
        ],
        "quality": [
            with_nulls(QualityRow, n_items=m, n_unsolved=n_unsolved, seed=seed, **of_all, **size)
        ],
    }
    return {name: to_frame(_ROWS[name], each) for name, each in rows.items()}


def _suspects(panel: Panel, suspicion: Suspicion) -> pl.DataFrame:
    n = len(panel.answers)
    falls, falls_adjusted = falling_tests(panel.answers, panel.families)
    frame = pl.DataFrame(
        {
            "item_key": panel.items,
            "share_right": panel.answers.mean(0),
            "share_right_able": able_share(panel.answers),
            "item_rest": item_rest_correlations(panel.answers),
            "log_bayes_factor": suspicion.log_bayes_factor,
            "p_bad": suspicion.p_bad,
            "fdr": suspicion.fdr,
            "falls_p_value": falls,
            "falls_p_adjusted": falls_adjusted,
            "place": suspicion.place,
        }
    ).fill_nan(None)
    of_all = {"n_evaluations": n, "n_clusters": panel.n_families}
    return validate_frame(
        SuspectRow,
        frame.with_columns(
            pl.lit(panel.benchmark_id).alias("benchmark_id"),
            pl.lit("ok").alias("status"),
            *(pl.lit(value, pl.Int64).alias(name) for name, value in of_all.items()),
        ),
    )


def _quality(panel: Panel, suspicion: Suspicion, n_null: int, fdr: float, seed: int) -> QualityRow:
    is_suspect = suspicion.fdr <= fdr
    kept = panel.answers[:, ~is_suspect]
    score, without = panel.answers.sum(1), kept.sum(1)
    best = int(np.argmax(score))
    ranks, ranks_without = (stats.rankdata(-each, method="min") for each in (score, without))
    can_rank = kept.shape[1] > 0 and np.ptp(without) > 0
    return QualityRow(
        benchmark_id=panel.benchmark_id,
        n_items=panel.answers.shape[1],
        n_unsolved=int((panel.answers.sum(0) == 0).sum()),
        n_evaluations=len(score),
        n_clusters=panel.n_families,
        share_bad=suspicion.share_bad,
        n_suspects=int(is_suspect.sum()),
        n_suspects_null=n_null,
        is_calibrated=n_null <= fdr * int(is_suspect.sum()),
        evaluation_id=panel.evaluations[best],
        score_all_pct=100 * float(score[best]) / panel.answers.shape[1],
        score_without_pct=100 * float(without[best]) / kept.shape[1] if kept.shape[1] else None,
        rank_correlation_without=float(stats.spearmanr(score, without)[0]) if can_rank else None,
        largest_rank_move=int(np.abs(ranks - ranks_without).max()),
        seed=seed,
        status="ok",
    )
