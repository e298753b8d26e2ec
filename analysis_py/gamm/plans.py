"""What each of the paper's additive mixed models will fit: its formula and its rows.

Four models of the paper per benchmark: score by size, by size with a random effect of training
type, by size within training type, and the interplay of abilities; three of them on scores scaled
by how frequent an architecture family is; and all four, and size on scaled scores, with a random
effect of the base family, so that tunes of one base do not count as independent rows. Where a
cohort cannot carry a model as it is written, the plan says what was made smaller or left out, or
why there is no fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

SCALED, CLUSTERED = "_scaled", "_clustered"
PAPER_GAMMS = (
    "size",
    "size_with_type",
    "size_by_type",
    "interplay",
    "size_scaled",
    "size_by_type_scaled",
    "interplay_scaled",
)
CLUSTERED_GAMMS = (
    "size_clustered",
    "size_with_type_clustered",
    "size_by_type_clustered",
    "interplay_clustered",
    "size_scaled_clustered",
)
GAMMS = PAPER_GAMMS + CLUSTERED_GAMMS
SIZE = "log_parameters_b"
TYPE = "training_type"
ARCHITECTURE = "architecture"
FAMILY = "architecture_family"
BASE = "base_family"
SCALE_FACTOR = "log_scale_factor"
# Of a frame of cells: how many rows each stands for, and their sum of squares about its mean.
N_OBS, WITHIN = "n_obs", "squares_within"

# A choice, not a finding: stat_gamm_basis_sensitivity says what twice as many functions change.
BASIS_DIMENSION = 10
# Below this many distinct values a curve is a guess between points.
MIN_DISTINCT = 5
# A training type with fewer rows or sizes than this cannot carry a curve of its own; its rows
# are left out of that fit and counted, since no other model term could absorb them.
MIN_LEVEL_ROWS = 10
MIN_LEVEL_DISTINCT = 4
# An ability measured on fewer rows is no covariate: it would take nearly all rows away.
MIN_COVARIATE_ROWS = 30
# Rows a fit needs beyond its smooth and parametric coefficients.
SPARE_ROWS = 10


@dataclass(frozen=True)
class ModelPlan:
    """What one fit will use: its formula, its complete rows and what was changed to get there.

    Attributes
    ----------
    formula : str
    rows : polars.DataFrame
        Or cells of them, with ``n_obs`` and ``squares_within``.
    notes : tuple of str
        A sentence for every basis made smaller and every level left out.
    problem : str or None
        Why the cohort cannot support the fit.
    """

    formula: str
    rows: pl.DataFrame
    notes: tuple[str, ...] = field(default=())
    problem: str | None = None

    @property
    def n_obs(self) -> int:
        """Number of rows."""
        return _n_obs(self.rows)

    @property
    def sums(self) -> tuple[str | None, str | None]:
        """Columns of frequencies and of squares within, where the rows are cells."""
        return (N_OBS, WITHIN) if N_OBS in self.rows.columns else (None, None)


def log_scale_factor() -> pl.Expr:
    """Logarithm of the paper's weight of an architecture family.

    Returns
    -------
    polars.Expr
        ``log(N / (families * n))`` for a family with n of the N rows, which is 0 where all
        families are equally frequent.
    """
    families = pl.col(FAMILY).n_unique()
    return (pl.len() / (families * pl.len().over(FAMILY))).log().alias(SCALE_FACTOR)


def model_frame(
    members: pl.DataFrame, scores: pl.DataFrame, benchmarks: Sequence[str]
) -> pl.DataFrame:
    """Return one cohort's rows with a column per benchmark, which plans read.

    Parameters
    ----------
    members : polars.DataFrame
        One row per evaluation: ``evaluation_id`` and covariates.
    scores : polars.DataFrame
        One row per evaluation and benchmark: ``evaluation_id, benchmark_id, log_score``.
    benchmarks : sequence of str
        The benchmarks that get a column, ``log_<benchmark>``, in this order.

    Returns
    -------
    polars.DataFrame
        The rows of `members` in their order; null where an evaluation has no score.
    """
    frame = members
    for benchmark in benchmarks:
        column = scores.filter(pl.col("benchmark_id") == benchmark).select(
            "evaluation_id", pl.col("log_score").alias(f"log_{benchmark}")
        )
        frame = frame.join(column, on="evaluation_id", how="left", maintain_order="left")
    return frame


def cell_frame(cells: pl.DataFrame, members: pl.DataFrame, benchmark: str) -> pl.DataFrame:
    """Return one cohort's cells of a benchmark, which plans of models of size read.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per benchmark and set of covariates: the covariates, ``log_score`` (a mean),
        ``n_obs`` and ``squares_within``.
    members : polars.DataFrame
        As of :func:`model_frame`; it knows the scale factor of each architecture family.
    benchmark : str
    """
    frame = cells.filter(pl.col("benchmark_id") == benchmark)
    if SCALE_FACTOR in members.columns:
        factors = members.select(FAMILY, SCALE_FACTOR).unique()
        frame = frame.join(factors, on=FAMILY, how="left", maintain_order="left")
    return frame.rename({"log_score": f"log_{benchmark}"})


def plan_model(
    frame: pl.DataFrame,
    gamm: str,
    benchmark: str,
    benchmarks: Sequence[str],
    basis_dimension: int = BASIS_DIMENSION,
) -> ModelPlan:
    """Choose rows and basis dimensions for one fit, or say why it cannot be made.

    Parameters
    ----------
    frame : polars.DataFrame
        As of :func:`model_frame`, or for a model of size of :func:`cell_frame`.
    gamm : str
    benchmark : str
    benchmarks : sequence of str
        All benchmarks of the cohort.
    basis_dimension : int
        k of every smooth, as far as the rows and distinct values carry it.

    Raises
    ------
    ValueError
        If `gamm` is not one of ``GAMMS``.
    """
    if gamm not in GAMMS:
        raise ValueError(f"Unknown model {gamm!r}; the models are {', '.join(GAMMS)}")
    is_clustered, unclustered = gamm.endswith(CLUSTERED), gamm.removesuffix(CLUSTERED)
    is_scaled, kind = unclustered.endswith(SCALED), unclustered.removesuffix(SCALED)
    factors = [ARCHITECTURE, BASE] if is_clustered else [ARCHITECTURE]
    scores = [f"log_{name}" for name in benchmarks]
    response = f"log_{benchmark}"
    others = [name for name in scores if name != response] if kind == "interplay" else []
    rare = {
        name: count
        for name in others
        if name in frame.columns and (count := frame[name].count()) < MIN_COVARIATE_ROWS
    }
    notes = [f"{name} left out: {count} rows." for name, count in rare.items()]
    others = [name for name in others if name not in rare]
    covariates = [*others, SIZE]
    if kind in ("size_with_type", "size_by_type"):
        factors.insert(0, TYPE)
    columns = [response, *covariates, *factors]
    k = dict.fromkeys(covariates, basis_dimension)
    formula = _formula(kind, response, covariates, k, factors)
    if kind == "interplay" and not others:
        return ModelPlan(formula, frame.clear(), tuple(notes), "No other benchmark with scores.")
    missing = [name for name in columns if name not in frame.columns]
    if is_scaled and SCALE_FACTOR not in frame.columns:
        missing.append(SCALE_FACTOR)
    if missing:
        return ModelPlan(formula, frame.clear(), problem=f"No column {', '.join(missing)}.")

    rows = frame
    if is_scaled:
        # Multiplying a score by the factor of its architecture family adds its logarithm.
        rows = rows.with_columns(pl.col(response, *others) + pl.col(SCALE_FACTOR))
    sums = [name for name in (N_OBS, WITHIN) if name in frame.columns]
    rows = rows.select(*columns, *sums).drop_nulls()
    if kind == "size_by_type":
        rows, notes = _keep_levels_with_a_curve(rows)
    problem = _missing_contrast(rows, factors)
    if problem is not None:
        return ModelPlan(formula, rows, tuple(notes), problem)
    k, problem = _basis_dimensions(rows, kind, covariates, basis_dimension)
    if problem is not None:
        return ModelPlan(formula, rows, tuple(notes), problem)
    notes.extend(
        f"k = {k[name]} instead of {basis_dimension} for s({name})."
        for name in covariates
        if k[name] < basis_dimension
    )
    return ModelPlan(_formula(kind, response, covariates, k, factors), rows, tuple(notes))


def _formula(
    kind: str,
    response: str,
    covariates: Sequence[str],
    k: dict[str, int],
    factors: Sequence[str],
) -> str:
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


def _keep_levels_with_a_curve(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Leave out training types that are too small for a smooth, and say so."""
    n = pl.col(N_OBS).sum() if N_OBS in rows.columns else pl.len()
    levels = (
        rows.group_by(TYPE)
        .agg(
            n.alias("n"),
            pl.col(SIZE).n_unique().alias("distinct"),
        )
        .sort(TYPE)
    )
    small = levels.filter(
        (pl.col("n") < MIN_LEVEL_ROWS) | (pl.col("distinct") < MIN_LEVEL_DISTINCT)
    )
    notes = [
        f"Training type {level!r} left out: {n} rows with {distinct} distinct sizes."
        for level, n, distinct in small.iter_rows()
    ]
    return rows.filter(~pl.col(TYPE).is_in(small[TYPE].to_list())), notes


def _missing_contrast(rows: pl.DataFrame, factors: Sequence[str]) -> str | None:
    if rows.height == 0:
        return "No complete rows."
    for name in factors:
        if rows[name].n_unique() < 2:
            return f"Only one {name.replace('_', ' ')}: {rows[name][0]!r}."
    if BASE in factors:
        n_bases = rows[BASE].n_unique()
        if n_bases == _n_obs(rows):
            return "Every row is a base family of its own: no family can be told from noise."
        if n_bases == rows[ARCHITECTURE].n_unique() == rows.n_unique([ARCHITECTURE, BASE]):
            return "Every architecture is one base family: the two cannot be told apart."
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
    n_obs = _n_obs(rows)
    affordable = (n_obs - SPARE_ROWS - parametric) // curves + 1
    if affordable < MIN_DISTINCT:
        return k, (
            f"Only {n_obs} complete rows for {curves} curve{'s' * (curves > 1)},"
            f" fewer than {curves * (MIN_DISTINCT - 1) + parametric + SPARE_ROWS}."
        )
    return {name: min(value, affordable) for name, value in k.items()}, None


def _n_obs(rows: pl.DataFrame) -> int:
    return int(rows[N_OBS].sum()) if N_OBS in rows.columns else rows.height
