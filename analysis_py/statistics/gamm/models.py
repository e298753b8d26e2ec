"""The additive mixed models of scores, fitted for every cohort.

One row per fit, its tables nested, so that SQL can unnest them; a fit that a cohort cannot support
is a row that says why. What each fit uses is planned in :mod:`analysis_py.statistics.gamm.plans`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.gamm.engine import (
    GammError,
    GammFit,
    curves_table,
    derivatives_table,
    random_effects_table,
    terms_table,
)
from analysis_py.statistics.gamm.engine.curves import CurvePoint
from analysis_py.statistics.gamm.engine.derivatives import SlopePoint
from analysis_py.statistics.gamm.engine.random_effects import RandomEffectRow
from analysis_py.statistics.gamm.engine.terms import TermRow
from analysis_py.statistics.gamm.flatness import FLAT_GAMMS, FlatnessRow, flat_terms
from analysis_py.statistics.gamm.growth import SIZES_B, GrowthRow, growth_of
from analysis_py.statistics.gamm.left_out import LEFT_OUT_GAMMS, LeftOutRow, leave_families_out
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
#: Points of a score that do not matter.
MARGIN_PCT = 2.0


class Settings(NamedTuple):
    """What all fits share; the parameters of :func:`fit_gamms`."""

    confidence_level: float
    seed: int = SEED
    draws: int = DRAWS
    sizes_b: tuple[float, float] = SIZES_B
    margin_pct: float = MARGIN_PCT


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
    flat_terms: list[FlatnessRow] | None
    left_out: list[LeftOutRow] | None


def fit_cohort_gamms(
    rows: pl.DataFrame,
    cohort_id: str,
    benchmarks: Sequence[str],
    settings: Settings,
    gamms: Sequence[str] = GAMMS,
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
                seed=settings.seed,
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

            fits.append(_fit_plan(planned, plan, plan_with, settings))
    return to_frame(FitRow, fits)


def fit_gamms(
    members: pl.DataFrame,
    scores: pl.DataFrame,
    cohort_benchmarks: pl.DataFrame,
    confidence_level: float,
    seed: int = SEED,
    draws: int = DRAWS,
    sizes_b: tuple[float, float] = SIZES_B,
    margin_pct: float = MARGIN_PCT,
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
        Of the simulated type I errors of clustered models; 0 compares no smoothers either, leaves
        no family out and finds no term without effect.
    sizes_b : tuple of float
        Sizes, in billions of parameters, between which the growth of a curve is stated.
    margin_pct : float
        Points of a score that do not matter, for terms without effect.
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
        settings = Settings(confidence_level, seed, drawn, sizes_b, margin_pct)
        jobs += [(rows, cohort_id, benchmarks, settings, (gamm,)) for gamm in GAMMS]
    tables = in_processes(fit_cohort_gamms, jobs, "cohorts × models fitted", n_jobs)
    return pl.concat([to_frame(FitRow, []), *tables])


def _fit_plan(
    planned: FitRow,
    plan: ModelPlan,
    plan_with: Callable[[Smoother], ModelPlan],
    settings: Settings,
) -> FitRow:
    if plan.problem is not None:
        return planned
    level, seed = settings.confidence_level, settings.seed
    try:
        fit = plan.fit()
        derivatives = derivatives_table(fit, confidence_level=level, seed=seed)
        if settings.draws:
            planned = _compare(planned, plan, fit, plan_with, settings)
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
        curves=rows_from_frame(CurvePoint, curves_table(fit, confidence_level=level)),
        random_effects=rows_from_frame(RandomEffectRow, random_effects_table(fit, level)),
        derivatives=rows_from_frame(SlopePoint, derivatives),
        growth=planned.growth or growth_of(fit, True, settings.sizes_b),
    )


def _compare(
    planned: FitRow,
    plan: ModelPlan,
    fit: GammFit,
    plan_with: Callable[[Smoother], ModelPlan],
    settings: Settings,
) -> FitRow:
    """Add what other smoothers, simulated samples and families left out say of a clustered fit."""
    names = planned.cohort_id, planned.gamm, planned.benchmark_id

    def seed_of(*what: str) -> int:
        seed = bootstrap_seed(settings.seed, *names, *what)
        return int(np.random.SeedSequence(seed).generate_state(1)[0])

    compared = compare_smoothers(
        fit,
        planned.gamm,
        plan_with,
        confidence_level=settings.confidence_level,
        seed=seed_of(),
        draws=settings.draws,
        sizes_b=settings.sizes_b,
    )
    flat, left_out = [], []
    if compared.fits and planned.gamm in FLAT_GAMMS:
        drawn = settings.draws, seed_of("flat"), settings.confidence_level
        response = f"log_{planned.benchmark_id}"
        flat = flat_terms(compared.fits, plan.rows, response, settings.margin_pct, drawn)
    if compared.fits and planned.gamm in LEFT_OUT_GAMMS:
        left_out = leave_families_out(fit, compared.null, settings.sizes_b)
    return replace(
        planned,
        smoothers=compared.smoothers,
        growth=compared.growth,
        type1_errors=compared.type1_errors,
        flat_terms=flat,
        left_out=left_out,
    )
