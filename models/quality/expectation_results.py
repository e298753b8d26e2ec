"""One row per expectation and column: what Great Expectations found."""

from analysis_py.expectations import run_suites


def model(dbt, session):
    """Validate the guarded tables against the suites of the folder expectations/."""
    tables = {
        "fct_evaluations": dbt.ref("fct_evaluations").df(),
        "fct_scores": dbt.ref("fct_scores").df(),
        "snapshot_profiles": dbt.ref("snapshot_profiles").df(),
        "benchmark_profiles": dbt.ref("benchmark_profiles").df(),
    }
    return run_suites(dbt.config.get("suites_dir"), tables)
