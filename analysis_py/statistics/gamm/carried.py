"""The formula that the data support: terms left out, bases reduced, or the reason for no fit.

The rows may be a frame, cells of one, or counts of what lies in a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

SIZE = "log_parameters_b"
TYPE = "training_type"
ARCHITECTURE = "architecture"
BASE = "base_family"
#: Of a frame of cells: how many rows each stands for.
N_OBS = "n_obs"

# A choice, not a finding: stat_gamm_basis_sensitivity says what twice as many functions change.
BASIS_DIMENSION = 10
# Below this many distinct values a curve is a guess between points.
MIN_DISTINCT = 5
# Rows a fit needs beyond its smooth and parametric coefficients.
SPARE_ROWS = 10


class Rows(Protocol):
    """The interface of complete rows that a plan reads."""

    @property
    def n_obs(self) -> int:
        """Number of rows."""

    def n_unique(self, *columns: str) -> int:
        """Return how many values a column has, or two together."""

    def first(self, factor: str) -> str:
        """Return a level of a factor."""


@dataclass(frozen=True)
class FrameRows:
    """Rows, or cells of them, that a frame holds."""

    frame: pl.DataFrame

    @property
    def n_obs(self) -> int:
        """Number of rows."""
        is_summed = N_OBS in self.frame.columns
        return int(self.frame[N_OBS].sum()) if is_summed else self.frame.height

    def n_unique(self, *columns: str) -> int:
        """Return how many values a column has, or several together."""
        if len(columns) == 1:
            return self.frame[columns[0]].n_unique()  # ten times as fast as of a frame
        return self.frame.n_unique(list(columns))

    def first(self, factor: str) -> str:
        """Return a level of a factor."""
        return str(self.frame[factor][0])


def fitted_formula(
    rows: Rows,
    kind: str,
    response: str,
    covariates: Sequence[str],
    factors: Sequence[str],
    basis_dimension: int,
) -> tuple[str, list[str], str | None]:
    """Return the formula that complete rows carry, what it leaves out, and why there is none."""
    factors, left_out = _told_apart(rows, factors)
    asked = written_formula(
        kind, response, covariates, dict.fromkeys(covariates, basis_dimension), factors
    )
    problem = _missing_contrast(rows, factors)
    if problem is not None:
        return asked, left_out, problem
    k, problem = _basis_dimensions(rows, kind, covariates, basis_dimension)
    if problem is not None:
        return asked, left_out, problem
    smaller = [
        f"k = {k[name]} instead of {basis_dimension} for s({name})."
        for name in covariates
        if k[name] < basis_dimension
    ]
    return written_formula(kind, response, covariates, k, factors), left_out + smaller, None


def written_formula(
    kind: str,
    response: str,
    covariates: Sequence[str],
    k: dict[str, int],
    factors: Sequence[str],
) -> str:
    """Return the formula of a model with a basis of so many functions for each covariate."""

    def smooth(name: str, by: str = "") -> str:
        size = "" if k[name] == BASIS_DIMENSION else f", k={k[name]}"
        return f"s({name}{by}{size})"

    if kind == "size_by_type":
        terms = [smooth(SIZE, f", by={TYPE}"), TYPE]
        factors = [name for name in factors if name != TYPE]
    else:
        terms = [smooth(name) for name in covariates]
    terms += [f's({name}, bs="re")' for name in factors]
    return f"{response} ~ {' + '.join(terms)}"


def _told_apart(rows: Rows, factors: Sequence[str]) -> tuple[list[str], list[str]]:
    """Leave out random intercepts that nothing tells from the constant, noise or one another.

    Most results come without architectures, and many with one run per base family. The model
    without that term is then the same model, so it is fitted, and a note says so.
    """
    if rows.n_obs == 0:
        return list(factors), []
    levels = {name: rows.n_unique(name) for name in factors}
    why = {}
    if levels.get(ARCHITECTURE) == 1:
        why[ARCHITECTURE] = f"all are {rows.first(ARCHITECTURE)!r}"
    for name in (ARCHITECTURE, BASE):
        if levels.get(name) == rows.n_obs:
            why[name] = "every row is one of its own"
    if not why and BASE in factors:
        pairs = rows.n_unique(ARCHITECTURE, BASE)
        if levels[BASE] == levels[ARCHITECTURE] == pairs:
            why[ARCHITECTURE] = "each is one base family"
    kept = [name for name in factors if name not in why]
    return kept, [f"{name} left out: {reason}." for name, reason in why.items()]


def n_obs_needed(n_curves: int, n_parametric: int = 1) -> int:
    """Return how many complete rows the smallest bases of so many curves need."""
    return n_curves * (MIN_DISTINCT - 1) + n_parametric + SPARE_ROWS


def _missing_contrast(rows: Rows, factors: Sequence[str]) -> str | None:
    if rows.n_obs == 0:
        return "No complete rows."
    for name in factors:
        if rows.n_unique(name) < 2:
            return f"Only one {name.replace('_', ' ')}: {rows.first(name)!r}."
    return None


def _basis_dimensions(
    rows: Rows, kind: str, covariates: Sequence[str], basis_dimension: int
) -> tuple[dict[str, int], str | None]:
    """Basis dimensions that the distinct values and the number of rows can carry."""
    k: dict[str, int] = {}
    for name in covariates:
        distinct = rows.n_unique(name)
        if distinct < MIN_DISTINCT:
            return k, f"Only {distinct} distinct values of {name}, fewer than {MIN_DISTINCT}."
        k[name] = min(basis_dimension, distinct)
    curves = len(covariates)
    parametric = 1
    if kind == "size_by_type":
        curves = rows.n_unique(TYPE)
        parametric = curves
    n_obs = rows.n_obs
    affordable = (n_obs - SPARE_ROWS - parametric) // curves + 1
    if affordable < MIN_DISTINCT:
        return k, (
            f"Only {n_obs} complete rows for {curves} curve{'s' * (curves > 1)},"
            f" fewer than {n_obs_needed(curves, parametric)}."
        )
    return {name: min(value, affordable) for name, value in k.items()}, None
