"""Dimensions of the scores on a battery of benchmarks, with jackknife intervals over clusters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.jackknife import FEWEST_CLUSTERS, jackknife
from analysis_py.statistics.numerics.numbering import number_labels
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import with_nulls
from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure.measures import (
    SHARES,
    Measure,
    count_measure,
    in_logits,
    logits,
    measure_of,
    or_none,
)
from analysis_py.statistics.structure.questions import Question
from analysis_py.statistics.structure.redrawn import N_REDRAWS, Reading, jackknife_figures

#: raw: centred scores; standardised: divided by their standard deviation too.
SCALINGS = ("raw", "standardised")
#: Number of components whose loadings are published.
N_LOADINGS = 3
#: Numbers of draws of random eigenvalues, of halves of clusters and of orders of the periods.
N_DRAWS = 499
#: Halves of each sample of units, those of them that often suffice, and parts of the samples.
N_DRAWS_AGAIN, N_FIRST, N_BLOCKS = 39, 9, 7


@dataclass(frozen=True, kw_only=True)
class Loading:
    """The loading of one benchmark on one component: an element of a unit vector."""

    component: int
    benchmark_id: str
    loading: float
    ci_low: float | None
    ci_high: float | None
    type1_error: float | None


@dataclass(frozen=True, kw_only=True)
class ComponentsRow:
    """The components of one battery on one population, by one scaling."""

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


def components_of(question: Question, level: float, seed: int) -> list[ComponentsRow]:
    """Describe the dimensions of a battery on a population, by both scalings.

    Parameters
    ----------
    question : Question
    level : float
        Of the intervals.
    seed : int
        Of random eigenvalues, of halves and of orders.

    Returns
    -------
    list of ComponentsRow
        ``type1_error`` is the share of samples drawn from the units in which an interval misses the
        true value.
    """
    kept = question.complete
    data, units = question.matrix(kept), number_labels(kept["unit"])[1]
    n_units = len(np.unique(units))
    rows = []
    for scaling in SCALINGS:
        row = with_nulls(
            ComponentsRow,
            scaling=scaling,
            n_benchmarks=len(question.battery),
            n_obs=len(data),
            n_units=n_units,
            unit=question.asked["unit"],
            n_draws=N_DRAWS,
            n_simulations=N_REDRAWS if question.is_claimed else 0,
            seed=seed,
            status=_status(data, n_units),
        )
        rows.append(_described(row, question, kept, data, units, level))
    return rows


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
    stream = (question.cohort_id, question.question_id, row.scaling)
    rng = np.random.default_rng(bootstrap_seed(row.seed, *stream))
    redrawn = None
    if question.is_claimed:
        redrawn = np.random.default_rng(bootstrap_seed(row.seed, *stream, "redrawn"))
    moments, k = dim.Moments.from_rows(data, units), data.shape[1]
    vectors = dim.eigen(moments.of_parts(np.ones((1, row.n_units)), is_standardised))[1][0]
    reading = Reading(dim.orient(vectors[:, :N_LOADINGS]), is_standardised)
    counts = _limits(data.shape, level, rng) if is_standardised else {}

    def figures(read: list[FloatArray]) -> list[FloatArray]:
        values = read[0][..., :k]
        shares = {name: figure(values) for name, figure in SHARES.items()}
        if is_standardised:
            shares["factor_share"] = read[0][..., -1]
        read_figures = [logits(share) for share in shares.values()]
        read_figures += [dim.n_above(values, *limit) for limit in counts.values()]
        return [*read_figures, *np.moveaxis(read[0], -1, 0)[k : k + n_loadings]]

    n_loadings = min(N_LOADINGS, k) * k
    names = [*SHARES, *(["factor_share"] if is_standardised else [])]
    is_range = [False] * len(names) + [True] * len(counts) + [False] * n_loadings
    made = jackknife_figures(figures, [moments], is_standardised, reading, is_range, level, redrawn)
    columns = zip(made[0], made[1].T, made[2], strict=True)
    measures = [
        in_logits(name, logit, without, level, rate)
        for name, (logit, without, rate) in zip(names, columns, strict=False)
    ]
    measures += [
        count_measure(name, *column) for name, column in zip(counts, columns, strict=False)
    ]
    loadings = _loadings(question, columns, level)
    if is_standardised:
        measures += _of_units(data, units, level, rng, redrawn)
    measures.append(_halves(moments, is_standardised, level, rng, redrawn))
    if question.asked["split_on"] is not None:
        measures += _split(question, kept, data, units, is_standardised, level, rng, redrawn)
    return replace(row, measures=measures, loadings=loadings)


def _limits(
    shape: tuple[int, ...], level: float, rng: np.random.Generator
) -> dict[str, tuple[FloatArray, bool]]:
    """Return the limits of counted eigenvalues, and whether counting ends at the first below."""
    n, k = shape
    random = dim.random_eigenvalues(n, k, N_DRAWS, level, rng)
    return {"n_kaiser": (np.ones(k), False), "n_factors": (random, True)}


def _of_units(
    data: FloatArray,
    units: IntArray,
    level: float,
    rng: np.random.Generator,
    redrawn: np.random.Generator | None,
) -> list[Measure]:
    """Return the number of factors of the units' means."""
    means = dim.unit_means(data, units)
    if len(means) <= data.shape[1] + 2 or np.any(means.std(axis=0) == 0):
        return []
    between = dim.Moments.from_rows(means, np.arange(len(means), dtype=np.int64))
    limit = dim.random_eigenvalues(len(means), means.shape[1], N_DRAWS, level, rng)

    def count(read: list[FloatArray]) -> list[FloatArray]:
        return [dim.n_above(read[0], limit)]

    count_of, without, rates = jackknife_figures(
        count, [between], True, Reading(), [True], level, redrawn
    )
    return [count_measure("n_factors_of_units", count_of[0], without[:, 0], rates[0])]


