"""From a formula and its data to blocks of columns with diagonal penalties."""

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.gamm.engine.cubic_regression import cubic_regression_basis
from analysis_py.statistics.gamm.engine.discretise import Discretised, discretise
from analysis_py.statistics.gamm.engine.errors import ColumnTypeError, TooFewDistinctValuesError
from analysis_py.statistics.gamm.engine.formula import (
    ModelFormula,
    ParametricTerm,
    RandomInterceptTerm,
    RandomSlopeTerm,
    SmoothTerm,
)
from analysis_py.statistics.gamm.engine.frame import Factor, ModelData
from analysis_py.statistics.gamm.engine.gaussian_process import gaussian_process_basis
from analysis_py.statistics.gamm.engine.margins import Margin, margin_offsets
from analysis_py.statistics.gamm.engine.natural import NaturalBasis, RawBasis, natural_basis
from analysis_py.statistics.gamm.engine.thin_plate import thin_plate_basis

INTERCEPT = "(Intercept)"


@dataclass(frozen=True)
class Block:
    """The coefficients of one term (one level of it for a by-smooth)."""

    label: str  # Name of the term as in the formula, e.g. ``s(x):g=a``.
    kind: str  # {'parametric', 'smooth', 'random_effect'}
    columns: slice  # Columns of the model matrix.
    names: tuple[str, ...]  # A name per coefficient.
    penalty: np.ndarray  # (q,): Diagonal of the penalty; all zero for a parametric block.
    variable: str  # The covariate or factor.
    #: See :class:`~analysis_py.statistics.gamm.engine.natural.NaturalBasis`.
    log_reml_offset: float = 0.0
    by: str | None = None  # Factor and level of a by-smooth; the number of a random slope.
    level: str | None = None
    basis: NaturalBasis | None = None
    levels: tuple[str, ...] = ()  # Levels of a factor or random effect.
    level_counts: np.ndarray | None = None  # (q,): Rows of each level of a random effect.
    low: float = np.nan  # Range of the covariate over the rows of the block.
    high: float = np.nan

    @property
    def penalised(self) -> bool:
        """True if a smoothing parameter belongs to the block."""
        return self.kind != "parametric"


@dataclass(frozen=True)
class Design:
    """Margins (for cross-products) and blocks (for penalties and names)."""

    margins: tuple[Margin, ...]
    #: In the order of the columns; the intercept comes first, an absorbed random intercept last.
    blocks: tuple[Block, ...]
    covariates: dict[str, Discretised]
    n_columns: int  # Columns that are not absorbed, p.
    #: The random intercept whose coefficients follow the p others and which has no columns in the
    #: cross-products; see :mod:`analysis_py.statistics.gamm.engine.absorbed`.
    absorbed: Margin | None = None

    @property
    def penalised(self) -> tuple[Block, ...]:
        """The blocks that have a smoothing parameter, in the order of their columns."""
        return tuple(block for block in self.blocks if block.penalised)

    def fitted(self, coefficients: np.ndarray) -> np.ndarray:
        """``X gamma`` for every row; shape (n,)."""
        offsets = margin_offsets(self.margins)
        total = np.zeros(self.margins[0].codes.size)
        for margin, start, stop in zip(self.margins, offsets, offsets[1:], strict=False):
            total += margin.apply(coefficients[start:stop])
        if self.absorbed is not None:
            total += self.absorbed.apply(coefficients[self.n_columns :])
        return total


