"""Correlations of clustered rows, with the type I error rate of each test on its own design."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np
from scipy import special

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.clustered.calibration import rounded_icc
from analysis_py.statistics.dependence.icc import cannot_decompose, icc_anova
from analysis_py.statistics.numerics.fisher_z import fisher_interval
from analysis_py.statistics.numerics.jackknife import FEWEST_CLUSTERS
from analysis_py.statistics.numerics.numbering import number_labels
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import with_nulls
from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure.questions import Question

#: Uncorrelated samples that calibrate a test; as many others give its error rate.
N_SIMULATIONS = 499
#: Number of samples drawn at a time.
_BLOCK = 100
#: The first component of the battery, as a variable.
COMPONENT = "first component"


@dataclass(frozen=True, kw_only=True)
class CorrelationRow:
    """The correlation of two variables on one population, over all units or within one."""

    variable_a: str
    variable_b: str
    taken: str
    level: str
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    ci_low_independent: float | None
    ci_high_independent: float | None
    p_value: float | None
    df_den: float | None
    critical_t: float | None
    type1_error: float | None
    type1_error_uncalibrated: float | None
    n_obs: int
    n_units: int
    unit: str
    method: str
    n_simulations: int
    seed: int
    status: str


def correlations_of(question: Question, level: float, seed: int) -> list[CorrelationRow]:
    """Correlate the variables of a question on one population.

    Parameters
    ----------
    question : Question
    level : float
        Of the intervals.
    seed : int
        Of the uncorrelated samples.

    Returns
    -------
    list of CorrelationRow
        One per pair of variables and level: all units together or each unit.
    """
    rows: list[CorrelationRow] = []
    taken, table = question.asked["taken"], question.table
    names, codes = number_labels(table["unit"]) if table.height else ([], np.empty(0, np.int64))
    dates = table["released_on"].to_numpy().astype(float)
    for name_a, name_b, value_a, value_b in _pairs(question):
        a, b, units = _chosen(taken, value_a, value_b, codes, dates)
        distinct = np.unique(units)
        row = with_nulls(
            CorrelationRow,
            variable_a=name_a,
            variable_b=name_b,
            taken=taken,
            level="all",
            n_obs=len(a),
            n_units=len(distinct),
            unit=question.asked["unit"],
            method="jackknife of units, calibrated",
            n_simulations=0,
            seed=seed,
            status="ok",
        )
        if taken != "each":
            rows.append(_clustered(row, a, b, np.searchsorted(distinct, units), level))
            continue
        for unit in distinct:
            here = units == unit
            one = replace(row, level=names[unit], n_obs=int(here.sum()), n_units=1)
            rows.append(_independent(one, a[here], b[here], level))
    return rows


def _pairs(question: Question) -> list[tuple[str, str, FloatArray, FloatArray]]:
    """Return pairs of variables with their values in the rows of the table, NaN if missing."""
    predictor, values = question.asked["predictor"], question.matrix(question.table)
    if predictor is None:
        columns = zip(question.battery, values.T, strict=True)
        return [(one, other, a, b) for (one, a), (other, b) in combinations(columns, 2)]
    is_complete = np.isfinite(values).all(axis=1)
    data, component = values[is_complete], np.full(len(values), np.nan)
    if len(data) >= 3:
        moments = dim.Moments.from_rows(data, np.zeros(len(data), dtype=np.int64))
        vectors = dim.eigen(moments.of_parts(np.ones((1, 1)), False))[1][0]
        component[is_complete] = (data - data.mean(axis=0)) @ dim.orient(vectors)[:, 0]
    column = predictor.removeprefix("log_")
    column = "training_flops_1e21" if column == "training_flops" else column
    value = question.table[column].to_numpy().astype(float)
    value = np.log(value) if predictor.startswith("log_") else value
    return [(COMPONENT, predictor, component, value)]


def _chosen(
    taken: str, a: FloatArray, b: FloatArray, units: IntArray, dates: FloatArray
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return the rows with both variables, within units or net of date if asked."""
    is_kept = np.isfinite(a) & np.isfinite(b)
    if taken == "within":
        is_kept &= (np.bincount(units[is_kept], minlength=len(a)) > 1)[units]
    if taken == "dated":
        is_kept &= np.isfinite(dates)
    pair, units = np.stack([a, b])[:, is_kept], units[is_kept]
    if taken == "within" and len(units):
        sums = np.array([np.bincount(units, value) for value in pair])
        pair = pair - (sums / np.maximum(np.bincount(units), 1))[:, units]
    if taken == "dated" and len(units) >= 3:
        date = np.column_stack([np.ones(len(units)), dates[is_kept]])
        pair = pair - (date @ np.linalg.lstsq(date, pair.T, rcond=None)[0]).T
    order = np.argsort(units, kind="stable")
    return pair[0, order], pair[1, order], units[order]


