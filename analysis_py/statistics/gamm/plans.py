"""Formula and rows of each additive mixed model of the paper.

Four models of the paper per benchmark: score by size, by size with a random effect of training
type, by size within training type, and the interplay of abilities; three of them on scores scaled
by how frequent an architecture family is; and all four, and size on scaled scores, with a random
effect of the base family, so that tunes of one base do not count as independent rows, and where
size is the only covariate also one of the uploader, whose tunes are similar across bases. If a
cohort cannot carry a model as written, the plan says what was reduced or left out, or why there is
no fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from analysis_py.statistics.gamm.cells import N_OBS, WITHIN, sum_cells
from analysis_py.statistics.gamm.engine import GammFit, fit_gamm, parse_formula
from analysis_py.statistics.gamm.model_spec import (
    ARCHITECTURE,
    BASE,
    BASIS,
    BASIS_DIMENSION,
    SIZE,
    TYPE,
    UPLOADER,
    choose_formula,
    format_formula,
    n_obs_needed,
)

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
#: Of the clustered models, those with a random effect of the uploader where the rows name it.
WITH_UPLOADER = ("size", "size_with_type", "size_by_type")
FAMILY = "architecture_family"
SCALE_FACTOR = "log_scale_factor"

# A training type with fewer rows or sizes than this cannot carry a curve of its own; its rows
# are left out of that fit and counted, since no other model term could absorb them.
MIN_LEVEL_ROWS = 10
MIN_LEVEL_DISTINCT = 4
# An ability measured on fewer rows cannot be a covariate: too few rows would remain.
MIN_COVARIATE_ROWS = 30


@dataclass(frozen=True)
class ModelPlan:
    """Formula and complete rows of one fit, with what was changed to get there."""

    formula: str
    rows: pl.DataFrame
    #: A sentence for every basis made smaller and every level left out.
    notes: tuple[str, ...] = field(default=())
    problem: str | None = None  # Why the cohort cannot support the fit.

    @property
    def n_obs(self) -> int:
        """Number of rows."""
        return self.rows.height

    def fit(self, *, is_thorough: bool = True) -> GammFit:
        """Fit the model from the cells of its rows, as :func:`fit_gamm` does."""
        cells = sum_cells(self.rows, parse_formula(self.formula).response)
        return fit_gamm(
            cells, self.formula, frequencies=N_OBS, within=WITHIN, is_thorough=is_thorough
        )


def log_scale_factor() -> pl.Expr:
    """Logarithm of the paper's weight of a family with n of N rows: ``log(N / (families * n))``."""
    families = pl.col(FAMILY).n_unique()
    return (pl.len() / (families * pl.len().over(FAMILY))).log().alias(SCALE_FACTOR)


def model_frame(
    members: pl.DataFrame, scores: pl.DataFrame, benchmarks: Sequence[str]
) -> pl.DataFrame:
    """Return one cohort's members, in their order, with a column of log scores per benchmark.

    Scores are rows of ``evaluation_id, benchmark_id, log_score``; the columns are
    ``log_<benchmark>``, null where an evaluation has no score.
    """
    frame = members
    for benchmark in benchmarks:
        column = scores.filter(pl.col("benchmark_id") == benchmark).select(
            "evaluation_id", pl.col("log_score").alias(f"log_{benchmark}")
        )
        frame = frame.join(column, on="evaluation_id", how="left", maintain_order="left")
    return frame


def plan_model(
    frame: pl.DataFrame,
    gamm: str,
    benchmark: str,
    benchmarks: Sequence[str],
    basis_dimension: int = BASIS_DIMENSION,
    basis: str = BASIS,
) -> ModelPlan:
    """Choose rows and basis dimensions for one fit, or say why it cannot be made.

    The frame is as of :func:`model_frame`, and `benchmarks` are all of the cohort; k of every
    smooth is `basis_dimension`, as far as the rows and distinct values carry it.
    """
    if gamm not in GAMMS:
        raise ValueError(f"Unknown model {gamm!r}; the models are {', '.join(GAMMS)}")
    is_clustered, unclustered = gamm.endswith(CLUSTERED), gamm.removesuffix(CLUSTERED)
    is_scaled, kind = unclustered.endswith(SCALED), unclustered.removesuffix(SCALED)
    factors = [ARCHITECTURE, BASE] if is_clustered else [ARCHITECTURE]
    if is_clustered and kind in WITH_UPLOADER and UPLOADER in frame.columns:
        factors.append(UPLOADER)
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
    formula = format_formula(kind, response, covariates, k, factors)
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
    if kind == "interplay":
        others, apart = _drop_rare_combinations(rows.select(columns), response, others, factors)
        notes += apart
        covariates = [*others, SIZE]
        columns = [response, *covariates, *factors]
    rows = rows.select(columns).drop_nulls()
    if kind == "size_by_type":
        rows, notes = _keep_levels_with_a_curve(rows)
    formula, smaller, problem = choose_formula(
        rows, kind, response, covariates, factors, basis_dimension, basis
    )
    return ModelPlan(formula, rows, (*notes, *smaller), problem)


def _drop_rare_combinations(
    rows: pl.DataFrame, response: str, others: list[str], factors: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Leave out abilities measured beside too few of the rest, the costliest first.

    A collection from many sources has few models with all scores. If no choice of abilities leaves
    enough complete rows, all of them stay, and the fit says what is lacking.
    """

    def complete(names: Sequence[str]) -> int:
        return rows.select(response, SIZE, *factors, *names).drop_nulls().height

    kept, notes = list(others), []
    n = complete(kept)
    while len(kept) > 1 and n < n_obs_needed(len(kept) + 1):
        without = {name: complete([other for other in kept if other != name]) for name in kept}
        costliest = max(reversed(kept), key=without.__getitem__)
        notes.append(
            f"{costliest} left out: with it {n} rows are complete, else {without[costliest]}."
        )
        kept.remove(costliest)
        n = without[costliest]
    return (kept, notes) if n >= n_obs_needed(len(kept) + 1) else (others, [])


def _keep_levels_with_a_curve(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Leave out training types that are too small for a smooth, and say so."""
    levels = (
        rows.group_by(TYPE)
        .agg(pl.len().alias("n"), pl.col(SIZE).n_unique().alias("distinct"))
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