class _DesignBuilder:
    """Collects margins and blocks while the terms are visited in order."""

    def __init__(self, data: ModelData, max_distinct: int | None) -> None:
        self.data = data
        self.max_distinct = max_distinct
        self.n = data.response.size
        self.margins: list[Margin] = []
        self.blocks: list[Block] = []
        self.covariates: dict[str, Discretised] = {}
        self.next_column = 0

    def counts(self, codes: np.ndarray, size: int) -> np.ndarray:
        """Rows of each code of a column, whatever their precision, or by their frequency."""
        return np.bincount(codes, weights=self.data.frequencies, minlength=size)

    def take(self, width: int) -> slice:
        """Return the next columns of the model matrix."""
        start = self.next_column
        self.next_column += width
        return slice(start, start + width)

    def number(self, variable: str, label: str) -> Discretised:
        """Code a covariate."""
        if variable in self.data.factors:
            raise ColumnTypeError(f"Term {label}: column {variable!r} holds text, not numbers")
        if variable not in self.covariates:
            self.covariates[variable] = discretise(self.data.numbers[variable], self.max_distinct)
        return self.covariates[variable]

    def factor(self, variable: str, label: str) -> Factor:
        """Return a factor of two levels or more."""
        if variable in self.data.numbers:
            raise ColumnTypeError(f"Term {label}: column {variable!r} holds numbers, not text")
        coded = self.data.factors[variable]
        if len(coded.levels) < 2:
            raise TooFewDistinctValuesError(
                f"Term {label}: factor {variable!r} has one level, {coded.levels[0]!r}"
            )
        return coded

    def intercept(self) -> None:
        """Add the column of ones."""
        self.margins.append(Margin(np.zeros(self.n, dtype=np.int64), np.ones((1, 1)), 1))
        self.blocks.append(
            Block(INTERCEPT, "parametric", self.take(1), (INTERCEPT,), np.zeros(1), INTERCEPT)
        )

    def parametric(self, term: ParametricTerm) -> None:
        """Add a straight line, or the contrasts of a factor with its first level."""
        if term.variable in self.data.factors:
            coded = self.factor(term.variable, term.label)
            levels = coded.levels
            # Treatment contrasts: the first level is the reference.
            matrix = np.eye(len(levels))[:, 1:]
            names = tuple(f"{term.variable}={level}" for level in levels[1:])
            margin = Margin(coded.codes, matrix, len(levels))
        else:
            covariate = self.number(term.variable, term.label)
            levels = ()
            names = (term.variable,)
            margin = Margin(covariate.codes, covariate.values[:, None], covariate.values.size)
        self.margins.append(margin)
        width = margin.n_columns
        self.blocks.append(
            Block(
                term.label,
                "parametric",
                self.take(width),
                names,
                np.zeros(width),
                term.variable,
                levels=levels,
            )
        )

    def random_intercept(self, term: RandomInterceptTerm) -> Margin:
        """Add the block of a random intercept and return its columns."""
        coded = self.factor(term.variable, term.label)
        self._random_block(term, coded, None)
        return Margin(coded.codes, None, len(coded.levels))

    def random_slope(self, term: RandomSlopeTerm) -> None:
        """Add a slope of a number for each level of a factor."""
        coded, covariate = self.factor(term.variable, term.label), self.number(term.by, term.label)
        size, m = len(coded.levels), covariate.values.size
        used, position = np.unique(coded.codes * m + covariate.codes, return_inverse=True)
        matrix = np.zeros((used.size, size))
        matrix[np.arange(used.size), used // m] = covariate.values[used % m]
        self.margins.append(Margin(position, matrix, used.size))
        self._random_block(term, coded, term.by)

    def _random_block(
        self, term: RandomInterceptTerm | RandomSlopeTerm, coded: Factor, by: str | None
    ) -> None:
        size = len(coded.levels)
        self.blocks.append(
            Block(
                term.label,
                "random_effect",
                self.take(size),
                coded.levels,
                np.ones(size),
                term.variable,
                by=by,
                levels=coded.levels,
                level_counts=self.counts(coded.codes, size).astype(np.int64),
            )
        )

    def smooth(self, term: SmoothTerm) -> None:
        """Add a curve, or one for each level of a factor."""
        covariate = self.number(term.variable, term.label)
        values, m = covariate.values, covariate.values.size
        if m < term.k:
            raise TooFewDistinctValuesError(
                f"Term {term.label}: column {term.variable!r} has {m} distinct values,"
                f" fewer than the basis dimension k = {term.k}"
            )
        counts = self.counts(covariate.codes, m)
        centre = float(counts @ values) / float(counts.sum())
        raw: RawBasis
        if term.basis == "tp":
            raw = thin_plate_basis(values, term.k, centre)
        elif term.basis == "gp":
            raw = gaussian_process_basis(values, term.k, centre)
        else:
            raw = cubic_regression_basis(values, term.k)
        basis = natural_basis(raw, values, counts.astype(float), term.label)
        matrix = basis.evaluate(values)
        if term.by is None:
            self.margins.append(Margin(covariate.codes, matrix, m))
            self._smooth_block(term, basis, None, covariate.low, covariate.high)
            return
        by = self.factor(term.by, f"{term.label} by {term.by}")
        cell = by.codes * m + covariate.codes
        used = np.flatnonzero(np.bincount(cell, minlength=len(by.levels) * m))
        position = np.zeros(len(by.levels) * m, dtype=np.int64)
        position[used] = np.arange(used.size)
        blocked = np.zeros((used.size, len(by.levels) * basis.dimension))
        for index, level in enumerate(by.levels):
            rows = np.flatnonzero(used // m == index)
            x = values[used[rows] % m]
            if x.size < 2:
                raise TooFewDistinctValuesError(
                    f"Term {term.label}:{term.by}={level}: column {term.variable!r} has one"
                    f" distinct value, {x[0]:g}, in level {level!r}"
                )
            columns = slice(index * basis.dimension, (index + 1) * basis.dimension)
            blocked[rows, columns] = matrix[used[rows] % m]
            self._smooth_block(term, basis, level, float(x[0]), float(x[-1]))
        self.margins.append(Margin(position[cell], blocked, used.size))

    def _smooth_block(
        self, term: SmoothTerm, basis: NaturalBasis, level: str | None, low: float, high: float
    ) -> None:
        label = term.label if level is None else f"{term.label}:{term.by}={level}"
        self.blocks.append(
            Block(
                label,
                "smooth",
                self.take(basis.dimension),
                tuple(f"{label}.{i + 1}" for i in range(basis.dimension)),
                basis.penalty,
                term.variable,
                log_reml_offset=basis.log_reml_offset,
                by=term.by,
                level=level,
                basis=basis,
                low=low,
                high=high,
            )
        )


def build_design(
    formula: ModelFormula, data: ModelData, max_distinct: int | None, absorb_from: int | None = None
) -> Design:
    """Lay out the model matrix of a formula."""
    builder = _DesignBuilder(data, max_distinct)
    builder.intercept()
    last = _absorbed_term(formula, data, absorb_from)
    for term in formula.terms:
        if term is last:
            continue
        if isinstance(term, SmoothTerm):
            builder.smooth(term)
        elif isinstance(term, RandomInterceptTerm):
            builder.margins.append(builder.random_intercept(term))
        elif isinstance(term, RandomSlopeTerm):
            builder.random_slope(term)
        else:
            builder.parametric(term)
    n_columns = builder.next_column
    absorbed = None if last is None else builder.random_intercept(last)
    return Design(
        margins=tuple(builder.margins),
        blocks=tuple(builder.blocks),
        covariates=builder.covariates,
        n_columns=n_columns,
        absorbed=absorbed,
    )


def _absorbed_term(
    formula: ModelFormula, data: ModelData, absorb_from: int | None
) -> RandomInterceptTerm | None:
    """Return the random intercept with the most levels, if it has enough of them."""
    sizes = {
        term: len(data.factors[term.variable].levels)
        for term in formula.terms
        if isinstance(term, RandomInterceptTerm) and term.variable in data.factors
    }
    largest = max(sizes, key=lambda term: sizes[term], default=None)
    if absorb_from is None or largest is None or sizes[largest] < absorb_from:
        return None
    return largest
