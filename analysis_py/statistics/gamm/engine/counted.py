"""A fit from one- and two-way counts, where even the distinct rows do not fit into memory.

Cells of equal covariates are hardly fewer than rows where a model has many covariates. Its
cross-products need them two at a time only: ``X_a' X_b = B_a' N_ab B_b`` (Li & Wood 2020), so rows
can be counted a batch at a time and forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.gamm.engine.absorbed import sums_of_levels
from analysis_py.statistics.gamm.engine.crossproducts import CrossProducts
from analysis_py.statistics.gamm.engine.design import Design, DesignBuilder, lay_out
from analysis_py.statistics.gamm.engine.errors import (
    ConstantResponseError,
    GammError,
    MissingColumnError,
    NonFiniteError,
    TooFewRowsError,
)
from analysis_py.statistics.gamm.engine.fit import (
    ABSORB_FROM,
    DEFAULT_TIE_TOLERANCE,
    GammFit,
    fit_products,
)
from analysis_py.statistics.gamm.engine.formula import ModelFormula, SmoothTerm, parse_formula
from analysis_py.statistics.gamm.engine.frame import Factor, ModelData
from analysis_py.statistics.gamm.engine.margins import Margin, margin_offsets


@dataclass(frozen=True)
class CountedColumn:
    """A covariate or factor by its distinct values.

    Attributes
    ----------
    values : ndarray of float or tuple of str, of length m
        Distinct and ascending: numbers, or the levels of a factor.
    counts : ndarray, shape (m,)
        Rows of each.
    """

    values: np.ndarray | tuple[str, ...]
    counts: np.ndarray


@dataclass(frozen=True)
class TwoWayCounts:
    """All that a model of these columns needs of its rows.

    Attributes
    ----------
    columns : dict of str to CountedColumn
    tables : dict of (str, str) to ndarray, shape (m_a, m_b)
        Rows at each two values of each two columns, the earlier one first.
    sums : dict of str to ndarray, shape (m,)
        Sum of the response at each value.
    mean : float
        Of the response.
    squares : float
        Sum of the squared distances of the response from its mean.
    """

    columns: Mapping[str, CountedColumn]
    tables: Mapping[tuple[str, str], np.ndarray]
    sums: Mapping[str, np.ndarray]
    mean: float
    squares: float

    @property
    def n_obs(self) -> int:
        """Number of rows."""
        return int(next(iter(self.columns.values())).counts.sum())

    def table(self, a: str, b: str) -> np.ndarray:
        """Rows at each value of a and of b; shape (m_a, m_b)."""
        return self.tables[a, b] if (a, b) in self.tables else self.tables[b, a].T


def count_two_ways(
    columns: Mapping[str, CountedColumn],
    batches: Iterable[tuple[Sequence[np.ndarray], np.ndarray]],
    mean: float,
    squares: float,
    unit: float = 1.0,
) -> TwoWayCounts:
    """Count rows a batch at a time.

    Parameters
    ----------
    columns : dict of str to CountedColumn
    batches : iterable of (list of ndarray of int, shape (n,); ndarray, shape (n,))
        For each column the position of each row's value; and the response in `unit`. In whole
        units every sum is exact, so that neither the order of the rows nor the size of a batch
        changes a bit.
    mean, squares : float
        As of :class:`TwoWayCounts`.
    unit : float
        What 1 in a batch's response stands for.
    """
    names = list(columns)
    sizes = [len(column.values) for column in columns.values()]
    pairs = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names))]
    tables = {pair: np.zeros(sizes[pair[0]] * sizes[pair[1]], dtype=np.int64) for pair in pairs}
    sums = [np.zeros(size) for size in sizes]
    for codes, response in batches:
        wide = [code.astype(np.int64, copy=False) for code in codes]
        for a, size in enumerate(sizes):
            sums[a] += np.bincount(wide[a], weights=response, minlength=size)
        for a, b in pairs:
            tables[a, b] += np.bincount(wide[a] * sizes[b] + wide[b], minlength=tables[a, b].size)
    return TwoWayCounts(
        columns=columns,
        tables={
            (names[a], names[b]): table.reshape(sizes[a], sizes[b])
            for (a, b), table in tables.items()
        },
        sums={name: unit * of for name, of in zip(names, sums, strict=True)},
        mean=mean,
        squares=squares,
    )


def fit_counted(
    counted: TwoWayCounts,
    formula: str,
    *,
    tie_tolerance: float = DEFAULT_TIE_TOLERANCE,
    absorb_from: int | None = ABSORB_FROM,
) -> GammFit:
    """Fit a model whose terms have one column each, from counts; the fit is that of the rows.

    Parameters
    ----------
    counted : TwoWayCounts
        Of the columns of the formula, or of more.
    formula : str
    tie_tolerance, absorb_from
        As for :func:`~analysis_py.statistics.gamm.engine.fit.fit_gamm`.

    Raises
    ------
    GammError
        As for :func:`~analysis_py.statistics.gamm.engine.fit.fit_gamm`, and if a smooth has a
        ``by``, which takes three-way counts: cells are what it wants.
    """
    parsed = parse_formula(formula)
    _refuse(counted, parsed)
    data = ModelData(
        response=np.zeros(0),
        numbers={
            name: column.values
            for name, column in counted.columns.items()
            if isinstance(column.values, np.ndarray)
        },
        factors={
            name: Factor(column.values, np.arange(len(column.values)))
            for name, column in counted.columns.items()
            if isinstance(column.values, tuple)
        },
        weights=None,
        frequencies=None,
        n_dropped=0,
    )
    design = lay_out(_CountedBuilder(data, counted), parsed, absorb_from)
    return fit_products(parsed, data, design, _products(counted, design), tie_tolerance)


class _CountedBuilder(DesignBuilder):
    """Lays out distinct values instead of rows: a code is the value's own position."""

    def __init__(self, data: ModelData, counted: TwoWayCounts) -> None:
        super().__init__(data, None)
        self.counted = counted

    def counts(self, variable: str, codes: np.ndarray, size: int) -> np.ndarray:
        del codes, size
        return self.counted.columns[variable].counts


