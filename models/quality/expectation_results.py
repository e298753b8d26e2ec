"""One row per expectation and column: what Great Expectations found."""

from analysis_py.plumbing.expectations import columns_asked, run_suites


def model(dbt, session):
    """Validate the guarded tables, in a fixed order, against the suites of expectations/.

    Imports have a table of their own: what is strange in one is no matter of the boards. Of long
    tables only the columns that a suite looks at are taken.
    """
    suites = dbt.config.get("suites_dir")
    imports = dbt.ref("dim_snapshots").filter("is_import").project("snapshot_id")
    profiles = {
        ("snapshot_id",): dbt.ref("snapshot_profiles"),
        ("snapshot_id", "benchmark_id"): dbt.ref("benchmark_profiles"),
    }
    (snapshot, snapshots), (benchmark, benchmarks) = profiles.items()
    tables = {}
    for table, keys, order in (
        ("fct_evaluations", snapshot, "evaluation_id"),
        ("fct_scores", benchmark, "evaluation_id, benchmark_id"),
    ):
        rows = dbt.ref(table).join(imports, "snapshot_id", how="anti")
        gated = profiles[keys].project(", ".join((*keys, "is_gated")))
        rows = rows.join(gated, ", ".join(keys), how="left").order(order)
        wanted = columns_asked(suites, table)
        shown = [name for name in rows.columns if wanted is None or name in (*wanted, "is_gated")]
        tables[table] = rows.project(", ".join(f'"{name}"' for name in shown)).df()
    for table, rows, order in (
        ("snapshot_profiles", snapshots, "snapshot_id"),
        ("benchmark_profiles", benchmarks, "snapshot_id, benchmark_id"),
    ):
        tables[table] = rows.join(imports, "snapshot_id", how="anti").order(order).df()
    return run_suites(suites, tables)
