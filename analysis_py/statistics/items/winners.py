"""Correction of the best score of a benchmark, from its single answers.

Two corrections (Andrews, Kitagawa and McCloskey 2024, Quarterly Journal of Economics 139, 305-358):
*cross-fitting* chooses the best evaluation on nine tenths of the items and scores it on the other
tenth, so that luck in the choice does not reach the score; the *projection* interval holds for
whichever evaluation had come first.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.items.panel import Panel, iter_panels, sum_by
from analysis_py.statistics.items.rank_sets import centred_totals
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls

N_FOLDS = 10
#: Divisions into folds that the cross-fit score is the mean of.
N_DIVISIONS = 20


@dataclass(frozen=True, kw_only=True)
class ItemWinnerRow:
    """The best evaluation of one benchmark, and its score corrected for having been chosen."""

    benchmark_id: str
    evaluation_id: str
    score_pct: float
    std_error_pct: float | None
    corrected_pct: float | None
    ci_low: float | None
    ci_high: float | None
    n_evaluations: int
    n_items: int
    n_clusters: int
    n_samples: int
    seed: int
    status: str


def fit_item_winners(
    answers: pl.DataFrame,
    items: pl.DataFrame,
    confidence_level: float,
    n_samples: int,
    seed: int,
) -> pl.DataFrame:
    """Return the best evaluation of every panel with its corrected score.

    Parameters
    ----------
    answers, items : polars.DataFrame
        As :func:`~analysis_py.statistics.items.panel.iter_panels` takes them.
    confidence_level : float
        Of the projection interval.
    n_samples : int
        Draws of the errors of all scores.

    Returns
    -------
    polars.DataFrame
        One :class:`ItemWinnerRow` per benchmark.
    """
    rows = [_correct(p, confidence_level, n_samples, seed) for p in iter_panels(answers, items)]
    return to_frame(ItemWinnerRow, rows)


def _correct(panel: Panel, level: float, n_samples: int, seed: int) -> ItemWinnerRow:
    n, n_items = panel.answers.shape
    sums = np.rint(panel.answers.sum(1) * 1e6)
    best = int(np.argmax(sums))
    residual = centred_totals(panel)
    row = with_nulls(
        ItemWinnerRow,
        benchmark_id=panel.benchmark_id,
        evaluation_id=panel.evaluations[best],
        score_pct=100 * float(sums[best]) / 1e6 / n_items,
        n_evaluations=n,
        n_items=n_items,
        n_clusters=residual.shape[1],
        n_samples=n_samples,
        seed=seed,
        status="ok",
    )
    if n < 2:
        return replace(row, status="a single evaluation")
    if residual.shape[1] < N_FOLDS:
        return replace(row, status=f"fewer than {N_FOLDS} items or clusters")
    rng = np.random.default_rng(bootstrap_seed(seed, panel.benchmark_id, "winner"))
    error = np.sqrt((residual**2).sum(1))
    critical = projection_critical(residual, level, n_samples, rng)
    return replace(
        row,
        std_error_pct=100 * float(error[best]),
        corrected_pct=100 * cross_fit(panel, rng),
        ci_low=max(0.0, row.score_pct - 100 * critical * float(error[best])),
        ci_high=min(100.0, row.score_pct + 100 * critical * float(error[best])),
    )


def projection_critical(
    residual: FloatArray, level: float, n_samples: int, rng: np.random.Generator
) -> float:
    """Return what the largest studentised error of any score stays below, by multiplier draws.

    Parameters
    ----------
    residual : ndarray, shape (n, n_clusters)
        As :func:`~analysis_py.statistics.items.rank_sets.centred_totals` gives it.
    """
    error = np.sqrt((residual**2).sum(1))
    known = error > 0
    if not known.any():
        return 0.0
    draws = residual[known] @ rng.standard_normal((residual.shape[1], n_samples))
    largest = np.abs(draws / error[known, None]).max(0)
    return float(np.quantile(largest, level, method="higher"))


def cross_fit(panel: Panel, rng: np.random.Generator) -> float:
    """Return the score of whichever is best on the other folds of items, as a share.

    Clusters stay whole. Ties are broken by the order of evaluations, which items do not know.
    """
    n_items = panel.answers.shape[1]
    clusters = np.arange(n_items) if panel.clusters is None else panel.clusters
    n_clusters = int(clusters.max()) + 1
    total = panel.answers.sum(1)
    chosen_score = 0.0
    for _ in range(N_DIVISIONS):
        fold = rng.permutation(np.arange(n_clusters) % N_FOLDS)[clusters]
        held_out = sum_by(panel.answers.T, fold)
        sizes = np.bincount(fold, minlength=N_FOLDS)
        others = np.rint((total - held_out) * 1e6)
        chosen = others.argmax(1)
        chosen_score += float(held_out[np.arange(len(sizes)), chosen].sum()) / n_items
    return chosen_score / N_DIVISIONS
