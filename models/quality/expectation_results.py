"""One row per expectation and column: what Great Expectations found."""

from analysis_py.plumbing.expectations import run_suites


def model(dbt, session):
    """Validate the guarded tables, in a fixed order, against the suites of expectations/."""
    snapshots = dbt.ref("snapshot_profiles").df()
    benchmarks = dbt.ref("benchmark_profiles").df()
    evaluations = dbt.ref("fct_evaluations").order("evaluation_id").df()
    scores = dbt.ref("fct_scores").order("evaluation_id, benchmark_id").df()
    snapshot, benchmark = ["snapshot_id"], ["snapshot_id", "benchmark_id"]
    tables = {
        "fct_evaluations": evaluations.merge(snapshots[[*snapshot, "is_gated"]], "left", snapshot),
        "fct_scores": scores.merge(benchmarks[[*benchmark, "is_gated"]], "left", benchmark),
        "snapshot_profiles": snapshots,
        "benchmark_profiles": benchmarks,
    }
    return run_suites(dbt.config.get("suites_dir"), tables)
