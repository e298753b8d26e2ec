"""The paper's additive mixed models, fitted for every cohort by two engines.

One row per fit, its tables nested, so that SQL can unnest them; a fit that a cohort cannot support
is a row that says why. What each fit uses is planned in :mod:`analysis_py.gamm.plans`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis_py.gamm.engine import (
    GammError,
    basis_check_table,
    coefficients_table,
    concurvity_table,
    curves_table,
    derivatives_table,
    fit_gamm,
    fit_summary,
    optima_table,
    random_effects_table,
    significant_intervals,
    terms_table,
)
from analysis_py.gamm.engine.basis_check import BASIS_CHECK_SCHEMA
from analysis_py.gamm.engine.concurvity import CONCURVITY_SCHEMA
from analysis_py.gamm.engine.curves import CURVES_SCHEMA
from analysis_py.gamm.engine.derivatives import DERIVATIVES_SCHEMA, INTERVALS_SCHEMA
from analysis_py.gamm.engine.random_effects import RANDOM_EFFECTS_SCHEMA
from analysis_py.gamm.engine.summary import COEFFICIENTS_SCHEMA, OPTIMA_SCHEMA
from analysis_py.gamm.engine.terms import TERMS_SCHEMA
from analysis_py.gamm.plans import (
    FAMILY,
    GAMMS,
    SCALE_FACTOR,
    ModelPlan,
    log_scale_factor,
    plan_model,
)
from analysis_py.gamm.pygam_engine import fit_pygam, pygam_curves, pygam_terms
from analysis_py.plumbing.processes import in_processes

SEED = 20240112

_NESTED = {
    "terms": TERMS_SCHEMA,
    "coefficients": COEFFICIENTS_SCHEMA,
    "curves": CURVES_SCHEMA,
    "random_effects": RANDOM_EFFECTS_SCHEMA,
    "derivatives": DERIVATIVES_SCHEMA,
    "significant_intervals": INTERVALS_SCHEMA,
    "basis_checks": BASIS_CHECK_SCHEMA,
    "concurvity": CONCURVITY_SCHEMA,
    "alternative_optima": OPTIMA_SCHEMA,
}
FITS_SCHEMA: dict[str, pl.DataType] = {
    "cohort_id": pl.String(),
    "gamm": pl.String(),
    "benchmark_id": pl.String(),
    "engine": pl.String(),
    "formula": pl.String(),
    "n_obs": pl.Int64(),
    "n_dropped": pl.Int64(),
    "edf_total": pl.Float64(),
    "reml": pl.Float64(),
    "scale": pl.Float64(),
    "r_squared_adjusted": pl.Float64(),
    "deviance_explained": pl.Float64(),
    "intercept": pl.Float64(),
    "intercept_std_error": pl.Float64(),
    "seed": pl.Int64(),
    "status": pl.String(),
    "notes": pl.String(),
    **{name: pl.List(pl.Struct(schema)) for name, schema in _NESTED.items()},
}


def fit_cohort_gamms(
    frame: pl.DataFrame,
    cohort_id: str,
    benchmarks: Sequence[str],
    gamms: Sequence[str] = GAMMS,
    seed: int = SEED,
    engine: str = "reml",
) -> pl.DataFrame:
    """Fit every model to every benchmark of a cohort.

    Parameters
    ----------
    frame : polars.DataFrame
        One row per evaluation: ``log_parameters_b``, ``training_type``, ``architecture``,
        ``log_<benchmark>`` for each benchmark (null where the score is 0 or missing, or the
        size unknown), and for the scaled models ``log_scale_factor``, or
        ``architecture_family`` to compute it from.
    cohort_id : str
    benchmarks : sequence of str
    gamms : sequence of str
        A subset of ``GAMMS``.
    seed : int
        Of the simulations behind simultaneous bands and basis checks.
    engine : {"reml", "pygam"}
        This project's own, or pyGAM, which gives terms and curves only.

    Returns
    -------
    polars.DataFrame
        One row per model and benchmark with the columns of ``FITS_SCHEMA``.  ``status`` is
        ``'ok'`` or a sentence that says what the cohort lacks; then the results are null.
        ``n_dropped`` counts every row of the frame that the fit does not use, and ``notes``
        says which levels were left out and which bases made smaller.
    """
    if SCALE_FACTOR not in frame.columns and FAMILY in frame.columns:
        frame = frame.with_columns(log_scale_factor())
    rows = []
    for gamm in gamms:
        for benchmark in benchmarks:
            plan = plan_model(frame, gamm, benchmark, benchmarks)
            identity = {
                "cohort_id": cohort_id,
                "gamm": gamm,
                "benchmark_id": benchmark,
                "engine": engine,
            }
            rows.append(_fit_row(plan, identity, frame.height, seed, engine))
    return pl.DataFrame(rows, schema=FITS_SCHEMA)


def fit_gamms(
    frames: pl.DataFrame,
    cohort_benchmarks: pl.DataFrame,
    seed: int = SEED,
    engine: str = "reml",
    cohorts: Sequence[str] | None = None,
    n_jobs: int = 2,
) -> pl.DataFrame:
    """Fit every model to every benchmark of every cohort.

    Parameters
    ----------
    frames : polars.DataFrame
        ``cohort_id`` and the columns that :func:`fit_cohort_gamms` reads, for all cohorts.
    cohort_benchmarks : polars.DataFrame
        ``cohort_id, benchmark_id``, in the order in which the fits come out.
    seed, engine
        As for :func:`fit_cohort_gamms`.
    cohorts : sequence of str, optional
        The cohorts to fit; all by default.
    n_jobs : int
        Number of processes; each fits one model of one cohort at a time.

    Returns
    -------
    polars.DataFrame
        As of :func:`fit_cohort_gamms`.
    """
    chosen = [
        (cohort_id, group["benchmark_id"].to_list())
        for (cohort_id,), group in cohort_benchmarks.group_by("cohort_id", maintain_order=True)
        if cohorts is None or cohort_id in cohorts
    ]
    jobs = [
        (
            frames.filter(pl.col("cohort_id") == cohort_id),
            *(cohort_id, benchmarks, (gamm,), seed, engine),
        )
        for cohort_id, benchmarks in chosen
        for gamm in GAMMS
    ]
    tables = in_processes(fit_cohort_gamms, jobs, f"cohorts × models fitted ({engine})", n_jobs)
    return pl.concat([pl.DataFrame(schema=FITS_SCHEMA), *tables])


def _fit_row(
    plan: ModelPlan, identity: dict[str, str], n_rows: int, seed: int, engine: str
) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(FITS_SCHEMA)
    row.update(
        **identity,
        formula=plan.formula,
        n_obs=plan.rows.height,
        n_dropped=n_rows - plan.rows.height,
        seed=seed if engine == "reml" else None,
        status=plan.problem,
        notes=" ".join(plan.notes) or None,
    )
    if plan.problem is not None:
        return row
    try:
        row.update(_ENGINES[engine](plan, seed))
    except GammError as error:
        row["status"] = str(error)
        return row
    row["status"] = "ok"
    return row


def _fit_reml(plan: ModelPlan, seed: int) -> dict[str, object]:
    fit = fit_gamm(plan.rows, plan.formula)
    derivatives = derivatives_table(fit, seed=seed)
    tables = {
        "terms": terms_table(fit),
        "coefficients": coefficients_table(fit),
        "curves": curves_table(fit),
        "random_effects": random_effects_table(fit),
        "derivatives": derivatives,
        "significant_intervals": significant_intervals(derivatives),
        "basis_checks": basis_check_table(fit, seed=seed),
        "concurvity": concurvity_table(fit),
        "alternative_optima": optima_table(fit),
    }
    summary = fit_summary(fit).drop("formula", "n_obs", "n_dropped").row(0, named=True)
    return summary | {name: table.to_dicts() for name, table in tables.items()}


def _fit_pygam(plan: ModelPlan, seed: int) -> dict[str, object]:
    """Fit with pyGAM, which draws no random numbers and has no restricted likelihood."""
    fit = fit_pygam(plan.rows, plan.formula)
    return {
        "edf_total": fit.edf_total,
        "scale": fit.scale,
        "r_squared_adjusted": fit.r_squared_adjusted,
        "deviance_explained": fit.deviance_explained,
        "terms": pygam_terms(fit).to_dicts(),
        "curves": pygam_curves(fit).to_dicts(),
    }


_ENGINES = {"reml": _fit_reml, "pygam": _fit_pygam}
