"""Correlations of clustered rows, each with how often its test rejects on its own design."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl
from scipy import special

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.clustered.calibration import rounded_icc
from analysis_py.statistics.dependence.icc import cannot_decompose, icc_anova
from analysis_py.statistics.numerics.jackknife import FEWEST_CLUSTERS
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls
from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure.questions import Question, questions_of

#: Simulated samples in which nothing correlates: as many as make so many numbers, within two ends.
N_NUMBERS, N_SIMULATIONS = 500_000, (199, 999)
#: The first component of the battery, as a variable.
COMPONENT = "first component"


@dataclass(frozen=True, kw_only=True)
class CorrelationRow:
    """The correlation of two variables on one population, of all its units or of one."""

    cohort_id: str
    question_id: str
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


def fit_clustered_correlations(
    questions: pl.DataFrame,
    batteries: pl.DataFrame,
    scores: pl.DataFrame,
    rows: pl.DataFrame,
    confidence_level: float = 0.95,
    seed: int = 0,
) -> pl.DataFrame:
    """Correlate what every question asks of, on every population.

    Parameters
    ----------
    questions, batteries, scores, rows : polars.DataFrame
        As :func:`~analysis_py.statistics.structure.questions.questions_of` takes them.
    confidence_level : float
    seed : int
        Of the samples in which nothing correlates.

    Returns
    -------
    polars.DataFrame
        One row per cohort, question, pair of variables and level (all units, or one where each is
        taken by itself), as :class:`CorrelationRow`.
    """
    found: list[CorrelationRow] = []
    for question in questions_of("correlations", questions, batteries, scores, rows):
        for name_a, name_b, table in _pairs(question):
            row = with_nulls(
                CorrelationRow,
                cohort_id=question.cohort_id,
                question_id=question.question_id,
                variable_a=name_a,
                variable_b=name_b,
                taken=question.asked["taken"],
                level="all",
                n_obs=table.height,
                n_units=table["unit"].n_unique(),
                unit=question.asked["unit"],
                method="jackknife of units, calibrated",
                n_simulations=0,
                seed=seed,
                status="ok",
            )
            if question.asked["taken"] == "each":
                for (level,), own in table.sort("unit").group_by("unit", maintain_order=True):
                    one = replace(row, level=str(level), n_obs=own.height, n_units=1)
                    found.append(_independent(one, own["a"], own["b"], confidence_level))
            else:
                found.append(_clustered(row, table, confidence_level))
    return to_frame(CorrelationRow, found).with_columns(pl.col(pl.Float64).fill_nan(None))


def _pairs(question: Question) -> list[tuple[str, str, pl.DataFrame]]:
    """Return pairs of variables, with the rows that have both as columns ``a`` and ``b``."""
    predictor = question.asked["predictor"]
    if predictor is None:
        return [
            (one, other, _chosen(question, question.table, pl.col(one), pl.col(other)))
            for one, other in combinations(question.battery, 2)
        ]
    kept = question.complete
    data = question.matrix(kept)
    component = np.full(len(data), np.nan)
    if len(data) >= 3:
        matrix = dim.Moments.of(data, np.zeros(len(data), dtype=np.int64)).matrices(False)[0]
        component = (data - data.mean(axis=0)) @ dim.oriented(matrix)[:, 0]
    column = predictor.removeprefix("log_")
    value = pl.col("training_flops_1e21" if column == "training_flops" else column)
    value = value.log() if predictor.startswith("log_") else value
    kept = kept.with_columns(pl.Series("component", component, dtype=pl.Float64).fill_nan(None))
    return [(COMPONENT, predictor, _chosen(question, kept, pl.col("component"), value))]


def _chosen(question: Question, table: pl.DataFrame, a: pl.Expr, b: pl.Expr) -> pl.DataFrame:
    """Return the rows with both variables, within units or net of date where that is asked."""
    kept = table.select("unit", "released_on", a=a.cast(pl.Float64), b=b.cast(pl.Float64))
    kept = kept.drop_nulls(["a", "b"])
    if question.asked["taken"] == "within":
        kept = kept.filter(pl.len().over("unit") > 1)
        return kept.with_columns(pl.col(c) - pl.col(c).mean().over("unit") for c in ("a", "b"))
    if question.asked["taken"] == "dated":
        kept = kept.drop_nulls("released_on")
        if kept.height < 3:
            return kept
        date = np.column_stack([np.ones(kept.height), kept["released_on"].to_numpy()])
        values = kept.select("a", "b").to_numpy()
        left = values - date @ np.linalg.lstsq(date, values, rcond=None)[0]
        return kept.with_columns(a=pl.Series(left[:, 0]), b=pl.Series(left[:, 1]))
    return kept


def _independent(row: CorrelationRow, a: pl.Series, b: pl.Series, level: float) -> CorrelationRow:
    """Return Pearson's r of rows taken as independent, with Fisher's interval."""
    row = replace(row, method="Fisher's z, rows independent")
    r = _pearson(a.to_numpy(), b.to_numpy())
    if not np.isfinite(r):
        return replace(row, status="a variable does not vary")
    if row.n_obs < 4 or abs(r) >= 1:
        return replace(row, estimate=r, status=f"only {row.n_obs} rows, no interval")
    low, high, p, df = fisher_interval(r, row.n_obs, level)
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


def fisher_interval(r: float, n: int, level: float) -> tuple[float, float, float, float]:
    """Return the ends of Fisher's interval of r, and the p-value and df of Student's test."""
    z = float(special.ndtri((1 + level) / 2)) / np.sqrt(n - 3)
    low, high = np.tanh(np.arctanh(r) + np.array([-z, z]))
    t = r * np.sqrt((n - 2) / (1 - r**2))
    return float(low), float(high), float(2 * special.stdtr(n - 2, -abs(t))), n - 2.0


def _clustered(row: CorrelationRow, table: pl.DataFrame, level: float) -> CorrelationRow:
    table = table.sort("unit", "a", "b")
    names, units = numbered(table["unit"]) if table.height else ([], np.empty(0, dtype=np.int64))
    a, b = (table[c].to_numpy().astype(float) for c in ("a", "b"))
    if row.n_obs < 4 or len(names) < FEWEST_CLUSTERS:
        return replace(row, status=f"only {row.n_obs} rows of {len(names)} units")
    r = _pearson(a, b)
    if not np.isfinite(r):
        return replace(row, status="a variable does not vary")
    if abs(r) >= 1 - 1e-12:
        return replace(row, estimate=r, status="the variables are on one line")
    z, error = (float(value[0]) for value in jackknifed_z(a[None], b[None], units))
    if not error > 0:
        return replace(row, estimate=r, status="no variation between units")
    is_within = row.taken == "within"
    n_simulations = int(np.clip(N_NUMBERS // row.n_obs, *N_SIMULATIONS))
    drawn = np.abs(null_t(a, b, units, is_within, row, 2 * n_simulations))
    # one half calibrates, the other says how often the calibrated test rejects
    null, other = np.sort(drawn[::2]), drawn[1::2]
    df = len(names) - 1.0
    usual = float(special.stdtrit(df, (1 + level) / 2))
    rank = min(int(np.ceil(level * (len(null) + 1))), len(null)) - 1
    # a test that rejects more often than it says is widened; one that does not is left as it is
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
        n_simulations=n_simulations,
    )


def _pearson(a: FloatArray, b: FloatArray) -> float:
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return np.nan
    return float(np.corrcoef(a, b)[0, 1])


def jackknifed_z(a: FloatArray, b: FloatArray, units: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return Fisher's z of samples, and its standard error from leaving each unit out.

    Parameters
    ----------
    a, b : numpy.ndarray, shape (s, n)
        Samples of two variables.
    units : numpy.ndarray of int, shape (n,)
        Numbered from 0, rows of one unit side by side.

    Returns
    -------
    z, std_error : numpy.ndarray, shape (s,)
        NaN where a variable does not vary without some unit.
    """
    first = np.flatnonzero(np.diff(units, prepend=-1))
    g, counts = len(first), np.bincount(units).astype(float)
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    sums = [np.add.reduceat(v, first, axis=1) for v in (a, b, a * a, b * b, a * b)]

    def z_of(n: FloatArray, *moments: FloatArray) -> FloatArray:
        sa, sb, aa, bb, ab = moments
        with np.errstate(divide="ignore", invalid="ignore"):
            r = (ab - sa * sb / n) / np.sqrt((aa - sa * sa / n) * (bb - sb * sb / n))
            return np.asarray(np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12)), dtype=float)

    totals = [value.sum(axis=1) for value in sums]
    z = z_of(np.asarray(counts.sum()), *totals)
    left = z_of(
        counts.sum() - counts,
        *(total[:, None] - value for total, value in zip(totals, sums, strict=True)),
    )
    return z, np.sqrt((g - 1) / g * ((left - z[:, None]) ** 2).sum(axis=1))


