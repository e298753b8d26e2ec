r"""Recovery of the analysis behind a printed Tukey table, and its contradictions.

A Tukey–Kramer table (Tukey 1953; Kramer 1956, Biometrics 12, 307-310) prints for each pair of
groups the difference :math:`d_{ab}`, an interval and an adjusted p-value. With
:math:`q^* = q_{crit}(k, \nu)` the half-width of the interval is

.. math:: h_{ab} = q^* \sqrt{\tfrac{MSE}{2} \left(\tfrac{1}{n_a} + \tfrac{1}{n_b}\right)}

and the p-value is :math:`P(Q_{k,\nu} > q^* |d_{ab}| / h_{ab})`. What this identifies:

* **Ratios of sizes** from :math:`h_{ab}^2 = x_a + x_b`, :math:`x_a = q^{*2} MSE / (2 n_a)`: linear,
  exactly determined by three groups, over-determined (so checkable) from four on. Two groups
  identify only their sum.
* **Number of groups k and residual df** :math:`\nu` from the p-values, at least one of which must
  not be rounded to 0 or 1. k may exceed the number of printed groups.
* **Scale of the sizes** as they are whole numbers, and :math:`\nu = N - k` if no group is left out.
  Equal sizes get their scale from the p-values; with a group left out, a common divisor stays open.
* **Mean square error** from the scale and :math:`q^*`; **means** up to a constant from the
  differences; **F and eta squared** from all of these, where no group is left out.
* **Contradictions**: intervals not centred on the difference, differences that do not add up,
  widths that no sizes give, sizes that are not whole numbers, p-values that do not match their
  own interval, groups and pairs that are left out.

Every printed figure is an interval of half a unit of its last decimal on each side. Quantities that
rounding leaves open are reported as open (``n_low``, ``n_high``, ``n_solutions``, ``status``), and
deviations that rounding can explain are not flagged.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.numerics import studentized_range
from analysis_py.statistics.numerics.tails import f_sf
from analysis_py.statistics.printed_tables.consistency import (
    check_additivity,
    check_closure,
    check_decisions,
    check_pairs,
    check_widths,
    flag_pair,
)
from analysis_py.statistics.printed_tables.group_sizes import (
    MAX_TOTAL,
    Sizes,
    Solutions,
    WidthEquations,
)
from analysis_py.statistics.printed_tables.p_value_equations import PValueEquations
from analysis_py.statistics.printed_tables.printed import PrintedTable, printed_table
from analysis_py.statistics.printed_tables.result import Flag, RecoveredTable
from analysis_py.statistics.printed_tables.systems import RoundedSystem
from analysis_py.statistics.rows import to_frame, with_nulls

Vector = NDArray[np.float64]

#: Columns that identify one published table.
KEY = ("factor", "benchmark_id")
#: Largest number of groups beyond the printed ones.
MAX_HIDDEN_GROUPS = 8


@dataclass(frozen=True)
class _Model:
    """Number of groups, bounds of df and the matching sets of sizes."""

    k: int
    df_low: float
    df_high: float
    solutions: Solutions


def fit_recovered_tables(pairs: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Recover every printed table.

    Parameters
    ----------
    pairs : polars.DataFrame
        One row per pair: ``factor``, ``benchmark_id`` and the columns of
        :func:`~analysis_py.statistics.printed_tables.printed.printed_table`. Figures that were read
        as floats have lost trailing zeros; the decimals are those of the longest figure of the
        table's column.
    confidence_level : float
        Of the printed intervals.

    Returns
    -------
    polars.DataFrame
        One row per table: ``factor``, ``benchmark_id`` and the fields of :class:`RecoveredTable`. A
        table that cannot be read is a row whose ``status`` says why.
    """
    tables = pairs.sort(*KEY, "group_a", "group_b").partition_by(*KEY, maintain_order=True)
    rows = []
    for table in tables:
        try:
            rows.append(recover_table(printed_table(table, confidence_level)))
        except ValueError as problem:
            rows.append(_nothing(n_pairs=table.height, status=f"not readable: {problem}"))
    return to_frame(RecoveredTable, rows).with_columns(
        pl.Series(name, [table[name][0] for table in tables], pl.String) for name in KEY
    )


def _nothing(**known: Any) -> RecoveredTable:
    lists = ("levels", "mean_centred", "group_a", "group_b", "p_adjusted_published", "flags")
    return with_nulls(RecoveredTable, **({name: [] for name in lists} | known))


