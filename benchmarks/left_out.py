"""Left-out cells: how far predictions miss scores that a fit did not see, under four schemes.

Beside them, the Epoch Capabilities Index as published: least squares of shares on logistic curves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import least_squares
from scipy.special import expit

from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.predict import predict_scores
from analysis_py.statistics.ability.scale import fit_scale
from analysis_py.statistics.ability.working import working_logit
from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.rows import schema_of

#: What is left out, and into how many folds each scheme divides all that can be.
SCHEMES = {"cell": 10, "half of a model": 2, "unknown developer": 4, "new benchmark": 6}
#: A new benchmark is known from this many models, and had this many at least.
_KNOWN_MODELS, _ENOUGH_MODELS = 5, 15
LEVEL = 0.9


@dataclass(frozen=True, kw_only=True)
class LeftOutRow:
    """A score that was left out, and what was predicted of it; shares in percent."""

    scheme: str
    fold: int
    method: str
    weights: str
    developer: str
    benchmark_id: str
    score_pct: float
    predicted_pct: float
    low_pct: float | None
    high_pct: float | None
    is_covered: bool | None


def iter_folds(cells: Cells, scheme: str, seed: int) -> Iterator[BoolArray]:
    """Yield which cells are left out, fold by fold.

    Parameters
    ----------
    cells : Cells
    scheme : str
        One of ``SCHEMES``: single cells; half of the benchmarks of every model; a developer's
        models on a quarter of its benchmarks; all but five models of some benchmarks.
    seed : int
    """
    rng = np.random.default_rng(seed)
    n, n_folds = len(cells.share), SCHEMES[scheme]
    if scheme == "cell":
        fold = rng.permutation(n) % n_folds
    elif scheme == "half of a model":
        fold = np.zeros(n, dtype=np.int64)
        for model in range(len(cells.models)):
            own = rng.permutation(np.flatnonzero(cells.model == model))
            fold[own[: len(own) // 2]] = 1
    elif scheme == "unknown developer":
        group = cells.developer[cells.model] * len(cells.benchmarks) + cells.benchmark
        known, which = np.unique(group, return_inverse=True)
        fold = (rng.permutation(len(known)) % n_folds)[which]
    else:
        fold = np.full(n, -1)
        n_models = np.bincount(cells.benchmark, minlength=len(cells.benchmarks))
        for i, benchmark in enumerate(rng.permutation(np.flatnonzero(n_models >= _ENOUGH_MODELS))):
            own = rng.permutation(np.flatnonzero(cells.benchmark == benchmark))
            fold[own[_KNOWN_MODELS:]] = i % n_folds
    for i in range(n_folds):
        yield fold == i


def leave_out(
    cells: Cells,
    scheme: str,
    seed: int,
    n_folds: int | None = None,
    index_anchor: str | None = None,
) -> pl.DataFrame:
    """Predict the left-out cells of a scheme.

    Parameters
    ----------
    cells : Cells
    scheme : str
    seed : int
    n_folds : int, optional
        Of the folds, the first so many; all by default.
    index_anchor : str, optional
        The benchmark whose slope the Epoch Capabilities Index fixes, where that is fitted to the
        same cells; without, it is not.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`LeftOutRow`.
    """
    frames = [pl.DataFrame(schema=schema_of(LeftOutRow))]
    for i, is_out in enumerate(iter_folds(cells, scheme, seed)):
        if n_folds is not None and i >= n_folds:
            break
        kept = cells.part(~is_out)
        has_model = np.bincount(kept.model, minlength=len(cells.models)) > 0
        has_benchmark = np.bincount(kept.benchmark, minlength=len(cells.benchmarks)) > 1
        out = cells.part(is_out & has_model[cells.model] & has_benchmark[cells.benchmark])
        if not len(out.share):
            continue
        scale = fit_scale(kept)
        found = predict_scores(scale, out.model, out.benchmark, out.chance, out.n_items)
        low, high = (found.logit_quantile(q) for q in (0.5 - LEVEL / 2, 0.5 + LEVEL / 2))
        # on the scale of the working logits, where no item right is inside when its logit is
        logit = working_logit(out.share, out.chance, out.n_items)
        covered = (logit >= low) & (logit <= high)
        share, bottom, top = (found.to_share(at) for at in (found.logit, low, high))
        frames.append(_left_out(out, scheme, i, "ability scale", share, bottom, top, covered))
        if index_anchor is not None:
            of_index = index_intervals(kept, out, index_anchor)
            frames.append(_left_out(out, scheme, i, "ECI", *of_index))
    return pl.concat(frames)


@dataclass(frozen=True)
class IndexFit:
    """Capabilities of models, and difficulties and slopes of benchmarks."""

    capability: FloatArray
    difficulty: FloatArray
    slope: FloatArray

    def expect(self, model: IntArray, benchmark: IntArray) -> FloatArray:
        """Return expected shares."""
        gap = self.capability[model] - self.difficulty[benchmark]
        return expit(self.slope[benchmark] * gap)


def fit_index(
    share: FloatArray,
    model: IntArray,
    benchmark: IntArray,
    anchor: int,
    ridge: float = 0.1,
    tolerance: float = 1e-8,
    size: tuple[int, int] | None = None,
) -> IndexFit:
    r"""Fit the index.

    Parameters
    ----------
    share : ndarray, shape (n,)
        From 0 to 1.
    model, benchmark : ndarray of int, shape (n,)
    anchor : int
        The benchmark whose slope is 1, and whose difficulty is 0 after the fit.
    ridge : float
        Penalty on all free parameters, divided by their number.
    tolerance : float
        Of the optimiser.
    size : tuple of int, optional
        Models and benchmarks, where some have no cell.

    Notes
    -----
    Ho et al. 2025, "A Rosetta Stone for AI benchmarks" (arXiv 2512.00193): the share is
    :math:`\sigma(a_b (c_m - d_b))`, by bounded least squares, capabilities and difficulties
    within 10 of zero and slopes from 0.1 to 10.
    """
    m, b = size or (int(model.max()) + 1, int(benchmark.max()) + 1)
    is_free = np.arange(b) != anchor
    column = m + b + np.cumsum(is_free) - 1
    n_free = m + 2 * b - 1
    rows, penalty = np.arange(len(share)), np.sqrt(ridge / n_free)
    own = is_free[benchmark]

    def split(x: FloatArray) -> IndexFit:
        slope = np.ones(b)
        slope[is_free] = x[m + b :]
        return IndexFit(x[:m], x[m : m + b], slope)

    def residuals(x: FloatArray) -> FloatArray:
        return np.r_[split(x).expect(model, benchmark) - share, penalty * x]

    def jacobian(x: FloatArray) -> FloatArray:
        state = split(x)
        expected = state.expect(model, benchmark)
        steep = expected * (1 - expected)
        gap = state.capability[model] - state.difficulty[benchmark]
        found = np.zeros((len(share) + n_free, n_free))
        found[rows, model] = steep * state.slope[benchmark]
        found[rows, m + benchmark] = -steep * state.slope[benchmark]
        found[rows[own], column[benchmark[own]]] = (steep * gap)[own]
        found[len(share) + np.arange(n_free), np.arange(n_free)] = penalty
        return found

    lower = np.r_[np.full(m + b, -10.0), np.full(b - 1, 0.1)]
    first = np.r_[np.zeros(m + b), np.ones(b - 1)]
    found = least_squares(
        residuals,
        first,
        jacobian,
        bounds=(lower, np.full(n_free, 10.0)),
        ftol=tolerance,
        xtol=tolerance,
        gtol=1e-10,
        max_nfev=400,
    )
    fit = split(found.x)
    shift = fit.difficulty[anchor]
    return IndexFit(fit.capability - shift, fit.difficulty - shift, fit.slope)


def index_intervals(
    kept: Cells, out: Cells, anchor_benchmark: str
) -> tuple[FloatArray, FloatArray, FloatArray, BoolArray]:
    """Return predictions of the Epoch Capabilities Index, and bands from its residuals.

    Notes
    -----
    The index has no interval of a score of its own; quantiles of residuals, widened for the
    parameters that were fitted, are the usual stand-in.
    """
    above = np.clip((kept.share - kept.chance) / (1 - kept.chance), 0, 1)
    (places,) = np.nonzero(kept.benchmarks == anchor_benchmark)
    # elsewhere, the benchmark with the most scores
    anchor = int(places[0]) if len(places) else int(np.bincount(kept.benchmark).argmax())
    size = (len(kept.models), len(kept.benchmarks))
    fit = fit_index(above, kept.model, kept.benchmark, anchor, tolerance=1e-6, size=size)
    rest = above - fit.expect(kept.model, kept.benchmark)
    free = max(1 - (size[0] + 2 * size[1]) / len(above), 0.2)
    low, high = np.quantile(rest, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2]) / np.sqrt(free)
    expected = fit.expect(out.model, out.benchmark)
    share, bottom, top = (
        out.chance + (1 - out.chance) * np.clip(expected + gap, 0, 1) for gap in (0.0, low, high)
    )
    return share, bottom, top, (out.share >= bottom - 1e-9) & (out.share <= top + 1e-9)


def _left_out(
    out: Cells,
    scheme: str,
    fold: int,
    method: str,
    predicted: FloatArray,
    low: FloatArray,
    high: FloatArray,
    covered: BoolArray,
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "scheme": scheme,
            "fold": fold,
            "method": method,
            "weights": out.models[out.model],
            "developer": out.developers[out.developer[out.model]],
            "benchmark_id": out.benchmarks[out.benchmark],
            "score_pct": 100 * out.share,
            "predicted_pct": 100 * predicted,
            "low_pct": 100 * low,
            "high_pct": 100 * high,
            "is_covered": covered,
        },
        schema=schema_of(LeftOutRow),
    )


def summarise_left_out(
    rows: pl.DataFrame, by: tuple[str, ...] = ("scheme", "method")
) -> pl.DataFrame:
    """Return errors and coverage of left-out scores.

    Parameters
    ----------
    rows : polars.DataFrame
        The columns of :class:`LeftOutRow`.
    by : tuple of str

    Returns
    -------
    polars.DataFrame
        ``n_scores``, ``n_developers``, ``mean_absolute_error`` and ``interval_score`` in points of
        score, ``coverage`` of intervals at 90 %, and its standard error over developers or over
        benchmarks, whichever is larger; null of one only.

    Notes
    -----
    Interval score: Gneiting and Raftery 2007, JASA 102, 359-378, equation 43.
    """
    miss = 2 / (1 - LEVEL)
    score, low, high = pl.col("score_pct"), pl.col("low_pct"), pl.col("high_pct")
    rows = rows.with_columns(
        (score - pl.col("predicted_pct")).abs().alias("error"),
        (high - low + miss * (low - score).clip(0) + miss * (score - high).clip(0)).alias(
            "interval_score"
        ),
    )
    groups = rows.group_by(by, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("n_scores"),
        pl.col("developer").n_unique().cast(pl.Int64).alias("n_developers"),
        pl.col("error").mean().alias("mean_absolute_error"),
        pl.col("interval_score").mean(),
        pl.col("is_covered").mean().alias("coverage"),
    )
    found = groups.select(*by, "coverage")
    known = rows.join(found, on=list(by), nulls_equal=True, maintain_order="left")
    off, k = pl.col("is_covered").cast(pl.Float64) - pl.col("coverage"), pl.len()
    spread = (k / (k - 1) * (pl.col("d") ** 2).sum()).sqrt() / pl.col("n").sum()
    units = [unit for unit in ("developer", "benchmark_id") if unit not in by]
    for unit in units:
        # in one order, so that two builds agree to the last digit
        sums = known.group_by([*by, unit], maintain_order=True)
        parts = sums.agg(off.sum().alias("d"), pl.len().alias("n")).group_by(by)
        error = parts.agg(pl.when(k > 1).then(spread).alias(f"of_{unit}"))
        groups = groups.join(error, on=list(by), nulls_equal=True, maintain_order="left")
    errors = pl.col([f"of_{unit}" for unit in units])
    worst = pl.when(pl.all_horizontal(errors.is_not_null())).then(pl.max_horizontal(errors))
    return groups.with_columns(worst.alias("coverage_std_error")).select(
        pl.exclude([f"of_{unit}" for unit in units])
    )