def _independent(row: CorrelationRow, a: FloatArray, b: FloatArray, level: float) -> CorrelationRow:
    """Return Pearson's r of independent rows, with Fisher's interval."""
    row = replace(row, method="Fisher's z, rows independent")
    r = _pearson(a, b)
    if not np.isfinite(r):
        return replace(row, status="a variable does not vary")
    if row.n_obs < 4 or abs(r) >= 1:
        return replace(row, estimate=r, status=f"only {row.n_obs} rows, no interval")
    low, high = fisher_interval(r, row.n_obs, level)
    p, df = correlation_test(r, row.n_obs)
    return replace(
        row,
        estimate=r,
        ci_low=low,
        ci_high=high,
        ci_low_independent=low,
        ci_high_independent=high,
        p_value=p,
        df_den=df,
    )


def correlation_test(r: float, n: int) -> tuple[float, float]:
    """Return the p-value of Student's test of r, and its degrees of freedom."""
    t = r * np.sqrt((n - 2) / (1 - r**2))
    return float(2 * special.stdtr(n - 2, -abs(t))), n - 2.0


def _clustered(
    row: CorrelationRow, a: FloatArray, b: FloatArray, units: IntArray, level: float
) -> CorrelationRow:
    if row.n_obs < 4 or row.n_units < FEWEST_CLUSTERS:
        return replace(row, status=f"only {row.n_obs} rows of {row.n_units} units")
    r = _pearson(a, b)
    if not np.isfinite(r):
        return replace(row, status="a variable does not vary")
    if abs(r) >= 1 - 1e-12:
        return replace(row, estimate=r, status="the variables are on one line")
    z, error = (float(value[0]) for value in jackknife_z(a[None], b[None], units))
    if not error > 0:
        return replace(row, estimate=r, status="no variation between units")
    is_within = row.taken == "within"
    shares = sorted(0.0 if is_within else share_between(value, units) for value in (a, b))
    counts = sorted(np.bincount(units).tolist())
    design = tuple(counts), (shares[0], shares[1])
    drawn = np.abs(null_t(*design, is_within, 2 * N_SIMULATIONS, row.seed))
    # one half calibrates the test, the other gives its rejection rate
    null, other = np.sort(drawn[::2]), drawn[1::2]
    df = row.n_units - 1.0
    usual = float(special.stdtrit(df, (1 + level) / 2))
    rank = min(int(np.ceil(level * (len(null) + 1))), len(null)) - 1
    # a test that rejects too often is widened; others stay as they are
    critical = max(usual, float(null[rank]))
    low, high = np.tanh(z + np.array([-1, 1]) * critical * error)
    t = abs(z) / error
    p_t = float(2 * special.stdtr(df, -t))
    p_simulated = (1 + int((null >= t).sum())) / (len(null) + 1)
    independent = fisher_interval(r, row.n_obs, level)
    return replace(
        row,
        estimate=r,
        ci_low=float(low),
        ci_high=float(high),
        ci_low_independent=independent[0],
        ci_high_independent=independent[1],
        p_value=max(p_t, p_simulated),
        df_den=df,
        critical_t=critical,
        type1_error=float((other > critical).mean()),
        type1_error_uncalibrated=float((other > usual).mean()),
        n_simulations=N_SIMULATIONS,
    )


