"""Formulas that rows can carry: terms left out, bases made smaller, or why there is no fit."""

from collections.abc import Sequence

import polars as pl

SIZE = "log_parameters_b"
TYPE = "training_type"
ARCHITECTURE = "architecture"
BASE = "base_family"
UPLOADER = "uploader"

# A choice, not a finding: stat_gamm_smoothers says what other bases change.
BASIS, BASIS_DIMENSION = "tp", 10
# Below this many distinct values a curve is a guess between points.
MIN_DISTINCT = 5
# Rows a fit needs beyond its smooth and parametric coefficients.
SPARE_ROWS = 10


def choose_formula(
    rows: pl.DataFrame,
    kind: str,
    response: str,
    covariates: Sequence[str],
    factors: Sequence[str],
    basis_dimension: int,
    basis: str = BASIS,
) -> tuple[str, list[str], str | None]:
    """Return the formula that complete rows carry, what it leaves out, and why there is none."""
    factors, left_out = _drop_confounded(rows, factors)
    asked = format_formula(
        kind, response, covariates, dict.fromkeys(covariates, basis_dimension), factors, basis
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
    formula = format_formula(kind, response, covariates, k, factors, basis)
    return formula, left_out + smaller, None


def format_formula(
    kind: str,
    response: str,
    covariates: Sequence[str],
    k: dict[str, int],
    factors: Sequence[str],
    basis: str = BASIS,
) -> str:
    """Return the formula of a model with a basis of so many functions for each covariate."""

    def smooth(name: str, by: str = "") -> str:
        shape = "" if basis == BASIS else f', bs="{basis}"'
        size = "" if k[name] == BASIS_DIMENSION else f", k={k[name]}"
        return f"s({name}{by}{shape}{size})"

    if kind == "size_by_type":
        terms = [smooth(SIZE, f", by={TYPE}"), TYPE]
        factors = [name for name in factors if name != TYPE]
    else:
        terms = [smooth(name) for name in covariates]
    terms += [f's({name}, bs="re")' for name in factors]
    return f"{response} ~ {' + '.join(terms)}"


def _drop_confounded(rows: pl.DataFrame, factors: Sequence[str]) -> tuple[list[str], list[str]]:
    """Leave out random intercepts that nothing tells from the constant, noise or one another.

    Most results come without architectures, and many with one run per base family. The model
    without that term is then the same model, so it is fitted, and a note says so.
    """
    if rows.height == 0:
        return list(factors), []
    levels = {name: rows[name].n_unique() for name in factors}
    why = {}
    for name in (ARCHITECTURE, UPLOADER):
        if levels.get(name) == 1:
            why[name] = f"all are {rows[name][0]!r}"
    for name in (ARCHITECTURE, BASE, UPLOADER):
        if levels.get(name) == rows.height:
            why[name] = "every row is one of its own"
    for name in (ARCHITECTURE, UPLOADER):
        is_compared = name in levels and BASE in levels and not {name, BASE} & why.keys()
        if is_compared and levels[BASE] == levels[name] == rows.n_unique([name, BASE]):
            why[name] = "each is one base family"
    kept = [name for name in factors if name not in why]
    return kept, [f"{name} left out: {reason}." for name, reason in why.items()]


def n_obs_needed(n_curves: int, n_parametric: int = 1) -> int:
    """Return how many complete rows the smallest bases of so many curves need."""
    return n_curves * (MIN_DISTINCT - 1) + n_parametric + SPARE_ROWS


def _missing_contrast(rows: pl.DataFrame, factors: Sequence[str]) -> str | None:
    if rows.height == 0:
        return "No complete rows."
    for name in factors:
        if rows[name].n_unique() < 2:
            return f"Only one {name.replace('_', ' ')}: {rows[name][0]!r}."
    return None


def _basis_dimensions(
    rows: pl.DataFrame, kind: str, covariates: Sequence[str], basis_dimension: int
) -> tuple[dict[str, int], str | None]:
    """Basis dimensions that the distinct values and the number of rows can carry."""
    k: dict[str, int] = {}
    for name in covariates:
        distinct = rows[name].n_unique()
        if distinct < MIN_DISTINCT:
            return k, f"Only {distinct} distinct values of {name}, fewer than {MIN_DISTINCT}."
        k[name] = min(basis_dimension, distinct)
    curves = len(covariates)
    parametric = 1
    if kind == "size_by_type":
        curves = rows[TYPE].n_unique()
        parametric = curves
    n_obs = rows.height
    affordable = (n_obs - SPARE_ROWS - parametric) // curves + 1
    if affordable < MIN_DISTINCT:
        return k, (
            f"Only {n_obs} complete rows for {curves} curve{'s' * (curves > 1)},"
            f" fewer than {n_obs_needed(curves, parametric)}."
        )
    return {name: min(value, affordable) for name, value in k.items()}, None
