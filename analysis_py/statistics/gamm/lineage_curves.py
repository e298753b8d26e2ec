"""Size curves with a random effect of a coarser lineage than the base family.

Sizes of one developer's generation are bases of their own, and yet share data and recipe. So the
curve of size is fitted with a random effect of that coarser line in place of the base family,
and with
one beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.gamm.engine import (
    GammError,
    derivatives_table,
    significant_intervals,
)
from analysis_py.statistics.gamm.model_spec import BASE, LINE, SIZE
from analysis_py.statistics.gamm.plans import ModelPlan, model_frame, plan_model
from analysis_py.statistics.rows import to_frame, with_nulls

#: What has a random effect, beside the architecture.
LINEAGES = (LINE, f"{BASE} + {LINE}")


@dataclass(frozen=True, kw_only=True)
class LineageCurveRow:
    """A size curve under one way to draw the clusters; null where there is none."""

    cohort_id: str
    benchmark_id: str
    lineage: str
    formula: str
    n_obs: int
    n_lines: int
    n_rises: int | None
    rises_from_b: float | None
    rises_to_b: float | None
    n_falls: int | None
    status: str


def fit_lineage_curves(
    members: pl.DataFrame,
    scores: pl.DataFrame,
    cohort_benchmarks: pl.DataFrame,
    confidence_level: float,
    seed: int,
    n_jobs: int | None = None,
) -> pl.DataFrame:
    """Fit the curve of size with the coarser line, for every cohort and benchmark.

    Parameters
    ----------
    members, scores, cohort_benchmarks
        As for :func:`~analysis_py.statistics.gamm.models.fit_gamms`; the members have
        ``lineage_family`` too.
    confidence_level : float
        Of the band of the slope, which holds for the whole curve.
    seed : int
        Of the simulation behind it.
    n_jobs : int, optional
        Number of processes; each takes one cohort at a time.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and ``lineage``: how many stretches rise and fall, from the
        least to the largest size at which one rises, in billions of parameters, and ``status``.
    """
    jobs = []
    for (cohort_id,), group in cohort_benchmarks.group_by("cohort_id", maintain_order=True):
        of_cohort = pl.col("cohort_id") == cohort_id
        benchmarks = group["benchmark_id"].to_list()
        frame = model_frame(members.filter(of_cohort), scores.filter(of_cohort), benchmarks)
        jobs.append((frame, str(cohort_id), benchmarks, confidence_level, seed))
    tables = in_processes(fit_cohort_lineage_curves, jobs, "cohorts fitted by line", n_jobs)
    return pl.concat([to_frame(LineageCurveRow, []), *tables])


def fit_cohort_lineage_curves(
    frame: pl.DataFrame,
    cohort_id: str,
    benchmarks: Sequence[str],
    confidence_level: float,
    seed: int,
) -> pl.DataFrame:
    """Fit the curves of one cohort, whose rows are in ``frame``."""
    rows = [
        _row(frame, cohort_id, benchmark, lineage, confidence_level, seed)
        for benchmark in benchmarks
        for lineage in LINEAGES
    ]
    return to_frame(LineageCurveRow, rows)


def _row(
    frame: pl.DataFrame,
    cohort_id: str,
    benchmark: str,
    lineage: str,
    confidence_level: float,
    seed: int,
) -> LineageCurveRow:
    plan = _plan(frame, benchmark, lineage)
    planned = with_nulls(
        LineageCurveRow,
        cohort_id=cohort_id,
        benchmark_id=benchmark,
        lineage=lineage,
        formula=plan.formula,
        n_obs=plan.n_obs,
        n_lines=plan.rows[LINE].n_unique() if LINE in plan.rows.columns else 0,
        status=plan.problem or "ok",
    )
    if plan.problem is not None:
        return planned
    try:
        fit = plan.fit()
    except GammError as error:
        return replace(planned, status=str(error))
    slopes = derivatives_table(fit, confidence_level=confidence_level, seed=seed)
    found = significant_intervals(slopes).filter(
        (pl.col("band") == "simultaneous") & (pl.col("term") == f"s({SIZE})")
    )
    rises = found.filter(direction="rise")
    return replace(
        planned,
        n_rises=rises.height,
        rises_from_b=float(np.exp(rises["x_low"].to_numpy().min())) if rises.height else None,
        rises_to_b=float(np.exp(rises["x_high"].to_numpy().max())) if rises.height else None,
        n_falls=found.height - rises.height,
    )


def _plan(frame: pl.DataFrame, benchmark: str, lineage: str) -> ModelPlan:
    """Plan the clustered model of size, with the line as its base family or beside that."""
    if LINE not in frame.columns:
        plan = plan_model(frame, "size_clustered", benchmark, [benchmark])
        return ModelPlan(plan.formula, plan.rows.clear(), problem=f"No column {LINE}.")
    if lineage == LINE:
        of_line = frame.with_columns(pl.col(LINE).alias(BASE))
        plan = plan_model(of_line, "size_clustered", benchmark, [benchmark])
        return ModelPlan(
            plan.formula.replace(f"s({BASE},", f"s({LINE},"),
            plan.rows.rename({BASE: LINE}) if BASE in plan.rows.columns else plan.rows,
            plan.notes,
            plan.problem and plan.problem.replace("base family", "line"),
        )
    plan = plan_model(frame, "size_clustered", benchmark, [benchmark])
    if plan.problem is not None:
        return plan
    rows = frame.select(*plan.rows.columns, LINE).drop_nulls()
    n_lines = rows[LINE].n_unique()
    problem = None
    if n_lines < 2:
        problem = "Only one line."
    elif n_lines == rows[BASE].n_unique() == rows.n_unique([BASE, LINE]):
        problem = "Every line is one base family: the two cannot be estimated separately."
    return ModelPlan(f'{plan.formula} + s({LINE}, bs="re")', rows, plan.notes, problem)
