"""One row per expectation and column: what Great Expectations found."""

from analysis_py.plumbing.expectations import run_suites


def model(dbt, session):
    """Validate the guarded tables, in a fixed order, against the suites of expectations/."""
    tables = {
        "fct_evaluations": dbt.ref("fct_evaluations").order("evaluation_id").df(),
        "fct_scores": dbt.ref("fct_scores").order("evaluation_id, benchmark_id").df(),
        "snapshot_profiles": dbt.ref("snapshot_profiles").df(),
        "benchmark_profiles": dbt.ref("benchmark_profiles").df(),
    }
    return run_suites(dbt.config.get("suites_dir"), tables)
