"""One row per cohort, model and benchmark: the GAMM, fitted by the project's REML engine."""

from analysis_py.gamm.models import fit_gamms


def model(dbt, session):
    """Fit on the model frames, whose order is fixed because sums of numbers depend on it."""
    frames = dbt.ref("stat_gamm_frames").order("cohort_id, evaluation_id").pl()
    benchmarks = dbt.ref("int_cohort_benchmarks_found").order("cohort_id, benchmark_order").pl()
    seed = dbt.config.get("seed")
    return fit_gamms(frames, benchmarks, seed, "reml")
