"""Printed figures as intervals of the values that round to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

#: Columns of a printed table of pairs.
PAIR_COLUMNS = ("group_a", "group_b", "estimate", "ci_low", "ci_high", "p_adjusted")

# Arithmetic in doubles before printing can move a figure at the edge of rounding.
_FLOAT_NOISE = 1e-12


@dataclass(frozen=True)
class Figures:
    """Printed figures and their possible values before rounding.

    Attributes
    ----------
    value, low, high : ndarray, shape (n,)
        The figure as printed (NaN for ``<0.001``), and its bounds before rounding.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def half_unit(self) -> NDArray[np.float64]:
        """Half of the width of each interval."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class PrintedTable:
    """A printed table of all pairs of some groups.

    Attributes
    ----------
    groups : tuple of str, length m
        The named groups in order of appearance.
    a, b : ndarray of int, shape (n_pairs,)
        Positions of the two groups of each pair; ``estimate`` is mean a − mean b.
    confidence_level : float
        Of the intervals, simultaneous over all pairs.
    """

    groups: tuple[str, ...]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    estimate: Figures
    ci_low: Figures
    ci_high: Figures
    p_adjusted: Figures
    confidence_level: float

    @property
    def n_pairs(self) -> int:
        """Number of pairs printed."""
        return len(self.a)

    def incidence(self, sign: int) -> NDArray[np.float64]:
        """Return the matrix with 1 at group a and ``sign`` at group b, shape (n_pairs, m)."""
        matrix = np.zeros((self.n_pairs, len(self.groups)))
        rows = np.arange(self.n_pairs)
        matrix[rows, self.a] = 1
        matrix[rows, self.b] = sign
        return matrix


def printed_table(pairs: pl.DataFrame, confidence_level: float = 0.95) -> PrintedTable:
    """Read a printed table.

    Parameters
    ----------
    pairs : polars.DataFrame
        :data:`PAIR_COLUMNS`: mean a − mean b, its interval and its adjusted p-value, as numbers or
        as text; ``"<0.001"`` is accepted, and a null means that no p-value is printed.
    confidence_level : float
        Of the intervals.

    Raises
    ------
    ValueError
        If a pair is a group with itself or is printed twice, a figure cannot be read, an interval
        is upside down or a p-value lies outside 0 to 1.
    """
    columns: dict[str, Any] = {name: pairs[name].to_list() for name in PAIR_COLUMNS}
    group_a, group_b = columns["group_a"], columns["group_b"]
    seen: dict[frozenset[str], int] = {}
    for row, pair in enumerate(zip(group_a, group_b, strict=True), start=1):
        if pair[0] == pair[1]:
            raise ValueError(f"row {row}: {pair[0]!r} is compared with itself")
        if (first := seen.setdefault(frozenset(pair), row)) != row:
            raise ValueError(f"row {row}: {pair[0]!r} and {pair[1]!r} are already in row {first}")
    groups = tuple(
        dict.fromkeys(name for pair in zip(group_a, group_b, strict=True) for name in pair)
    )
    position = {name: i for i, name in enumerate(groups)}
    figures = {name: read_figures(columns[name], name) for name in PAIR_COLUMNS[2:]}
    figures["p_adjusted"] = _as_probabilities(figures["p_adjusted"])
    upside_down = figures["ci_low"].low > figures["ci_high"].high
    if upside_down.any():
        row = int(np.argmax(upside_down))
        low, high = figures["ci_low"].value[row], figures["ci_high"].value[row]
        raise ValueError(f"row {row + 1}: ci_low {low} is above ci_high {high}")
    return PrintedTable(
        groups=groups,
        a=np.array([position[name] for name in group_a], dtype=np.int64),
        b=np.array([position[name] for name in group_b], dtype=np.int64),
        confidence_level=confidence_level,
        **figures,
    )


def read_figures(cells: Sequence[str | float | None], name: str) -> Figures:
    """Read printed figures as intervals of half a unit of the last decimal on each side.

    Text with trailing zeros or exponents shows its own decimals. All other figures, such as numbers
    read as floats, have the decimals of the longest.
    """
    parsed = [_parse(cell, row, name) for row, cell in enumerate(cells, start=1)]
    places = np.array([0 if number is None else _places(number) for _, number in parsed])
    if not _keeps_zeros(cells):
        places = np.full(len(cells), places.max(initial=0))
    value = np.array([float(n) if n is not None else np.nan for _, n in parsed])
    half_unit = 0.5 * 10.0**-places + _FLOAT_NOISE * np.abs(value)
    low, high = value - half_unit, value + half_unit
    for row, (sign, _) in enumerate(parsed):
        if sign == "<":
            low[row], high[row], value[row] = -np.inf, value[row], np.nan
        elif sign == ">":
            low[row], high[row], value[row] = value[row], np.inf, np.nan
    return Figures(value, low, high)


def _parse(cell: str | float | None, row: int, name: str) -> tuple[str, Decimal | None]:
    if cell is None:
        if name != "p_adjusted":
            raise ValueError(f"row {row}, column {name}: no value")
        return "", None
    text = str(cell).strip().replace("\N{MINUS SIGN}", "-")
    sign = text[:1] if text[:1] in "<>" and name == "p_adjusted" else ""
    try:
        number = Decimal(text[len(sign) :].strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise ValueError(f"row {row}, column {name}: {cell!r} is not a number")
    return sign, number


def _places(number: Decimal) -> int:
    """Return the decimals of a finite number."""
    return -int(number.as_tuple().exponent)


def _keeps_zeros(cells: Sequence[str | float | None]) -> bool:
    """Tell whether cells of different lengths show their own decimals."""
    if any(isinstance(cell, float | int) for cell in cells):
        return False
    text = [str(cell).strip().lower() for cell in cells if cell is not None]
    return any("e" in cell or ("." in cell and cell.endswith("0")) for cell in text)


def _as_probabilities(p: Figures) -> Figures:
    outside = (p.value < 0) | (p.value > 1)
    if outside.any():
        row = int(np.argmax(outside))
        raise ValueError(f"row {row + 1}, column p_adjusted: {p.value[row]} is not a probability")
    unknown = np.isnan(p.low)
    return Figures(
        p.value,
        np.where(unknown, 0.0, np.clip(p.low, 0, 1)),
        np.where(unknown, 1.0, np.clip(p.high, 0, 1)),
    )
