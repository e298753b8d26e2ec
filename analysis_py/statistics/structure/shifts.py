"""The lead of later models at equal training compute."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import special

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.jackknife import jackknife
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls
from analysis_py.statistics.structure.correlations import share_between
from analysis_py.statistics.structure.questions import questions_of

#: Places that are tried for the compute from which on scores rise.
N_PLACES = 101
#: Fewer units make the test reject twice as often as it says.
FEWEST_UNITS = 15
#: Samples without a shift, on which the test is tried.
N_SIMULATIONS = 499


@dataclass(frozen=True, kw_only=True)
class ShiftRow:
    """The lead of later models over earlier ones of equal compute, on one benchmark."""

    cohort_id: str
    question_id: str
    benchmark_id: str
    estimate: float | None
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    df_den: float | None
    type1_error: float | None
    slope: float | None
    onset_flops_1e21: float | None
    n_obs: int
    n_late: int
    n_units: int
    unit: str
    method: str
    n_simulations: int
    seed: int
    status: str


def fit_shifts(
    questions: pl.DataFrame,
    batteries: pl.DataFrame,
    scores: pl.DataFrame,
    rows: pl.DataFrame,
    confidence_level: float = 0.95,
    seed: int = 0,
) -> pl.DataFrame:
    """Estimate the shift of models after the cut of every question.

    Parameters
    ----------
    questions, batteries, scores, rows : polars.DataFrame
        As :func:`~analysis_py.statistics.structure.questions.questions_of` takes them.
    confidence_level : float
    seed : int
        Of samples without a shift.

    Returns
    -------
    polars.DataFrame
        One row per cohort and question, as :class:`ShiftRow`, in points.
    """
    found: list[ShiftRow] = []
    for question in questions_of("shifts", questions, batteries, scores, rows):
        benchmark = question.battery[0]
        kept = question.table.drop_nulls([benchmark, "training_flops_1e21", "released_on"])
        is_late = (kept["released_on"] > question.asked["cut"]).to_numpy()
        units = numbered(kept["unit"])[1] if kept.height else np.empty(0, dtype=np.int64)
        row = with_nulls(
            ShiftRow,
            cohort_id=question.cohort_id,
            question_id=question.question_id,
            benchmark_id=benchmark,
            n_obs=kept.height,
            n_late=int(is_late.sum()),
            n_units=len(np.unique(units)),
            unit=question.asked["unit"],
            method="hinge over log compute from chance, jackknife of units",
            n_simulations=N_SIMULATIONS,
            seed=seed,
            status="ok",
        )
        x = np.log10(kept["training_flops_1e21"].to_numpy().astype(float))
        y = kept[benchmark].to_numpy().astype(float) - question.chance[benchmark]
        found.append(_estimated(row, x, y, is_late.astype(float), units, confidence_level))
    return to_frame(ShiftRow, found).with_columns(pl.col(pl.Float64).fill_nan(None))


def _estimated(
    row: ShiftRow,
    x: FloatArray,
    y: FloatArray,
    late: FloatArray,
    units: IntArray,
    level: float,
) -> ShiftRow:
    if row.n_units < FEWEST_UNITS:
        return replace(row, status=f"only {row.n_units} units, {FEWEST_UNITS} are needed")
    if min(row.n_late, row.n_obs - row.n_late) < 3:
        return replace(
            row,
            status=f"only {row.n_late} models after the cut and {row.n_obs - row.n_late} before",
        )
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return replace(row, status="compute or score does not vary")
    places = np.linspace(x.min(), np.quantile(x, 0.9), N_PLACES)
    shift, slope, onset = (float(v[0]) for v in shift_at_equal(x, y[:, None], late, places))
    if not np.isfinite(shift):
        return replace(row, status="compute does not tell one model from another")
    made = jackknife(shift, _without(x, y[:, None], late, units, places)[:, 0], level)
    if not np.isfinite(made.std_error):
        return replace(row, status="a unit without which there is no shift")
    hinge = slope * np.maximum(x - onset, 0)
    null = _null(hinge, y - hinge - shift * late, units, row)
    shifts = shift_at_equal(x, null, late, places)[0]
    without = _without(x, null, late, units, places)
    g = row.n_units
    errors = np.sqrt((g - 1) / g * ((without - shifts) ** 2).sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(shifts) / errors
    limit = float(special.stdtrit(g - 1, (1 + level) / 2))
    return replace(
        row,
        estimate=made.estimate,
        std_error=made.std_error,
        ci_low=made.ci_low,
        ci_high=made.ci_high,
        p_value=made.p_value,
        df_den=row.n_units - 1.0,
        type1_error=float((t[np.isfinite(t)] > limit).mean()),
        slope=slope,
        onset_flops_1e21=float(10**onset),
    )


def _without(
    x: FloatArray, y: FloatArray, late: FloatArray, units: IntArray, places: FloatArray
) -> FloatArray:
    """Return the shifts of samples, shape (n, s), without each unit; shape (g, s)."""
    return np.array(
        [
            shift_at_equal(x[units != g], y[units != g], late[units != g], places)[0]
            for g in range(int(units.max()) + 1)
        ]
    )


def _null(hinge: FloatArray, left: FloatArray, units: IntArray, row: ShiftRow) -> FloatArray:
    """Return samples without a shift, shape (n, s), whose units differ as those of the data do."""
    rng = np.random.default_rng(bootstrap_seed(row.seed, row.cohort_id, row.question_id))
    share, spread = share_between(left, units), float(left.std())
    sample = np.sqrt(1 - share) * rng.standard_normal((len(units), N_SIMULATIONS))
    sample += np.sqrt(share) * rng.standard_normal((row.n_units, N_SIMULATIONS))[units]
    return np.asarray(hinge[:, None] + spread * sample, dtype=float)


def shift_at_equal(
    x: FloatArray, y: FloatArray, late: FloatArray, places: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    r"""Return shift, slope and onset of :math:`y = \alpha\max(0, x - c) + \theta\,1_{late}`.

    Parameters
    ----------
    x : numpy.ndarray, shape (n,)
        Logarithm of the compute, to the base of ten.
    y : numpy.ndarray, shape (n, s)
        Points above chance, of s samples.
    late : numpy.ndarray, shape (n,)
        1 of a model after the cut, else 0.
    places : numpy.ndarray
        Where c may be; the best by least squares is taken.

    Returns
    -------
    shift, slope, onset : numpy.ndarray, shape (s,)
        NaN where one kind of model is missing.

    Notes
    -----
    The model of Dominguez-Olmedo, Dorner and Hardt (2024, arXiv 2407.07890, section 2).
    """
    nothing = np.full(y.shape[1], np.nan)
    if late.min() == late.max():
        return nothing, nothing, nothing
    rise = np.maximum(x - places[:, None], 0.0)
    # normal equations of two predictors, for all places and samples at once
    rr, rl, ry = (rise**2).sum(axis=1)[:, None], (rise @ late)[:, None], rise @ y
    ll, ly = float(late @ late), late @ y
    determinant = rr * ll - rl**2
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (ry * ll - rl * ly) / determinant
        shift = (rr * ly - rl * ry) / determinant
    is_fit = (determinant > 1e-9 * np.maximum(rr * ll, 1e-12)) & (slope >= 0)
    explained = np.where(is_fit, slope * ry + shift * ly, -np.inf)
    best = explained.argmax(axis=0)
    sample = np.arange(y.shape[1])
    is_any = is_fit.any(axis=0)
    return (
        np.where(is_any, shift[best, sample], np.nan),
        np.where(is_any, slope[best, sample], np.nan),
        np.where(is_any, places[best], np.nan),
    )
