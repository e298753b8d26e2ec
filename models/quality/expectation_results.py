"""One row per expectation and column: what Great Expectations found."""

from analysis_py.plumbing.expectations import run_suites


def model(dbt, session):
    """Validate the guarded tables, in a fixed order, against the suites of expectations/.

    Imports have a table of their own: what is strange in one is no matter of the boards.
    """
    imports = dbt.ref("dim_snapshots").filter("is_import").df()["snapshot_id"]
    snapshots, benchmarks, evaluations, scores = (
        rows[~rows["snapshot_id"].isin(imports)]
        for rows in (
            dbt.ref("snapshot_profiles").order("snapshot_id").df(),
            dbt.ref("benchmark_profiles").order("snapshot_id, benchmark_id").df(),
            dbt.ref("fct_evaluations").order("evaluation_id").df(),
            dbt.ref("fct_scores").order("evaluation_id, benchmark_id").df(),
        )
    )
    snapshot, benchmark = ["snapshot_id"], ["snapshot_id", "benchmark_id"]
    tables = {
        "fct_evaluations": evaluations.merge(snapshots[[*snapshot, "is_gated"]], "left", snapshot),
        "fct_scores": scores.merge(benchmarks[[*benchmark, "is_gated"]], "left", benchmark),
        "snapshot_profiles": snapshots,
        "benchmark_profiles": benchmarks,
    }
    return run_suites(dbt.config.get("suites_dir"), tables)
