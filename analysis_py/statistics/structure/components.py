"""Dimensions of the scores of a battery of benchmarks, with whole clusters left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls
from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure.jackknife import jackknife
from analysis_py.statistics.structure.questions import Question, questions_of

#: raw: scores less their mean; standardised: over their standard deviation too.
SCALINGS = ("raw", "standardised")
#: A figure of one matrix, or of a stack of them.
Figure = Callable[[FloatArray], FloatArray]
#: Components whose loadings are published.
N_LOADINGS = 3
#: Draws of random eigenvalues, halves of clusters, and orders of the periods.
N_DRAWS = 499


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure of a battery."""

    measure: str
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    method: str


@dataclass(frozen=True, kw_only=True)
class Loading:
    """The loading of one benchmark on one component: an element of a vector of length one."""

    component: int
    benchmark_id: str
    loading: float
    ci_low: float | None
    ci_high: float | None


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
        One row per cohort, question and scaling, as :class:`ComponentsRow`.
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
    rng = np.random.default_rng(
        bootstrap_seed(row.seed, row.cohort_id, row.question_id, row.scaling)
    )
    moments = dim.Moments.of(data, units)
    whole, without = moments.matrices(is_standardised)
    measures = [
        _in_logits(name, figure, whole, without, level)
        for name, figure in (
            ("share_first", _first_share),
            ("share_first_three", _first_three),
            ("participation_ratio", dim.participation),
        )
    ]
    if is_standardised:
        measures += _of_correlations(data, units, whole, without, level, rng)
    measures.append(_halves(moments, is_standardised, level, rng))
    if question.asked["split_on"] is not None:
        measures += _split(question, kept, data, units, is_standardised, level, rng)
    loadings = _loadings(question, whole, without, level)
    return replace(row, measures=measures, loadings=loadings)


def _measure(name: str, values: tuple[float, ...], method: str) -> Measure:
    """Return a measure of an estimate, the ends of its interval and a p-value, NaN for none."""
    estimate, low, high, p = (None if not np.isfinite(value) else float(value) for value in values)
    return Measure(
        measure=name, estimate=estimate, ci_low=low, ci_high=high, p_value=p, method=method
    )


def _in_logits(
    name: str, figure: Figure, whole: FloatArray, without: FloatArray, level: float
) -> Measure:
    """Return a measure between 0 and an end, with the interval of its logit."""
    low, top = (1.0, float(whole.shape[-1])) if name == "participation_ratio" else (0.0, 1.0)

    def logit(value: FloatArray) -> FloatArray:
        part = (value - low) / (top - low)
        return np.asarray(np.log(part) - np.log1p(-part), dtype=float)

    estimate = figure(whole)
    with np.errstate(divide="ignore", invalid="ignore"):
        made = jackknife(float(logit(estimate)), logit(figure(without)), level)
    ends = [low + (top - low) / (1 + np.exp(-end)) for end in (made.ci_low, made.ci_high)]
    return _measure(name, (float(estimate), *ends, np.nan), "jackknife of units, logit")


def _first_share(matrix: FloatArray) -> FloatArray:
    return dim.shares(matrix, 1)


def _first_three(matrix: FloatArray) -> FloatArray:
    return dim.shares(matrix, 3)


def _of_correlations(
    data: FloatArray,
    units: IntArray,
    whole: FloatArray,
    without: FloatArray,
    level: float,
    rng: np.random.Generator,
) -> list[Measure]:
    """Return what is asked of correlations: numbers of factors, and the share of one factor."""
    limit = dim.random_eigenvalues(len(data), data.shape[1], N_DRAWS, level, rng)
    means = dim.unit_means(data, units)
    kaiser = [dim.n_above(m, np.ones(len(m)), in_a_row=False) for m in (whole, *without)]
    parallel = [dim.n_above(m, limit) for m in (whole, *without)]
    found = [
        _measure("n_kaiser", (kaiser[0], min(kaiser), max(kaiser), np.nan), "each unit left out"),
        _measure(
            "n_factors", (parallel[0], min(parallel), max(parallel), np.nan), "each unit left out"
        ),
        _in_logits("factor_share", dim.factor_share, whole, without, level),
    ]
    if len(means) > data.shape[1] + 2 and np.all(means.std(axis=0) > 0):
        between = dim.Moments.of(means, np.arange(len(means), dtype=np.int64))
        matrix, others = between.matrices(True)
        limit = dim.random_eigenvalues(len(means), data.shape[1], N_DRAWS, level, rng)
        counts = [dim.n_above(m, limit) for m in (matrix, *others)]
        found.append(
            _measure(
                "n_factors_of_units",
                (counts[0], min(counts), max(counts), np.nan),
                "each unit left out",
            )
        )
    return found


def _halves(
    moments: dim.Moments, is_standardised: bool, level: float, rng: np.random.Generator
) -> Measure:
    values = dim.congruence_of_halves(moments, is_standardised, N_DRAWS, rng)
    tail = (1 - level) / 2
    ends = np.quantile(values, [0.5, tail, 1 - tail]) if len(values) else np.full(3, np.nan)
    return _measure("congruence", (*ends, np.nan), "halves of units drawn at random")


def _split(
    question: Question,
    kept: pl.DataFrame,
    data: FloatArray,
    units: IntArray,
    is_standardised: bool,
    level: float,
    rng: np.random.Generator,
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
            _measure(name, (np.nan,) * 4, f"fewer than {least} rows on one side of the cut")
            for name in names
        ]
    found, wholes, lefts = [], [], []
    for name, side in zip(names[:2], sides, strict=True):
        moments = dim.Moments.of(data[side], units[side], int(units.max()) + 1)
        whole, without = moments.matrices(is_standardised)
        wholes.append(whole)
        lefts.append(without)
        own = without[moments.n > 0]
        found.append(_in_logits(name, _first_share, whole, own, level))
    in_any = np.bincount(units[is_known], minlength=int(units.max()) + 1) > 0
    for name, figure in (
        ("share_change", _first_share),
        ("participation_change", dim.participation),
    ):
        change = figure(wholes[1]) - figure(wholes[0])
        left = (figure(lefts[1]) - figure(lefts[0]))[in_any]
        made = jackknife(float(change), left, level)
        found.append(
            _measure(
                name,
                (made.estimate, made.ci_low, made.ci_high, made.p_value),
                "jackknife of units",
            )
        )
    known, late = data[is_known], is_late[is_known]
    angle, p = dim.rotation(known, late, is_standardised, N_DRAWS, rng)
    found.append(_measure("rotation", (angle, np.nan, np.nan, p), "orders of the rows"))
    return found


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
            ci_low=None if not np.isfinite(made.ci_low) else made.ci_low,
            ci_high=None if not np.isfinite(made.ci_high) else made.ci_high,
        )
        for j in range(min(N_LOADINGS, whole.shape[-1]))
        for i, name in enumerate(question.battery)
        for made in [jackknife(float(vectors[i, j]), others[:, i, j], level)]
    ]
