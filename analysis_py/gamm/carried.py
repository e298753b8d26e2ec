"""Which formula rows can carry: bases made smaller, or why there is no fit.

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
    """What a plan asks of complete rows, wherever they are."""

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
    """Return the formula that complete rows carry, what it made smaller, and why there is none."""
    asked = written_formula(
        kind, response, covariates, dict.fromkeys(covariates, basis_dimension), factors
    )
    problem = _missing_contrast(rows, factors)
    if problem is not None:
        return asked, [], problem
    k, problem = _basis_dimensions(rows, kind, covariates, basis_dimension)
    if problem is not None:
        return asked, [], problem
    smaller = [
        f"k = {k[name]} instead of {basis_dimension} for s({name})."
        for name in covariates
        if k[name] < basis_dimension
    ]
    return written_formula(kind, response, covariates, k, factors), smaller, None


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


def _missing_contrast(rows: Rows, factors: Sequence[str]) -> str | None:
    if rows.n_obs == 0:
        return "No complete rows."
    for name in factors:
        if rows.n_unique(name) < 2:
            return f"Only one {name.replace('_', ' ')}: {rows.first(name)!r}."
    if BASE in factors:
        n_bases = rows.n_unique(BASE)
        if n_bases == rows.n_obs:
            return "Every row is a base family of its own: no family can be told from noise."
        if n_bases == rows.n_unique(ARCHITECTURE) == rows.n_unique(ARCHITECTURE, BASE):
            return "Every architecture is one base family: the two cannot be told apart."
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
            f" fewer than {curves * (MIN_DISTINCT - 1) + parametric + SPARE_ROWS}."
        )
    return {name: min(value, affordable) for name, value in k.items()}, None