def recover_table(table: PrintedTable) -> RecoveredTable:
    """Recover sizes, variance and F from a printed Tukey table, and flag contradictions."""
    half_low, half_high = _half_widths(table)
    open_pairs, flags = check_closure(table)
    differences, more = check_additivity(table)
    flags += more + check_decisions(table) + check_pairs(table)
    squares = RoundedSystem(table.incidence(1), half_low**2, half_high**2)
    bad_widths, more = check_widths(table, squares, open_pairs)
    flags += more

    nothing = _nothing(
        levels=list(table.groups),
        mean_centred=_means(table, differences).tolist(),
        group_a=[table.groups[i] for i in table.a],
        group_b=[table.groups[i] for i in table.b],
        p_adjusted_published=table.p_adjusted.value.tolist(),
        flags=flags,
        n_pairs=table.n_pairs,
        n_solutions=0,
        status="",
    )
    kept = squares.without(sorted(set(open_pairs) | set(bad_widths)))
    if not kept.is_determined:
        reason = "sizes not identified: the pairs printed leave the widths' equations open"
        return replace(nothing, status=reason)
    widths = WidthEquations(kept)
    if (widths.x_high <= 0).any():
        detail = "the widths imply a size below zero"
        flags = [*flags, Flag(flag="impossible_sample_sizes", detail=detail)]
        return replace(nothing, flags=flags, status="sizes not identified: impossible")

    # ratios come from the equations of sizes if the interval of the pair is doubtful
    doubtful = sorted(set(open_pairs) | set(bad_widths))
    low, high = half_low.copy(), half_high.copy()
    inner = table.incidence(1)[doubtful]
    low[doubtful] = np.sqrt(np.maximum(inner @ widths.x_low, 1e-300))
    high[doubtful] = np.sqrt(inner @ widths.x_high)
    magnitude = np.abs(differences), table.estimate.half_unit
    equations = PValueEquations(
        np.maximum(magnitude[0] - magnitude[1], 0) / high,
        (magnitude[0] + magnitude[1]) / low,
        table.p_adjusted,
        table.confidence_level,
    )
    model = _find_model(table, equations, widths)
    if model is None:
        detail = "no number of groups and degrees of freedom gives most of the printed p-values"
        flags = [*flags, Flag(flag="p_does_not_follow", detail=detail)]
        return replace(nothing, flags=flags, status="model not identified")
    return _describe(table, equations, widths, model, nothing, differences)


