"""The lead of later models at equal training compute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.jackknife import jackknife
from analysis_py.statistics.numerics.numbering import number_labels
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import with_nulls
from analysis_py.statistics.structure.correlations import share_between
from analysis_py.statistics.structure.questions import Question

#: Number of candidates for the compute at which scores start to rise.
N_PLACES = 101
#: Smallest number of units; with fewer the test rejects twice as often as its level.
FEWEST_UNITS = 15
#: Number of samples without a shift that give the test's error rate.
N_SIMULATIONS = 499


@dataclass(frozen=True, kw_only=True)
class ShiftRow:
    """The lead of later models over earlier ones of equal compute, on one benchmark."""

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


def shifts_of(question: Question, level: float, seed: int) -> list[ShiftRow]:
    """Estimate the lead of the models after the cut of a question, in points.

    Parameters
    ----------
    question : Question
        The first benchmark of its battery is used.
    level : float
        Of the interval.
    seed : int
        Of samples without a shift.
    """
    benchmark = question.battery[0]
    kept = question.table.drop_nulls([benchmark, "training_flops_1e21", "released_on"])
    late = (kept["released_on"] > question.asked["cut"]).to_numpy()
    units = number_labels(kept["unit"])[1] if kept.height else np.empty(0, dtype=np.int64)
    row = with_nulls(
        ShiftRow,
        benchmark_id=benchmark,
        n_obs=kept.height,
        n_late=int(late.sum()),
        n_units=len(np.unique(units)),
        unit=question.asked["unit"],
        method="hinge over log compute from chance, jackknife of units",
        n_simulations=N_SIMULATIONS,
        seed=seed,
        status="ok",
    )
    x = np.log10(kept["training_flops_1e21"].to_numpy().astype(float))
    y = kept[benchmark].to_numpy().astype(float) - question.chance[benchmark]
    rng = np.random.default_rng(bootstrap_seed(seed, question.cohort_id, question.question_id))
    return [_estimated(row, x, y, late.astype(float), units, level, rng)]


def _estimated(
    row: ShiftRow,
    x: FloatArray,
    y: FloatArray,
    late: FloatArray,
    units: IntArray,
    level: float,
    rng: np.random.Generator,
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
    of_data = shift_at_equal(x, y[:, None], late, units, places)
    shift, slope, onset = (float(v[0, 0]) for v in of_data)
    if not np.isfinite(shift):
        return replace(row, status="compute does not tell one model from another")
    made = jackknife(shift, of_data[0][1:, 0], level)
    if not np.isfinite(made.std_error):
        return replace(row, status="a unit without which there is no shift")
    hinge = slope * np.maximum(x - onset, 0)
    null = _null(hinge, y - hinge - shift * late, units, rng)
    shifts, *without = shift_at_equal(x, null, late, units, places)[0]
    g = row.n_units
    errors = np.sqrt((g - 1) / g * ((np.array(without) - shifts) ** 2).sum(axis=0))
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


def _null(
    hinge: FloatArray, left: FloatArray, units: IntArray, rng: np.random.Generator
) -> FloatArray:
    """Return samples without a shift, shape (n, s), with the data's variance between units."""
    share, spread = share_between(left, units), float(left.std())
    sample = np.sqrt(1 - share) * rng.standard_normal((len(units), N_SIMULATIONS))
    sample += np.sqrt(share) * rng.standard_normal((int(units.max()) + 1, N_SIMULATIONS))[units]
    return np.asarray(hinge[:, None] + spread * sample, dtype=float)


def shift_at_equal(
    x: FloatArray, y: FloatArray, late: FloatArray, units: IntArray, places: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    r"""Return shift, slope and onset of :math:`y = \alpha\max(0, x - c) + \theta\,1_{late}`.

    The model of Dominguez-Olmedo, Dorner and Hardt (2024, arXiv 2407.07890, section 2).
    """
    rise = np.maximum(x - places[:, None], 0.0)

    def sums(members: IntArray | slice) -> tuple[FloatArray, ...]:
        """Return the sums in the normal equations of two predictors, for all candidates."""
        r, after, v = rise[:, members], late[members], y[members]
        rr, rl = (r**2).sum(axis=1)[:, None], (r @ after)[:, None]
        return rr, rl, r @ v, after.sum(), after @ v, np.array(len(after))

    every = sums(slice(None))
    places_found = [_best_place(every, places)]
    for g in range(int(units.max()) + 1):
        members = sums(np.flatnonzero(units == g))
        places_found.append(
            _best_place([a - b for a, b in zip(every, members, strict=True)], places)
        )
    shift, slope, onset = (np.array(each) for each in zip(*places_found, strict=True))
    return shift, slope, onset


def _best_place(
    sums: Sequence[FloatArray], places: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    rr, rl, ry, ll, ly, n = sums
    if not 0 < ll < n:
        nothing = np.full(len(ly), np.nan)
        return nothing, nothing, nothing
    determinant = rr * ll - rl**2
    by_slope, by_shift = ry * ll - rl * ly, rr * ly - rl * ry
    is_fit = (determinant > 1e-9 * np.maximum(rr * ll, 1e-12)) & (by_slope >= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        explained = np.where(is_fit, (by_slope * ry + by_shift * ly) / determinant, -np.inf)
        best, sample = explained.argmax(axis=0), np.arange(ry.shape[1])
        shift, slope = (by[best, sample] / determinant[best, 0] for by in (by_shift, by_slope))
    is_any = is_fit[best, sample]
    shift, slope, onset = (np.where(is_any, v, np.nan) for v in (shift, slope, places[best]))
    return shift, slope, onset
