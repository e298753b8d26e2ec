"""The additive mixed models of scores, fitted for every cohort by two engines.

One row per fit, its tables nested, so that SQL can unnest them; a fit that a cohort cannot support
is a row that says why. What each fit uses is planned in :mod:`analysis_py.statistics.gamm.plans`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.gamm.basis_sensitivity import BasisSensitivityRow, basis_sensitivity
from analysis_py.statistics.gamm.carried import BASIS_DIMENSION
from analysis_py.statistics.gamm.engine import (
    GammError,
    basis_check_table,
    coefficients_table,
    concurvity_table,
    curves_table,
    derivatives_table,
    fit_counted,
    fit_gamm,
    fit_summary,
    optima_table,
    random_effects_table,
    significant_intervals,
    terms_table,
)
from analysis_py.statistics.gamm.engine.basis_check import BasisCheckRow
from analysis_py.statistics.gamm.engine.concurvity import ConcurvityRow
from analysis_py.statistics.gamm.engine.curves import CurvePoint
from analysis_py.statistics.gamm.engine.derivatives import IntervalRow, SlopePoint
from analysis_py.statistics.gamm.engine.random_effects import RandomEffectRow
from analysis_py.statistics.gamm.engine.summary import CoefficientRow, OptimumRow, SummaryRow
from analysis_py.statistics.gamm.engine.terms import TermRow
from analysis_py.statistics.gamm.large import LargeCohort, plan_large, sampled_rows
from analysis_py.statistics.gamm.plans import (
    FAMILY,
    GAMMS,
    PAPER_GAMMS,
    SCALE_FACTOR,
    ModelPlan,
    log_scale_factor,
    model_frame,
    plan_model,
)
from analysis_py.statistics.gamm.pygam_engine import fit_pygam, pygam_curves, pygam_terms
from analysis_py.statistics.rows import rows_from_frame, to_frame, with_nulls

SEED = 20240112
#: The models that are fitted once more with twice the basis, to see whether k matters.
WIDENED_GAMMS = ("size", "size_clustered")
#: pyGAM's time grows with the rows times the columns of every term, and from 10,000 to 100,000 rows
#: from seconds a fit to minutes; a second opinion is not worth that.
PYGAM_ROWS = 20_000


@dataclass(frozen=True, kw_only=True)
class FitRow:
    """A fit with its tables; what an engine does not give, or has no fit to give, is null."""

    cohort_id: str
    gamm: str
    benchmark_id: str
    engine: str
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
    coefficients: list[CoefficientRow] | None
    curves: list[CurvePoint] | None
    random_effects: list[RandomEffectRow] | None
    derivatives: list[SlopePoint] | None
    significant_intervals: list[IntervalRow] | None
    basis_checks: list[BasisCheckRow] | None
    concurvity: list[ConcurvityRow] | None
    alternative_optima: list[OptimumRow] | None
    basis_sensitivity: list[BasisSensitivityRow] | None


class _Known(TypedDict):
    """The keys and inputs of a fit, as fields of a row."""

    cohort_id: str
    gamm: str
    benchmark_id: str
    engine: str
    formula: str
    n_obs: int
    n_dropped: int
    seed: int | None
    notes: str | None


def fit_cohort_gamms(
    rows: pl.DataFrame | LargeCohort,
    cohort_id: str,
    benchmarks: Sequence[str],
    confidence_level: float,
    gamms: Sequence[str] = GAMMS,
    seed: int = SEED,
    engine: str = "reml",
) -> pl.DataFrame:
    """Fit every model to every benchmark of a cohort.

    Parameters
    ----------
    rows : polars.DataFrame or LargeCohort
        One row per evaluation: ``log_parameters_b``, ``training_type``, ``architecture``,
        ``log_<benchmark>`` for each benchmark (null where the score is 0 or missing, or the
        size unknown), for the clustered models ``base_family``, and for the scaled models
        ``log_scale_factor``, or ``architecture_family`` to compute it from. A large cohort is
        fitted from sums, and its bases are checked on a sample.
    cohort_id : str
    benchmarks : sequence of str
    confidence_level : float
        Of every band and interval.
    gamms : sequence of str
        A subset of ``GAMMS``.
    seed : int
        Of the simulations behind simultaneous bands and basis checks.
    engine : {"reml", "pygam"}
        This project's own, or pyGAM, which gives terms and curves only, of no more than
        :data:`PYGAM_ROWS` rows.

    Returns
    -------
    polars.DataFrame
        One row per model and benchmark with the columns of :class:`FitRow`.  ``status`` is
        ``'ok'`` or a sentence that says what the cohort lacks; then the results are null.
        ``n_dropped`` counts every row of the frame that the fit does not use, and ``notes``
        says which levels were left out and which bases made smaller.
    """
    if (
        isinstance(rows, pl.DataFrame)
        and SCALE_FACTOR not in rows.columns
        and FAMILY in rows.columns
    ):
        rows = rows.with_columns(log_scale_factor())
    n_members = rows.height if isinstance(rows, pl.DataFrame) else rows.n_members
    found = []
    for gamm in gamms:
        for benchmark in benchmarks:
            plan = _planned(rows, gamm, benchmark, benchmarks)
            known: _Known = {
                "cohort_id": cohort_id,
                "gamm": gamm,
                "benchmark_id": benchmark,
                "engine": engine,
                "formula": plan.formula,
                "n_obs": plan.n_obs,
                "n_dropped": n_members - plan.n_obs,
                "seed": seed if engine == "reml" else None,
                "notes": " ".join(plan.notes) or None,
            }
            wider = sample = None
            if engine == "reml" and gamm in WIDENED_GAMMS:
                wider = _planned(rows, gamm, benchmark, benchmarks, 2 * BASIS_DIMENSION)
            if engine == "reml" and isinstance(rows, LargeCohort) and plan.problem is None:
                sample = sampled_rows(rows, gamm, plan, seed)
            found.append(_fit_row(plan, wider, known, confidence_level, seed, sample))
    return to_frame(FitRow, found)


def _planned(
    rows: pl.DataFrame | LargeCohort,
    gamm: str,
    benchmark: str,
    benchmarks: Sequence[str],
    basis_dimension: int = BASIS_DIMENSION,
) -> ModelPlan:
    if isinstance(rows, LargeCohort):
        return plan_large(rows, gamm, benchmark, benchmarks, basis_dimension)
    return plan_model(rows, gamm, benchmark, benchmarks, basis_dimension)


def fit_gamms(
    members: pl.DataFrame,
    scores: pl.DataFrame,
    cohort_benchmarks: pl.DataFrame,
    confidence_level: float,
    seed: int = SEED,
    engine: str = "reml",
    cohorts: Sequence[str] | None = None,
    n_jobs: int | None = None,
    large: Mapping[str, LargeCohort] | None = None,
) -> pl.DataFrame:
    """Fit every model to every benchmark of every cohort.

    Parameters
    ----------
    members, scores : polars.DataFrame
        As for :func:`~analysis_py.statistics.gamm.plans.model_frame`, with ``cohort_id``, for all
        cohorts.
    cohort_benchmarks : polars.DataFrame
        ``cohort_id, benchmark_id``, in the order in which the fits come out.
    confidence_level, seed, engine
        As for :func:`fit_cohort_gamms`.
    cohorts : sequence of str, optional
        The cohorts to fit; all by default.
    n_jobs : int, optional
        Number of processes; each fits one model of one cohort at a time.
    large : dict of str to LargeCohort, optional
        The cohorts of which there are no rows in the frames.

    Returns
    -------
    polars.DataFrame
        As of :func:`fit_cohort_gamms`.
    """
    # The second opinion is about the paper's models; pyGAM has no random effect of many levels.
    gamms = PAPER_GAMMS if engine == "pygam" else GAMMS
    chosen = [
        (cohort_id, group["benchmark_id"].to_list())
        for (cohort_id,), group in cohort_benchmarks.group_by("cohort_id", maintain_order=True)
        if cohorts is None or cohort_id in cohorts
    ]
    jobs = []
    for cohort_id, benchmarks in chosen:
        rows: pl.DataFrame | LargeCohort
        if large is not None and cohort_id in large:
            rows = large[cohort_id]
        else:
            of_cohort = pl.col("cohort_id") == cohort_id
            rows = model_frame(members.filter(of_cohort), scores.filter(of_cohort), benchmarks)
        jobs += [
            (rows, cohort_id, benchmarks, confidence_level, (gamm,), seed, engine) for gamm in gamms
        ]
    tables = in_processes(fit_cohort_gamms, jobs, f"cohorts × models fitted ({engine})", n_jobs)
    return pl.concat([to_frame(FitRow, []), *tables])


def _fit_row(
    plan: ModelPlan,
    wider: ModelPlan | None,
    known: _Known,
    confidence_level: float,
    seed: int,
    sample: pl.DataFrame | None,
) -> FitRow:
    if plan.problem is not None:
        return with_nulls(FitRow, **known, status=plan.problem)
    try:
        if known["engine"] == "pygam":
            return _fit_pygam(plan, known, confidence_level)
        return _fit_reml(plan, wider, known, confidence_level, seed, sample)
    except GammError as error:
        return with_nulls(FitRow, **known, status=str(error))


def _fit_reml(
    plan: ModelPlan,
    wider: ModelPlan | None,
    known: _Known,
    confidence_level: float,
    seed: int,
    sample: pl.DataFrame | None,
) -> FitRow:
    if plan.counts is None:
        frequencies, within = plan.sums
        fit = fit_gamm(plan.rows, plan.formula, frequencies=frequencies, within=within)
    else:
        fit = fit_counted(plan.counts, plan.formula)
    (summary,) = rows_from_frame(SummaryRow, fit_summary(fit))
    checks = rows_from_frame(BasisCheckRow, basis_check_table(fit, seed=seed, rows=sample))
    derivatives = derivatives_table(fit, confidence_level=confidence_level, seed=seed)
    return FitRow(
        **known,
        edf_total=summary.edf_total,
        reml=summary.reml,
        scale=summary.scale,
        r_squared_adjusted=summary.r_squared_adjusted,
        deviance_explained=summary.deviance_explained,
        intercept=summary.intercept,
        intercept_std_error=summary.intercept_std_error,
        status="ok",
        terms=rows_from_frame(TermRow, terms_table(fit)),
        coefficients=rows_from_frame(CoefficientRow, coefficients_table(fit)),
        curves=rows_from_frame(CurvePoint, curves_table(fit, confidence_level=confidence_level)),
        random_effects=rows_from_frame(
            RandomEffectRow, random_effects_table(fit, confidence_level)
        ),
        derivatives=rows_from_frame(SlopePoint, derivatives),
        significant_intervals=rows_from_frame(IntervalRow, significant_intervals(derivatives)),
        basis_checks=checks,
        concurvity=rows_from_frame(ConcurvityRow, concurvity_table(fit)),
        alternative_optima=rows_from_frame(OptimumRow, optima_table(fit)),
        basis_sensitivity=(
            [] if wider is None else basis_sensitivity(fit, checks, wider, seed, sample)
        ),
    )


def _fit_pygam(plan: ModelPlan, known: _Known, confidence_level: float) -> FitRow:
    """Fit with pyGAM, which draws no random numbers and has no restricted likelihood."""
    if plan.n_obs > PYGAM_ROWS:
        status = f"left out, for pyGAM takes minutes: more than {PYGAM_ROWS:,} rows"
        return with_nulls(FitRow, **known, status=status)
    fit = fit_pygam(plan.rows, plan.formula)
    return with_nulls(
        FitRow,
        **known,
        edf_total=fit.edf_total,
        scale=fit.scale,
        r_squared_adjusted=fit.r_squared_adjusted,
        deviance_explained=fit.deviance_explained,
        status="ok",
        terms=rows_from_frame(TermRow, pygam_terms(fit)),
        curves=rows_from_frame(CurvePoint, pygam_curves(fit, confidence_level=confidence_level)),
    )
