"""One row per expectation and column: what Great Expectations found."""

from analysis_py.dbt.expectations import list_columns, run_suites


def model(dbt, session):
    """Validate the guarded tables, in a fixed order, against the suites of expectations/.

    Imports have a table of their own, so that their oddities do not fail the boards. Long tables
    are read with only the columns that a suite checks.
    """
    suites = dbt.config.get("suites_dir")
    imports = dbt.ref("dim_snapshots").filter("is_import").project("snapshot_id")
    snapshots, benchmarks, evaluations, scores, compute = (
        rows.join(imports, "snapshot_id", how="anti")
        for rows in (
            dbt.ref("snapshot_profiles"),
            dbt.ref("benchmark_profiles"),
            dbt.ref("fct_evaluations"),
            dbt.ref("fct_scores"),
            dbt.ref("fct_training_compute"),
        )
    )
    snapshot, benchmark = "snapshot_id", "snapshot_id, benchmark_id"
    gated_snapshots = snapshots.project(f"{snapshot}, is_gated")
    gated_benchmarks = benchmarks.project(f"{benchmark}, is_gated")
    evaluations = evaluations.join(gated_snapshots, snapshot, how="left").order("evaluation_id")
    compute = compute.join(gated_snapshots, snapshot, how="left").order("evaluation_id")
    scores = scores.join(gated_benchmarks, benchmark, how="left")
    scores = scores.order("evaluation_id, benchmark_id")
    tables = {
        "fct_evaluations": list_columns(suites, "fct_evaluations", evaluations).df(),
        "fct_scores": list_columns(suites, "fct_scores", scores).df(),
        "fct_training_compute": list_columns(suites, "fct_training_compute", compute).df(),
        "snapshot_profiles": snapshots.order(snapshot).df(),
        "benchmark_profiles": benchmarks.order(benchmark).df(),
    }
    return run_suites(suites, tables)
