"""Contradictions within a printed table that are found without a model of its analysis."""

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.printed_tables.printed import PrintedTable
from analysis_py.statistics.printed_tables.result import Flag
from analysis_py.statistics.printed_tables.systems import RoundedSystem


def check_closure(table: PrintedTable) -> tuple[list[int], list[Flag]]:
    """Find pairs whose interval is not centred on the difference, beyond rounding."""
    d, low, high = table.estimate, table.ci_low, table.ci_high
    middle = (low.value + high.value) / 2
    allowed = d.half_unit + (low.half_unit + high.half_unit) / 2
    rows: list[int] = np.flatnonzero(np.abs(middle - d.value) > allowed).tolist()
    flags = []
    for row in rows:
        hint = ""
        if abs(middle[row] + d.value[row]) <= allowed[row]:
            hint = "; with the opposite sign it closes"
        detail = f"difference {d.value[row]:.7g}, middle of the interval {middle[row]:.7g}{hint}"
        flags.append(
            flag_pair("interval_does_not_close", table, row, detail, d.value[row], middle[row])
        )
    return rows, flags


def check_additivity(table: PrintedTable) -> tuple[NDArray[np.float64], list[Flag]]:
    """Find differences that do not add up around triangles."""
    # One mean is free: the first group's is zero
    design = table.incidence(-1)[:, 1:]
    system = RoundedSystem(design, table.estimate.low, table.estimate.high)
    suspects = system.suspects()
    differences = table.estimate.value.copy()
    if not suspects:
        return differences, []
    others = system.without(suspects)
    if not others.is_determined:
        names = " or ".join(_pair(table, row) for row in suspects)
        detail = f"the differences do not add up; one of {names} is wrong"
        return differences, [Flag(flag="differences_not_additive", detail=detail)]
    means = np.linalg.lstsq(others.design, (others.low + others.high) / 2, rcond=None)[0]
    implied = design @ means
    flags = []
    for row in suspects:
        printed, expected = table.estimate.value[row], implied[row]
        hint = "; the sign is swapped" if _opposite(printed, expected) else ""
        detail = f"printed {printed:.7g}; the other pairs imply {expected:.7g}{hint}"
        flags.append(flag_pair("differences_not_additive", table, row, detail, printed, expected))
    differences[suspects] = implied[suspects]
    return differences, flags


def check_widths(
    table: PrintedTable, squares: RoundedSystem, already: list[int]
) -> tuple[list[int], list[Flag]]:
    """Find intervals whose widths fit no sizes, real or whole, without some rows."""
    rows = [row for row in range(table.n_pairs) if row not in already]
    suspects = [rows[i] for i in squares.without(already).suspects()]
    if not suspects:
        return [], []
    names = " or ".join(_pair(table, row) for row in suspects)
    one = f"the interval of {names} is too wide or too narrow for the others"
    if len(suspects) == 1:
        return suspects, [flag_pair("widths_inconsistent", table, suspects[0], one)]
    return suspects, [Flag(flag="widths_inconsistent", detail=one)]


def check_decisions(table: PrintedTable) -> list[Flag]:
    """Find pairs whose p-value and interval disagree about zero."""
    alpha = 1 - table.confidence_level
    p, low, high = table.p_adjusted, table.ci_low, table.ci_high
    excludes = (low.low > 0) | (high.high < 0)
    includes = (low.high < 0) & (high.low > 0)
    wrong = (excludes & (p.low > alpha + 1e-9)) | (includes & (p.high < alpha - 1e-9))
    flags = []
    for row in np.flatnonzero(wrong).tolist():
        side = "excludes" if excludes[row] else "includes"
        detail = f"the interval {side} zero, and p is {p.value[row]:.7g}"
        flags.append(flag_pair("decision_contradicts_interval", table, row, detail, p.value[row]))
    return flags


def check_pairs(table: PrintedTable) -> list[Flag]:
    """Find pairs of printed groups that have no row."""
    printed = {frozenset(pair) for pair in zip(table.a.tolist(), table.b.tolist(), strict=True)}
    m = len(table.groups)
    return [
        Flag(
            flag="pairs_missing",
            group_a=table.groups[j],
            group_b=table.groups[i],
            detail="this pair has no row",
        )
        for i in range(m)
        for j in range(i + 1, m)
        if frozenset((i, j)) not in printed
    ]


def _pair(table: PrintedTable, row: int) -> str:
    return f"{table.groups[table.a[row]]} − {table.groups[table.b[row]]}"


def _opposite(printed: float, expected: float) -> bool:
    return bool(abs(printed + expected) < 1e-3 * abs(printed))


def flag_pair(
    kind: str,
    table: PrintedTable,
    row: int,
    detail: str,
    printed: float | None = None,
    expected: float | None = None,
) -> Flag:
    """Return a contradiction in one pair, a row of the table."""
    return Flag(
        flag=kind,
        group_a=table.groups[table.a[row]],
        group_b=table.groups[table.b[row]],
        printed=None if printed is None else float(printed),
        expected=None if expected is None else float(expected),
        detail=detail,
    )