def _halves(
    moments: dim.Moments,
    is_standardised: bool,
    level: float,
    rng: np.random.Generator,
    redrawn: np.random.Generator | None,
) -> Measure:
    g = moments.sums.shape[1]

    def halves(times: IntArray, n_draws: int, stream: np.random.Generator) -> FloatArray:
        if g < FEWEST_CLUSTERS:
            return np.full((len(times), n_draws), np.nan)
        return dim.congruence_of_halves(moments, times, is_standardised, n_draws, stream)

    ends = [0.5, (1 - level) / 2, (1 + level) / 2]
    interval = np.quantile(halves(np.ones((1, g), dtype=np.int64), N_DRAWS, rng)[0], ends)
    rate = np.nan
    if redrawn is not None and np.isfinite(interval).all():
        times = redrawn.multinomial(g, np.full(g, 1 / g), size=N_REDRAWS)
        missed, known = 0, N_REDRAWS
        for part in np.array_split(times, N_BLOCKS):
            values = halves(part, N_FIRST, redrawn)
            # with two on either side the ends lie on either side, whatever comes
            sides = [(side(values, interval[0])).sum(axis=1) for side in (np.less, np.greater)]
            is_open = np.minimum(*sides) < 1 + np.ceil(ends[1] * (N_DRAWS_AGAIN - 1))
            more = halves(part[is_open], N_DRAWS_AGAIN - N_FIRST, redrawn)
            again = np.quantile(np.hstack([values[is_open], more]), ends[1:], axis=1)
            known -= int(np.isnan(again[0]).sum())
            missed += int(((again[0] > interval[0]) | (again[1] < interval[0])).sum())
        rate = missed / known if known else np.nan
    return measure_of("congruence", (*interval, np.nan), "halves of units drawn at random", rate)


def _split(
    question: Question,
    kept: pl.DataFrame,
    data: FloatArray,
    units: IntArray,
    is_standardised: bool,
    level: float,
    rng: np.random.Generator,
    redrawn: np.random.Generator | None,
) -> list[Measure]:
    """Return how the components up to a cut and above it differ."""
    value = kept[question.asked["split_on"]].to_numpy().astype(float)
    is_known, is_late = np.isfinite(value), value > question.asked["cut"]
    least = data.shape[1] + 2
    names = ("share_change", "participation_change", "rotation")
    sides = [is_known & ~is_late, is_known & is_late]
    if min(side.sum() for side in sides) < least or any(
        np.any(data[side].std(axis=0) == 0) for side in sides
    ):
        return [
            measure_of(name, (np.nan,) * 4, f"fewer than {least} rows on one side of the cut")
            for name in names
        ]

    in_any = _renumber(units[is_known])
    g, late = int(in_any.max()) + 1, is_late[is_known]
    of_sides = [
        dim.Moments.from_rows(data[is_known][side], in_any[side], g) for side in (~late, late)
    ]

    def changes(read: list[FloatArray]) -> list[FloatArray]:
        before, after = read
        return [
            dim.shares(after, 1) - dim.shares(before, 1),
            dim.participation(after) - dim.participation(before),
        ]

    of_changes = jackknife_figures(
        changes, of_sides, is_standardised, Reading(), [False, False], level, redrawn
    )
    measures = []
    for name, change, left, rate in zip(
        names[:2], of_changes[0], of_changes[1].T, of_changes[2], strict=True
    ):
        made = jackknife(float(change), left, level)
        ends = (made.estimate, made.ci_low, made.ci_high, made.p_value)
        measures.append(measure_of(name, ends, "jackknife of units", rate))
    angle, p = dim.rotation(data[is_known], late, is_standardised, N_DRAWS, rng)
    measures.append(measure_of("rotation", (angle, np.nan, np.nan, p), "orders of the rows"))
    return measures


def _renumber(units: IntArray) -> IntArray:
    """Renumber the units without gaps, from 0."""
    return np.asarray(np.unique(units, return_inverse=True)[1], dtype=np.int64)


def _loadings(
    question: Question, columns: Iterable[tuple[float, FloatArray, float]], level: float
) -> list[Loading]:
    """Return loadings, whose sign is that of their largest sum, component by component."""
    n = len(question.battery)
    return [
        Loading(
            component=i // n + 1,
            benchmark_id=question.battery[i % n],
            loading=float(loading),
            ci_low=or_none(made.ci_low),
            ci_high=or_none(made.ci_high),
            type1_error=or_none(rate),
        )
        for i, (loading, without, rate) in enumerate(columns)
        for made in [jackknife(float(loading), without, level)]
    ]