def null_t(
    a: FloatArray,
    b: FloatArray,
    units: IntArray,
    is_within: bool,
    row: CorrelationRow,
    n_simulations: int,
) -> FloatArray:
    """Return the t of the design in samples in which the variables have nothing in common.

    Both have random intercepts of the units with the share of the variance that the data have,
    or, within units, none.

    Parameters
    ----------
    a, b : numpy.ndarray, shape (n,)
    units : numpy.ndarray of int, shape (n,)
    is_within : bool
        Whether each unit's mean is taken off.
    row : CorrelationRow
        Names the stream of random numbers.
    n_simulations : int
    """
    rng = np.random.default_rng(
        bootstrap_seed(row.seed, row.cohort_id, row.question_id, row.variable_a, row.variable_b)
    )
    g, n = int(units.max()) + 1, len(units)
    drawn = []
    for value in (a, b):
        share = 0.0 if is_within else share_between(value, units)
        sample = np.sqrt(1 - share) * rng.standard_normal((n_simulations, n))
        sample += np.sqrt(share) * rng.standard_normal((n_simulations, g))[:, units]
        if is_within:
            first = np.flatnonzero(np.diff(units, prepend=-1))
            sample -= (np.add.reduceat(sample, first, axis=1) / np.bincount(units))[:, units]
        drawn.append(sample)
    z, error = jackknifed_z(drawn[0], drawn[1], units)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = z / error
    return np.asarray(t[np.isfinite(t)], dtype=float)


def share_between(value: FloatArray, units: IntArray) -> float:
    """Return the share of the variance that lies between units, rounded; 0 where it has none."""
    n = np.bincount(units).astype(float)
    mean = np.bincount(units, value) / n
    within = float(((value - mean[units]) ** 2).sum())
    if cannot_decompose(n, within):
        return 0.0
    return rounded_icc(max(icc_anova(n, mean, within).icc, 0.0), 0.05)
