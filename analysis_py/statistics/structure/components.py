"""Dimensions of the scores of a battery of benchmarks, with whole clusters left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.jackknife import jackknife, miss_rates, n_redraws
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls
from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure.measures import (
    SHARES,
    Measure,
    counted,
    first_share,
    in_logits,
    known,
    logits,
    measure_of,
)
from analysis_py.statistics.structure.questions import Question, questions_of

#: raw: scores less their mean; standardised: over their standard deviation too.
SCALINGS = ("raw", "standardised")
#: Components whose loadings are published.
N_LOADINGS = 3
#: Draws of random eigenvalues, halves of clusters, and orders of the periods.
N_DRAWS = 499
#: Halves of each sample of units.
N_DRAWS_AGAIN = 59


@dataclass(frozen=True, kw_only=True)
class Loading:
    """The loading of one benchmark on one component: an element of a vector of length one."""

    component: int
    benchmark_id: str
    loading: float
    ci_low: float | None
    ci_high: float | None
    type1_error: float | None


@dataclass(frozen=True, kw_only=True)
class ComponentsRow:
    """The components of one battery on one population, by one scaling."""

    cohort_id: str
    question_id: str
    scaling: str
    measures: list[Measure] | None
    loadings: list[Loading] | None
    n_benchmarks: int
    n_obs: int
    n_units: int
    unit: str
    n_draws: int
    n_simulations: int
    seed: int
    status: str


def fit_components(
    questions: pl.DataFrame,
    batteries: pl.DataFrame,
    scores: pl.DataFrame,
    rows: pl.DataFrame,
    confidence_level: float = 0.95,
    seed: int = 0,
) -> pl.DataFrame:
    """Describe the dimensions of every battery on every population.

    Parameters
    ----------
    questions, batteries, scores, rows : polars.DataFrame
        As :func:`~analysis_py.statistics.structure.questions.questions_of` takes them.
    confidence_level : float
    seed : int
        Of random eigenvalues, of halves and of orders.

    Returns
    -------
    polars.DataFrame
        One row per cohort, question and scaling, as :class:`ComponentsRow`. ``type1_error`` is how
        often an interval misses what is true, in samples drawn from the units.
    """
    found = []
    for question in questions_of("components", questions, batteries, scores, rows):
        kept = question.complete
        data, units = question.matrix(kept), numbered(kept["unit"])[1]
        for scaling in SCALINGS:
            row = with_nulls(
                ComponentsRow,
                cohort_id=question.cohort_id,
                question_id=question.question_id,
                scaling=scaling,
                n_benchmarks=len(question.battery),
                n_obs=len(data),
                n_units=len(np.unique(units)),
                unit=question.asked["unit"],
                n_draws=N_DRAWS,
                n_simulations=n_redraws(len(np.unique(units))),
                seed=seed,
                status=_status(data, len(np.unique(units))),
            )
            found.append(_described(row, question, kept, data, units, confidence_level))
    return to_frame(ComponentsRow, found).with_columns(pl.col(pl.Float64).fill_nan(None))


def _status(data: FloatArray, n_units: int) -> str:
    n, k = data.shape
    if k < 3:
        return "fewer than three benchmarks"
    if n < k + 2:
        return f"only {n} rows have all {k} benchmarks"
    if n_units < 2:
        return "all rows are of one unit"
    if np.any(data.std(axis=0) == 0):
        return "a benchmark does not vary"
    return "ok"


def _described(
    row: ComponentsRow,
    question: Question,
    kept: pl.DataFrame,
    data: FloatArray,
    units: IntArray,
    level: float,
) -> ComponentsRow:
    if row.status != "ok":
        return row
    is_standardised = row.scaling == "standardised"
    stream = (row.cohort_id, row.question_id, row.scaling)
    rng, redrawn = (
        np.random.default_rng(bootstrap_seed(row.seed, *stream, *of)) for of in ((), ("redrawn",))
    )
    moments = dim.Moments.of(data, units)
    whole, without = moments.matrices(is_standardised)
    names = [*SHARES, *(["factor_share"] if is_standardised else [])]
    measures = [in_logits(name, whole, without, level) for name in names]
    if is_standardised:
        measures += _of_correlations(moments, data, units, level, rng, redrawn)
    measures.append(_halves(moments, is_standardised, level, rng, redrawn))
    if question.asked["split_on"] is not None:
        measures += _split(question, kept, data, units, is_standardised, level, rng, redrawn)
    loadings = _loadings(question, whole, without, level)
    vectors = dim.oriented(whole)

    def figures(weights: FloatArray) -> FloatArray:
        stack = moments.of_parts(weights, is_standardised)
        turned = dim.oriented(stack, vectors)[:, :, :N_LOADINGS].transpose(0, 2, 1)
        return np.column_stack(
            [*(logits(name, stack) for name in names), turned.reshape(len(stack), -1)]
        )

    rates = miss_rates(figures, row.n_units, level, redrawn)
    rated = dict(zip(names, rates[: len(names)], strict=True))
    measures = [
        replace(each, type1_error=known(rated.get(each.measure, each.type1_error)))
        for each in measures
    ]
    loadings = [
        replace(each, type1_error=known(rate))
        for each, rate in zip(loadings, rates[len(names) :], strict=True)
    ]
    return replace(row, measures=measures, loadings=loadings)


def _of_correlations(
    moments: dim.Moments,
    data: FloatArray,
    units: IntArray,
    level: float,
    rng: np.random.Generator,
    redrawn: np.random.Generator,
) -> list[Measure]:
    """Return the numbers of factors of the correlations, of rows and of the means of units."""
    limit = dim.random_eigenvalues(len(data), data.shape[1], N_DRAWS, level, rng)
    found = [
        counted("n_kaiser", moments, np.ones(data.shape[1]), False, level, redrawn),
        counted("n_factors", moments, limit, True, level, redrawn),
    ]
    means = dim.unit_means(data, units)
    if len(means) > data.shape[1] + 2 and np.all(means.std(axis=0) > 0):
        between = dim.Moments.of(means, np.arange(len(means), dtype=np.int64))
        limit = dim.random_eigenvalues(len(means), data.shape[1], N_DRAWS, level, rng)
        found.append(counted("n_factors_of_units", between, limit, True, level, redrawn))
    return found


def _halves(
    moments: dim.Moments,
    is_standardised: bool,
    level: float,
    rng: np.random.Generator,
    redrawn: np.random.Generator,
) -> Measure:
    def ends(of: dim.Moments, n_draws: int, stream: np.random.Generator) -> FloatArray:
        values = dim.congruence_of_halves(of, is_standardised, n_draws, stream)
        tail = (1 - level) / 2
        return np.quantile(values, [0.5, tail, 1 - tail]) if len(values) else np.full(3, np.nan)

    found, g = ends(moments, N_DRAWS, rng), len(moments.n)
    again = np.array(
        [
            ends(moments.drawn(redrawn.integers(0, g, g)), N_DRAWS_AGAIN, redrawn)
            for _ in range(n_redraws(g))
        ]
    )
    again = again[np.isfinite(again).all(axis=1)]
    is_missed = (again[:, 1] > found[0]) | (again[:, 2] < found[0])
    rate = float(is_missed.mean()) if len(again) and np.isfinite(found[0]) else np.nan
    return measure_of("congruence", (*found, np.nan), "halves of units drawn at random", rate)


def _split(
    question: Question,
    kept: pl.DataFrame,
    data: FloatArray,
    units: IntArray,
    is_standardised: bool,
    level: float,
    rng: np.random.Generator,
    redrawn: np.random.Generator,
) -> list[Measure]:
    """Return the first component up to a cut and above it, and how they differ."""
    value = kept[question.asked["split_on"]].to_numpy().astype(float)
    is_known, is_late = np.isfinite(value), value > question.asked["cut"]
    least = data.shape[1] + 2
    names = ("share_before", "share_after", "share_change", "participation_change", "rotation")
    sides = [is_known & ~is_late, is_known & is_late]
    if min(side.sum() for side in sides) < least or any(
        np.any(data[side].std(axis=0) == 0) for side in sides
    ):
        return [
            measure_of(name, (np.nan,) * 4, f"fewer than {least} rows on one side of the cut")
            for name in names
        ]
    found = []
    for name, side in zip(names[:2], sides, strict=True):
        moments = dim.Moments.of(data[side], _renumbered(units[side]))
        whole, without = moments.matrices(is_standardised)

        def logit(weights: FloatArray, of: dim.Moments = moments) -> FloatArray:
            return logits("share_first", of.of_parts(weights, is_standardised))[:, None]

        (rate,) = miss_rates(logit, len(moments.n), level, redrawn)
        found.append(in_logits(name, whole, without, level, rate))
    in_any = _renumbered(units[is_known])
    g, late = int(in_any.max()) + 1, is_late[is_known]
    of_sides = [dim.Moments.of(data[is_known][side], in_any[side], g) for side in (~late, late)]

    def changes(weights: FloatArray) -> FloatArray:
        before, after = (each.of_parts(weights, is_standardised) for each in of_sides)
        return np.column_stack(
            [figure(after) - figure(before) for figure in (first_share, dim.participation)]
        )

    every = changes(np.vstack([np.ones(g), 1 - np.eye(g)]))
    rates = miss_rates(changes, g, level, redrawn)
    for name, values, rate in zip(names[2:4], every.T, rates, strict=True):
        made = jackknife(float(values[0]), values[1:], level)
        ends = (made.estimate, made.ci_low, made.ci_high, made.p_value)
        found.append(measure_of(name, ends, "jackknife of units", rate))
    angle, p = dim.rotation(data[is_known], late, is_standardised, N_DRAWS, rng)
    found.append(measure_of("rotation", (angle, np.nan, np.nan, p), "orders of the rows"))
    return found


def _renumbered(units: IntArray) -> IntArray:
    """Return the numbers of units without gaps, from 0."""
    return np.asarray(np.unique(units, return_inverse=True)[1], dtype=np.int64)


def _loadings(
    question: Question, whole: FloatArray, without: FloatArray, level: float
) -> list[Loading]:
    """Return loadings, whose sign is that of their largest sum."""
    vectors = dim.oriented(whole)
    others = dim.oriented(without, vectors)
    return [
        Loading(
            component=j + 1,
            benchmark_id=name,
            loading=float(vectors[i, j]),
            ci_low=known(made.ci_low),
            ci_high=known(made.ci_high),
            type1_error=None,
        )
        for j in range(min(N_LOADINGS, whole.shape[-1]))
        for i, name in enumerate(question.battery)
        for made in [jackknife(float(vectors[i, j]), others[:, i, j], level)]
    ]
