"""The tiny project, built whole: what a build leaves, and what many faults at once cost it."""

import re
import socket
from pathlib import Path

import duckdb
from building import copied
from changed import COHORTS, RECORDS, TYPED, UNUSABLE
from made_up import leftovers

from analysis_py.build import outcome

#: Tables that count or describe all there is: files and their rows, claims, populations.
OF_ALL = {
    *("marts.dim_snapshots", "reporting.rpt_snapshots"),
    *("quality.row_accounting", "quality.snapshot_profiles"),
    *("quality.expectation_results", "quality.quality_gate"),
    *("claims.claim_survival", "reporting.rpt_claims", "reporting.rpt_paper_claims"),
    *("marts.dim_cohorts", "reporting.rpt_papers"),
}


def query(database, sql):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def test_it_leaves_all_that_it_says_in_the_numbers_of_the_warehouse(tiny):
    workplace = tiny.workplace
    said = re.findall(r": (warehouse/\S+)", tiny.output)
    assert [Path(path).name for path in said] == ["llm_reassessment.duckdb", "parquet"]
    assert all((workplace.project / path).exists() for path in said)
    assert re.search(r"^Report: file://\S+/report/index\.html$", tiny.output, re.MULTILINE)
    assert leftovers(workplace.warehouse) == [], "nothing half written is left"
    database, output = workplace.database, tiny.output
    (n_tables,) = query(database, "select count(*) from duckdb_tables()")[0]
    assert f"Built {n_tables} tables in " in output
    read, loaded, quarantined = query(
        database,
        "select sum(n_read), sum(n_loaded), sum(n_quarantined) from quality.row_accounting",
    )[0]
    assert f"{read:,} rows read, {loaded:,} loaded, {quarantined:,} quarantined" in output
    (n_claims,) = query(database, "select count(distinct claim_id) from claims.claim_verdicts")[0]
    assert f"{n_claims:,} claims evaluated" in output


def test_nothing_that_is_published_tells_where_it_was_made(tiny):
    """Neither a table nor a page: others read them."""
    traces = {str(tiny.workplace.project), f"{Path.home()}/"}
    if len(host := socket.gethostname()) > 7:  # a short one is a word like any other
        traces.add(host)
    files = [path for path in tiny.workplace.warehouse.rglob("*") if path.is_file()]
    # the lock tells who builds, and is removed with nothing else
    files = [path for path in files if path.name != ".lock"]
    assert {"llm_reassessment.duckdb", "index.html"} <= {path.name for path in files}
    for path in files:
        # counted, because pytest takes minutes to show in what six megabytes differ from a line
        for trace in traces:
            assert path.read_bytes().count(trace.encode()) == 0, (path, trace)
    # what is compressed in the files
    with duckdb.connect(str(tiny.workplace.database), read_only=True) as connection:
        tables = connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = current_database()"
        ).fetchall()
        for (table,) in tables:
            for trace in traces:
                found = f"select count(*) from {table} as t where contains(t::text, '{trace}')"
                assert connection.sql(found).fetchall() == [(0,)], (table, trace)


# many faults at once


def test_everything_else_is_published(changed):
    workplace, output = changed.workplace, changed.output
    assert "Traceback" not in output
    assert re.search(r"^  broken_2026-06-01 is (refused|doubtful): ", output, re.M)
    positions = "select count(*) from imports.import_positions where status = 'ok'"
    ((n_placed,),) = query(workplace.database, positions)
    told = f"Imports: {n_placed:,} scores compared with models of their size"
    assert (told in output) == (n_placed > 0)
    for told in (r"Cohorts: \d+ not computed", r"Quarantine: [\d,]+ records"):
        assert re.search(f"^{told} ", output, re.M)
    told = query(workplace.database, "select status from marts.dim_cohorts where status != 'ok'")
    n_wrong = sum(status.startswith("seeds/cohorts.csv, row") for (status,) in told)
    assert n_wrong == sum(problem is not None for _, problem in COHORTS)
    counts = dict(
        query(
            workplace.database,
            "select source, count(*) from quality.quarantined_rows group by all",
        )
    )
    assert counts[TYPED] == len(UNUSABLE)
    accounts = query(
        workplace.database,
        "select count(*) from quality.row_accounting where n_read != n_loaded + n_quarantined",
    )
    assert accounts == [(0,)]
    reasons = query(
        workplace.database, "select concat_ws(': ', reason, detail) from quality.quarantined_rows"
    )
    assert {reason for *_, reason in RECORDS.values()} <= {reason for (reason,) in reasons}


def test_what_was_published_before_is_published_again_to_the_bit(tiny, changed):
    """On another machine, with every fit anew, and among what is new."""
    with duckdb.connect(str(changed.workplace.database), read_only=True) as connection:
        connection.execute(f"attach '{tiny.workplace.database}' as before (read_only)")
        names = connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = 'before'"
        ).fetchall()
        assert len(names) > 100
        for (table,) in names:
            if table in OF_ALL:
                continue
            columns = connection.table(table).columns
            # of models, benchmarks, architectures and boards an import may have some more
            counts = ", ".join({"n_imported", "n_imports"} & {*columns})
            rows = f"* exclude ({counts})" if counts else "*"
            before, after = f"select {rows} from before.{table}", f"select {rows} from {table}"
            missing = connection.sql(f"from ({before} except all {after}) limit 1").fetchall()
            assert missing == [], table
            if "cohort_id" in columns:
                of_these = f"where cohort_id in (select cohort_id from before.{table})"
                if "claim_id" in columns:
                    of_these += f" and claim_id in (select claim_id from before.{table})"
                added = f"from ({after} {of_these} except all {before}) limit 1"
                assert connection.sql(added).fetchall() == [], table


def test_a_closed_gate_stops_every_statistic_and_says_what_closed_it(tiny, tmp_path):
    """The v1 scores of HellaSwag are turned: in range, but against all others."""

    def invert(records):
        column = records[0].index("hellaswag_pct")
        for record in records[1:]:
            record[column] = f"{115 - float(record[column]):.2f}"

    workplace = copied(tiny.workplace, tmp_path, published=False)
    workplace.edit("openllm_v1", invert)
    # all statistics of a cohort rest on its levels
    selected = ("--select", "+quality_gate", "int_cohort_levels_assigned")
    selected += ("--exclude-resource-type", "unit_test")
    code, said = workplace.dbt_build(*selected, "--indirect-selection", "cautious")
    assert code != 0
    assert re.search(r"SKIP relation intermediate\.int_cohort_levels_assigned", said)
    assert "Nothing published" in said
    lines = outcome.describe_problems(workplace.build)
    told = next(line for line in lines if "(critical)" in line)
    assert "  benchmark_profiles.correlation_with_others: " in told
