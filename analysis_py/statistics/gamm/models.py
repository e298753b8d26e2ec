"""The additive mixed models of scores, fitted for every cohort.

One row per fit, its tables nested, so that SQL can unnest them; a fit that a cohort cannot support
is a row that says why. What each fit uses is planned in :mod:`analysis_py.statistics.gamm.plans`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.gamm.engine import (
    GammError,
    curves_table,
    derivatives_table,
    random_effects_table,
    terms_table,
)
from analysis_py.statistics.gamm.engine.curves import CurvePoint
from analysis_py.statistics.gamm.engine.derivatives import SlopePoint
from analysis_py.statistics.gamm.engine.random_effects import RandomEffectRow
from analysis_py.statistics.gamm.engine.terms import TermRow
from analysis_py.statistics.gamm.growth import SIZES_B, GrowthRow, growth_of
from analysis_py.statistics.gamm.plans import (
    FAMILY,
    GAMMS,
    SCALE_FACTOR,
    ModelPlan,
    log_scale_factor,
    model_frame,
    plan_model,
)
from analysis_py.statistics.gamm.smoothers import (
    AT_FAMILY_SIZE,
    Comparison,
    Smoother,
    SmootherRow,
    at_family_size,
    compare_smoothers,
)
from analysis_py.statistics.gamm.type1_error import Type1ErrorRow
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import rows_from_frame, to_frame, with_nulls

SEED = 20240112
#: Draws behind a simulated type I error, whose standard error is then about 1.5 points.
DRAWS = 200


@dataclass(frozen=True, kw_only=True)
class FitRow:
    """A fit with its tables, which are null where there is no fit."""

    cohort_id: str
    gamm: str
    benchmark_id: str
    formula: str
    n_obs: int
    n_dropped: int
    edf_total: float | None
    reml: float | None
    scale: float | None
    r_squared_adjusted: float | None
    deviance_explained: float | None
    intercept: float | None
    intercept_std_error: float | None
    seed: int | None
    status: str
    notes: str | None
    terms: list[TermRow] | None
    curves: list[CurvePoint] | None
    random_effects: list[RandomEffectRow] | None
    derivatives: list[SlopePoint] | None
    smoothers: list[SmootherRow] | None
    growth: list[GrowthRow] | None
    type1_errors: list[Type1ErrorRow] | None


def fit_cohort_gamms(
    rows: pl.DataFrame,
    cohort_id: str,
    benchmarks: Sequence[str],
    confidence_level: float,
    gamms: Sequence[str] = GAMMS,
    seed: int = SEED,
    draws: int = DRAWS,
    sizes_b: tuple[float, float] = SIZES_B,
) -> pl.DataFrame:
    """Fit models to every benchmark of a cohort, whose rows are as of :func:`model_frame`."""
    if SCALE_FACTOR not in rows.columns and FAMILY in rows.columns:
        rows = rows.with_columns(log_scale_factor())
    fits = []
    for gamm in gamms:
        for benchmark in benchmarks:
            plan = plan_model(rows, gamm, benchmark, benchmarks)
            planned = with_nulls(
                FitRow,
                cohort_id=cohort_id,
                gamm=gamm,
                benchmark_id=benchmark,
                formula=plan.formula,
                n_obs=plan.n_obs,
                n_dropped=rows.height - plan.n_obs,
                seed=seed,
                notes=" ".join(plan.notes) or None,
                status=plan.problem or "ok",
            )

            def plan_with(
                smoother: Smoother, gamm: str = gamm, benchmark: str = benchmark
            ) -> ModelPlan:
                chosen = rows
                if smoother.row_selection == AT_FAMILY_SIZE:
                    chosen = at_family_size(rows)
                return plan_model(chosen, gamm, benchmark, benchmarks, smoother.k, smoother.basis)

            fits.append(_fit_plan(planned, plan, plan_with, confidence_level, seed, draws, sizes_b))
    return to_frame(FitRow, fits)


def fit_gamms(
    members: pl.DataFrame,
    scores: pl.DataFrame,
    cohort_benchmarks: pl.DataFrame,
    confidence_level: float,
    seed: int = SEED,
    draws: int = DRAWS,
    sizes_b: tuple[float, float] = SIZES_B,
    n_jobs: int | None = None,
) -> pl.DataFrame:
    """Fit every model to every benchmark of every cohort.

    Parameters
    ----------
    members, scores : polars.DataFrame
        As for :func:`~analysis_py.statistics.gamm.plans.model_frame`, with ``cohort_id``, for all
        cohorts.
    cohort_benchmarks : polars.DataFrame
        ``cohort_id, benchmark_id``, in the order in which the fits come out, and
        ``has_smoothers``, whether the cohort is fitted by other smoothers too.
    confidence_level : float
        Of every band and interval.
    seed : int
        Of the simulations behind simultaneous bands and type I errors.
    draws : int
        Of the simulated type I errors of clustered models; 0 compares no smoothers either.
    sizes_b : tuple of float
        Sizes, in billions of parameters, between which the growth of a curve is stated.
    n_jobs : int, optional
        Number of processes; each fits one model of one cohort at a time.

    Returns
    -------
    polars.DataFrame
        One row per model and benchmark with the columns of :class:`FitRow`.  ``status`` is
        ``'ok'`` or a sentence that says what the cohort lacks; then the results are null.
        ``n_dropped`` counts every row of the cohort that the fit does not use, and ``notes``
        says which levels were left out and which bases made smaller.
    """
    jobs = []
    for (cohort_id,), group in cohort_benchmarks.group_by("cohort_id", maintain_order=True):
        of_cohort = pl.col("cohort_id") == cohort_id
        benchmarks = group["benchmark_id"].to_list()
        rows = model_frame(members.filter(of_cohort), scores.filter(of_cohort), benchmarks)
        drawn = draws if group["has_smoothers"].any() else 0
        jobs += [
            (rows, cohort_id, benchmarks, confidence_level, (gamm,), seed, drawn, sizes_b)
            for gamm in GAMMS
        ]
    tables = in_processes(fit_cohort_gamms, jobs, "cohorts × models fitted", n_jobs)
    return pl.concat([to_frame(FitRow, []), *tables])


def _fit_plan(
    planned: FitRow,
    plan: ModelPlan,
    plan_with: Callable[[Smoother], ModelPlan],
    confidence_level: float,
    seed: int,
    draws: int,
    sizes_b: tuple[float, float],
) -> FitRow:
    if plan.problem is not None:
        return planned
    try:
        fit = plan.fit()
        derivatives = derivatives_table(fit, confidence_level=confidence_level, seed=seed)
        compared = Comparison()
        if draws:
            names = planned.cohort_id, planned.gamm, planned.benchmark_id
            drawn = np.random.SeedSequence(bootstrap_seed(seed, *names)).generate_state(1)
            compared = compare_smoothers(
                fit,
                planned.gamm,
                plan_with,
                confidence_level=confidence_level,
                seed=int(drawn[0]),
                draws=draws,
                sizes_b=sizes_b,
            )
    except GammError as error:
        return replace(planned, status=str(error))
    return replace(
        planned,
        edf_total=fit.edf_total,
        reml=fit.reml,
        scale=fit.scale,
        r_squared_adjusted=fit.r_squared_adjusted,
        deviance_explained=fit.deviance_explained,
        intercept=fit.intercept,
        intercept_std_error=math.sqrt(fit.covariance[0, 0]),
        terms=rows_from_frame(TermRow, terms_table(fit)),
        curves=rows_from_frame(CurvePoint, curves_table(fit, confidence_level=confidence_level)),
        random_effects=rows_from_frame(
            RandomEffectRow, random_effects_table(fit, confidence_level)
        ),
        derivatives=rows_from_frame(SlopePoint, derivatives),
        smoothers=compared.smoothers,
        growth=compared.growth or growth_of(fit, True, sizes_b),
        type1_errors=compared.type1_errors,
    )