def _pearson(a: FloatArray, b: FloatArray) -> float:
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return np.nan
    return float(np.corrcoef(a, b)[0, 1])


def jackknife_z(a: FloatArray, b: FloatArray, units: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return Fisher's z of samples and its jackknife standard error over units."""
    first = np.flatnonzero(np.diff(units, prepend=-1))
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    sums = [np.add.reduceat(v, first, axis=1) for v in (a, b, a * a, b * b, a * b)]
    return _z_of_sums(np.bincount(units).astype(float), *sums)


def _z_of_sums(n: np.ndarray, *sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the same of sums of a, b, a², b² and ab by unit, shape (s, g) each."""
    g = len(n)
    totals = [value.sum(axis=1, keepdims=True) for value in sums]
    z = _fisher_z(n.sum(), *totals)
    left = _fisher_z(
        n.sum() - n, *(total - value for total, value in zip(totals, sums, strict=True))
    )
    return z[:, 0], np.sqrt((g - 1) / g * ((left - z) ** 2).sum(axis=1))


def _fisher_z(
    n: np.ndarray, a: np.ndarray, b: np.ndarray, aa: np.ndarray, bb: np.ndarray, ab: np.ndarray
) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (ab - a * b / n) / np.sqrt((aa - a * a / n) * (bb - b * b / n))
        end = 1 - max(1e-12, np.finfo(r.dtype).eps)
        return np.asarray(np.arctanh(np.clip(r, -end, end)))


@lru_cache(maxsize=64)
def null_t(
    counts: tuple[int, ...], shares: tuple[float, float], is_within: bool, n_draws: int, seed: int
) -> FloatArray:
    """Return the t of a design in samples of two independent variables."""
    n = np.array(counts, dtype=np.float32)
    within = [float(np.sqrt(1 - share)) for share in shares]
    between = [(not is_within) * np.sqrt(share + (1 - share) / n) for share in shares]
    drawn = []
    for mean_a, mean_b, aa, bb, ab in _drawn(counts, n_draws, seed):
        a, b = between[0] * mean_a, between[1] * mean_b
        na, nb = n * a, n * b
        products = (
            na * a + within[0] ** 2 * aa,
            nb * b + within[1] ** 2 * bb,
            na * b + within[0] * within[1] * ab,
        )
        z, error = _z_of_sums(n, na, nb, *products)
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn.append(z / error)
    t = np.concatenate(drawn)
    return np.asarray(t[np.isfinite(t)], dtype=float)


@lru_cache(maxsize=2)
def _drawn(counts: tuple[int, ...], n_draws: int, seed: int) -> list[list[np.ndarray]]:
    """Return standard normal means of two variables, and products of deviations of rows, by unit.

    The latter from their Cholesky factor (Bartlett 1933), so that a thousand rows cost as little as
    ten; in single precision, which is a hundred times finer than a rate of so many samples.
    """
    rng = np.random.default_rng(bootstrap_seed(seed, "null", *map(str, counts)))
    n = np.array(counts, dtype=float)
    pairs = []
    for start in range(0, n_draws, _BLOCK):
        size = (min(_BLOCK, n_draws - start), len(n))
        mean_a, mean_b, other = rng.standard_normal((3, *size))
        one = np.sqrt(2 * rng.standard_gamma((n - 1) / 2, size))
        last = 2 * rng.standard_gamma(np.maximum(n - 2, 0) / 2, size)
        other *= n > 1
        drawn = (mean_a, mean_b, one**2, other**2 + last, one * other)
        pairs.append([value.astype(np.float32) for value in drawn])
    return pairs


def share_between(value: FloatArray, units: IntArray) -> float:
    """Return the share of the variance between units, rounded; 0 for a constant."""
    n = np.bincount(units).astype(float)
    mean = np.bincount(units, value) / n
    within = float(((value - mean[units]) ** 2).sum())
    if cannot_decompose(n, within):
        return 0.0
    return rounded_icc(max(icc_anova(n, mean, within).icc, 0.0), 0.05)