def _refuse(counted: TwoWayCounts, formula: ModelFormula) -> None:
    for term in formula.terms:
        if isinstance(term, SmoothTerm) and term.by is not None:
            raise GammError(
                f"Term {term.label} of {formula.text!r} has by={term.by}: two-way counts"
                " do not hold it; fit it from cells, with frequencies and within"
            )
        if term.variable not in counted.columns:
            raise MissingColumnError(
                f"Column {term.variable!r} of {formula.text!r} was not counted"
                f" ({', '.join(counted.columns)} were)"
            )
        values = counted.columns[term.variable].values
        if isinstance(values, np.ndarray) and not np.isfinite(values).all():
            raise NonFiniteError(f"Column {term.variable!r} has values that are not finite")
    if counted.n_obs < 3:
        raise TooFewRowsError(f"{formula.text!r} has {counted.n_obs} rows, fewer than 3")
    if counted.squares <= 0.0:
        raise ConstantResponseError(
            f"Every value of the response {formula.response!r} is {counted.mean:g}"
        )


def _products(counted: TwoWayCounts, design: Design) -> CrossProducts:
    """``X'X`` and ``X'(y - mean)``: a block of columns at a time."""
    blocks = design.blocks[1:] if design.absorbed is None else design.blocks[1:-1]
    variables = [block.variable for block in blocks]
    margins = design.margins[1:]
    offsets = margin_offsets(design.margins)
    xtx, xty = np.zeros((offsets[-1], offsets[-1])), np.zeros(offsets[-1])
    n = float(counted.n_obs)
    xtx[0, 0] = n
    for a, (name, margin) in enumerate(zip(variables, margins, strict=True)):
        rows = slice(offsets[a + 1], offsets[a + 2])
        counts = counted.columns[name].counts.astype(float)
        xtx[rows, rows] = _cross(counted, name, margin, name, margin)
        xtx[rows, 0] = xtx[0, rows] = margin.left(counts)
        xty[rows] = margin.left(counted.sums[name] - counted.mean * counts)
        for b in range(a):
            columns = slice(offsets[b + 1], offsets[b + 2])
            xtx[rows, columns] = _cross(counted, name, margin, variables[b], margins[b])
            xtx[columns, rows] = xtx[rows, columns].T
    levels = None
    if design.absorbed is not None:
        own, absorbed = design.blocks[-1].variable, design.absorbed
        counts = counted.columns[own].counts.astype(float)
        parts = [counts[:, None]]
        parts += [
            _cross(counted, own, absorbed, name, margin)
            for name, margin in zip(variables, margins, strict=True)
        ]
        response = counted.sums[own] - counted.mean * counts
        levels = sums_of_levels(counts, np.hstack(parts), response)
    return CrossProducts(
        xtx=xtx,
        xty=xty,
        yty=counted.squares,
        centre=counted.mean,
        weight_sum=n,
        n_obs=n,
        log_weights=0.0,
        levels=levels,
    )


def _cross(counted: TwoWayCounts, a: str, first: Margin, b: str, second: Margin) -> np.ndarray:
    """``B_a' N_ab B_b``."""
    if a == b:  # a covariate in two terms
        table = np.diag(counted.columns[a].counts).astype(float)
    else:
        table = counted.table(a, b).astype(float)
    return first.left(second.left(table.T).T)