def _find_model(
    table: PrintedTable, equations: PValueEquations, widths: WidthEquations
) -> _Model | None:
    """Find the fewest groups and the fewest wrong p-values that explain the table.

    One wrong p-value is preferred to a group left out of the table, and a group left out to several
    wrong p-values. With a hidden group every informative p-value misfits.
    """
    m = len(table.groups)
    n_informative = int(equations.is_informative.sum())
    if n_informative == 0:
        return None
    tolerated = max(1, n_informative // 4) if n_informative >= 3 else 0
    attempts = [(m, 0)] + ([(m, 1)] if tolerated else [])
    hidden = range(m + 1, m + MAX_HIDDEN_GROUPS + 1)
    attempts += [(k, 0) for k in hidden]
    for misfits in range(1, tolerated + 1):
        attempts += [(k, misfits) for k in range(m, m + MAX_HIDDEN_GROUPS + 1)]
    without_sizes: _Model | None = None
    for k, misfits in dict.fromkeys(attempts):
        solutions = equations.df_range(k, max_misfits=misfits)
        if solutions is None:
            continue
        model = _with_sizes(table, equations, widths, k, solutions, misfits)
        if model.solutions.sizes or not model.solutions.is_complete:
            return model
        without_sizes = without_sizes or model
    return without_sizes


def _with_sizes(
    table: PrintedTable,
    equations: PValueEquations,
    widths: WidthEquations,
    k: int,
    df: tuple[float, float],
    misfits: int,
) -> _Model:
    m = len(table.groups)
    total_high = min(df[1] + k + 0.5, MAX_TOTAL)
    if k > m:
        # every hidden group has at least one observation
        return _Model(k, df[0], df[1], widths.solutions(m, total_high - (k - m)))
    solutions = widths.solutions(df[0] + k - 0.5, total_high)
    sizes = solutions.sizes
    totals = sorted({s.total for s in sizes})
    if len(totals) <= 200:
        fits = {t for t in totals if equations.misfits(k, t - k).sum() <= misfits}
        sizes = [s for s in sizes if s.total in fits]
    if sizes:
        df = (sizes[0].total - k, sizes[-1].total - k)
    return _Model(k, float(df[0]), float(df[1]), replace(solutions, sizes=sizes))


def _describe(
    table: PrintedTable,
    equations: PValueEquations,
    widths: WidthEquations,
    model: _Model,
    nothing: RecoveredTable,
    differences: Vector,
) -> RecoveredTable:
    m, k = len(table.groups), model.k
    flags = list(nothing.flags)
    recovered = replace(nothing, n_groups=k, df_low=model.df_low, df_high=model.df_high)
    solutions = model.solutions
    if solutions.is_complete and not solutions.sizes:
        flags.append(_impossible(table, widths, model))
        status = "sizes not identified: no whole numbers fit"
        return replace(recovered, flags=flags, status=status)

    every = np.stack([sizes.n for sizes in solutions.sizes] or [solutions.n_low, solutions.n_high])
    recovered = replace(
        recovered,
        n_low=every.min(axis=0).tolist(),
        n_high=every.max(axis=0).tolist(),
        n_solutions=len(solutions.sizes),
    )
    if k > m:
        flags.append(_missing(m, k))
    is_unique = len(solutions.sizes) == 1
    spread = sorted({model.df_low, (model.df_low + model.df_high) / 2, model.df_high})
    df = spread[len(spread) // 2]
    wrong = np.all([equations.misfits(k, value) for value in spread], axis=0)
    p = np.mean(equations.predicted(k, df), axis=0)
    if is_unique:
        critical = float(studentized_range.critical_value(table.confidence_level, k, df))
        sizes = solutions.sizes[0]
        c = (sizes.scale_low + sizes.scale_high) / 2
        half = np.sqrt(c * (table.incidence(1) @ (1 / sizes.n)))
        p = np.exp(studentized_range.log_sf(np.abs(differences) / half * critical, k, df))
        recovered = _with_variances(recovered, table, sizes, k, df, 2 * c / critical**2, p)
    flags += _wrong_p_values(table, wrong, p)
    return replace(recovered, flags=flags, status="ok" if is_unique else _ambiguous(solutions))


def _ambiguous(solutions: Solutions) -> str:
    """Return the status of a table whose rounding leaves more than one set of sizes."""
    note = f"{len(solutions.sizes)} sets" if solutions.is_complete else "too many sets"
    return f"sizes not identified: {note} of whole sizes fit the rounding"


def _missing(n_printed: int, n_groups: int) -> Flag:
    return Flag(
        flag="groups_missing",
        printed=float(n_printed),
        expected=float(n_groups),
        detail=f"the p-values and intervals are those of {n_groups} groups, "
        f"{n_printed} are printed",
    )


def _impossible(table: PrintedTable, widths: WidthEquations, model: _Model) -> Flag:
    low, high = (widths.shares() * (df + model.k) for df in (model.df_low, model.df_high))
    real = ", ".join(
        f"{group} {least:.2f} to {most:.2f}"
        for group, least, most in zip(table.groups, low, high, strict=True)
    )
    return Flag(
        flag="impossible_sample_sizes",
        detail=f"no whole sizes fit {model.df_low:.5g} to {model.df_high:.5g} degrees of "
        f"freedom of {model.k} groups; the widths would need {real}, or the model has "
        "further terms",
    )


def _with_variances(
    recovered: RecoveredTable,
    table: PrintedTable,
    sizes: Sizes,
    k: int,
    df: float,
    mean_square_error: float,
    p: Vector,
) -> RecoveredTable:
    """Add the quantities that follow from known sizes."""
    mean = np.array(recovered.mean_centred)
    mean -= np.average(mean, weights=sizes.n)
    printed = np.where(np.isnan(table.p_adjusted.value), p, table.p_adjusted.value)
    recovered = replace(
        recovered,
        n=sizes.n.tolist(),
        n_obs=sizes.total,
        mean_centred=mean.tolist(),
        df_den=df,
        mean_square_error=mean_square_error,
        p_adjusted=p.tolist(),
        max_abs_p_difference=float(np.abs(p - printed).max()),
    )
    if k != len(table.groups):
        return recovered
    between, within = float(sizes.n @ mean**2), mean_square_error * df
    statistic = between / (k - 1) / mean_square_error
    return replace(
        recovered,
        statistic=statistic,
        p_value=f_sf(statistic, k - 1, df),
        eta_squared=between / (between + within),
    )


def _wrong_p_values(table: PrintedTable, wrong: NDArray[np.bool_], p: Vector) -> list[Flag]:
    flags = []
    for row in np.flatnonzero(wrong).tolist():
        printed = table.p_adjusted.value[row]
        detail = f"printed p {printed:.7g}; its difference and interval give {p[row]:.7g}"
        flags.append(flag_pair("p_does_not_follow", table, row, detail, printed, p[row]))
    return flags


def _half_widths(table: PrintedTable) -> tuple[Vector, Vector]:
    """Bound each half-width by its three readings, as far as they agree."""
    d, low, high = table.estimate, table.ci_low, table.ci_high
    ways = [
        ((high.low - low.high) / 2, (high.high - low.low) / 2),
        (high.low - d.high, high.high - d.low),
        (d.low - low.high, d.high - low.low),
    ]
    least, most = (np.array(ends) for ends in zip(*ways, strict=True))
    lower, upper = least.max(axis=0), most.min(axis=0)
    agree = lower <= upper
    return (
        np.maximum(np.where(agree, lower, least[0]), 0.0),
        np.maximum(np.where(agree, upper, most[0]), 1e-300),
    )


def _means(table: PrintedTable, differences: Vector) -> Vector:
    weight = 1 / table.estimate.half_unit
    design = table.incidence(-1) * weight[:, None]
    mean = np.linalg.lstsq(design, weight * differences, rcond=None)[0]
    return mean - mean.mean()
