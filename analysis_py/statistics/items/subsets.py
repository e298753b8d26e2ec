"""The error of a score from k of a benchmark's items: the number of items that it takes.

Base families take turns in being left out: what is learnt of the items (how hard they are, which of
them agree with the others, how the score of a part translates into that of the whole) is learnt of
the other families, and the errors are those of the families left out.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.panel import Panel, iter_panels, sum_by
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame

SIZES = (10, 20, 50, 100, 200, 500)
#: How items are chosen, and how the score of the whole follows from the chosen ones: as it is, or
#: by the line that the other families give. The best items of all difficulties are not a sample, so
#: that their own score says little.
CHOICES = {"random": ("raw", "line"), "stratified": ("raw", "line"), "curated": ("line",)}
N_FOLDS = 10
FEWEST_FAMILIES = 5
FEWEST_EVALUATIONS = 10


@dataclass(frozen=True, kw_only=True)
class ItemSubsetRow:
    """The error of scores from some of the items."""

    benchmark_id: str
    n_items: int
    choice: str
    scoring: str
    mae_pct: float
    ci_low: float
    ci_high: float
    n_all_items: int
    n_evaluations: int
    n_families: int
    n_samples: int
    seed: int


def fit_item_subsets(
    answers: pl.DataFrame,
    items: pl.DataFrame,
    confidence_level: float,
    n_samples: int,
    seed: int,
) -> pl.DataFrame:
    """Return the mean absolute error of scores from subsets of the items of every panel.

    Parameters
    ----------
    answers, items : polars.DataFrame
        As :func:`~analysis_py.statistics.items.panel.iter_panels` takes them.
    confidence_level : float
        Of the intervals, which take base families as the independent units.
    n_samples : int
        Random subsets of each size and fold.

    Returns
    -------
    polars.DataFrame
        One :class:`ItemSubsetRow` per benchmark, size smaller than the benchmark, choice and
        scoring; none of a benchmark of fewer than five base families or ten evaluations.
    """
    rows = [
        row
        for panel in iter_panels(answers, items)
        if panel.n_families >= FEWEST_FAMILIES and len(panel.answers) >= FEWEST_EVALUATIONS
        for row in _measure(panel, confidence_level, n_samples, seed)
    ]
    return to_frame(ItemSubsetRow, rows)


def _measure(panel: Panel, level: float, n_samples: int, seed: int) -> list[ItemSubsetRow]:
    rng = np.random.default_rng(bootstrap_seed(seed, panel.benchmark_id, "subsets"))
    n, m = panel.answers.shape
    fold_of_family = rng.permutation(np.arange(panel.n_families) % N_FOLDS)
    fold = fold_of_family[panel.families]
    kinds = [(choice, scoring) for choice, ways in CHOICES.items() for scoring in ways]
    sizes = [k for k in SIZES if k < m]
    error = {(k, *kind): np.zeros(n) for k in sizes for kind in kinds}
    for left_out in np.unique(fold):
        is_test = fold == left_out
        train, test = panel.answers[~is_test], panel.answers[is_test]
        order = np.argsort(train.mean(0), kind="stable")
        worth = np.nan_to_num(item_rest_correlations(train), nan=-1.0)
        for k in sizes:
            for choice, ways in CHOICES.items():
                chosen = _choose(choice, k, order, worth, n_samples, rng)
                apart = _errors(train, test, chosen)
                for scoring in ways:
                    error[k, choice, scoring][is_test] = apart[scoring]
    return [_row(panel, key, values, level, n_samples, seed) for key, values in error.items()]


def _choose(
    choice: str, k: int, order: IntArray, worth: FloatArray, n: int, rng: np.random.Generator
) -> IntArray:
    """Return subsets of k items, shape (n_subsets, k).

    Strata are runs of items that are about equally hard; a curated subset has of each the item that
    agrees most with all others.
    """
    if choice == "random":
        return np.argsort(rng.random((n, len(order))), axis=1)[:, :k]
    strata = np.array_split(order, k)
    if choice == "curated":
        return np.array([[items[np.argmax(worth[items])] for items in strata]])
    size = np.array([len(items) for items in strata])
    first = np.cumsum(size) - size
    # one of each stratum's items, for all strata and subsets at once
    place = first[:, None] + rng.integers(0, size[:, None], (k, n))
    return order[place].T


def _errors(train: FloatArray, test: FloatArray, chosen: IntArray) -> dict[str, FloatArray]:
    """Return the mean absolute error of each evaluation left out, in percentage points."""
    taken = np.zeros((train.shape[1], len(chosen)))
    np.put_along_axis(taken, chosen.T, 1 / chosen.shape[1], axis=0)
    part, whole = train @ taken, train.mean(1)
    of_test = test @ taken
    centred = part - part.mean(0)
    spread = np.maximum((centred**2).sum(0), 1e-12)
    slope = (centred * (whole - whole.mean())[:, None]).sum(0) / spread
    by_line = whole.mean() + slope * (of_test - part.mean(0))
    truth = test.mean(1)[:, None]
    return {
        name: 100 * np.abs(estimate - truth).mean(1)
        for name, estimate in (("raw", of_test), ("line", by_line))
    }


def _row(
    panel: Panel,
    key: tuple[int, str, str],
    error: FloatArray,
    level: float,
    n_samples: int,
    seed: int,
) -> ItemSubsetRow:
    k, choice, scoring = key
    n_families = panel.n_families
    mean = float(error.mean())
    of_families = sum_by((error - mean)[:, None], panel.families)[:, 0]
    std_error = float(np.sqrt((of_families**2).sum() * n_families / (n_families - 1))) / len(error)
    reach = float(stats.t.ppf((1 + level) / 2, n_families - 1)) * std_error
    return ItemSubsetRow(
        benchmark_id=panel.benchmark_id,
        n_items=k,
        choice=choice,
        scoring=scoring,
        mae_pct=mean,
        ci_low=max(0.0, mean - reach),
        ci_high=mean + reach,
        n_all_items=panel.answers.shape[1],
        n_evaluations=len(error),
        n_families=n_families,
        n_samples=1 if choice == "curated" else n_samples,
        seed=seed,
    )


def item_rest_correlations(answers: FloatArray) -> FloatArray:
    """Return the correlation of each item with the score on all others; NaN if one is constant."""
    rest = answers.sum(1, keepdims=True) - answers
    rest, item = rest - rest.mean(0), answers - answers.mean(0)
    length = np.sqrt((rest**2).sum(0) * (item**2).sum(0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(length > 1e-9, (rest * item).sum(0) / length, np.nan)
