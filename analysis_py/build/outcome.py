"""The summary at the end of a build: its products, their place, and problems of records."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import duckdb

from analysis_py.publishing import DATABASE_NAME, PARQUET_NAME, REPORT_NAME, is_report_current
from analysis_py.runtime.formatting import printable

#: Number of examples of each kind of problem.
N_EXAMPLES = 3
#: By table: its schema, a query that sums up its problems, and a query of examples.
PROBLEMS = {
    "quarantined_rows": (
        "quality",
        "select format('Quarantine: {:,} records', count(*)) from quality.quarantined_rows "
        "having count(*) > 0",
        "select format('{}, row {}: {}', file_name, row_number, concat_ws(': ', reason, detail)) "
        "from quality.quarantined_rows order by file_name, row_number",
    ),
    "dim_cohorts": (
        "marts",
        "select format('Cohorts: {} not computed', count(*)) from marts.dim_cohorts "
        "where status != 'ok' having count(*) > 0",
        "select status from marts.dim_cohorts where status != 'ok' order by status",
    ),
    "expectation_results": (
        "quality",
        "select format('Data checks: {} critical failure{}; {} of {} warnings', "
        "coalesce(nullif(n_critical, 0)::varchar, 'no'), if(n_critical > 1, 's', ''), "
        "n_failed - n_critical, n_warnings) "
        "from (select count(*) filter (not success) as n_failed, "
        "count(*) filter (not success and severity = 'critical') as n_critical, "
        "count(*) filter (severity != 'critical') as n_warnings from quality.expectation_results)",
        "select format('{}.{}: {} ({}) found {}. {}', table_name, coalesce(column_name, '*'), "
        "expectation, severity, coalesce(observed::varchar, 'nothing'), coalesce(reason, '')) "
        "from quality.expectation_results where not success and severity = 'critical' "
        "order by table_name, column_name, expectation",
    ),
    "import_quality": (
        "quality",
        "select format('Imports: {} refused or doubtful', count(*)) from quality.import_quality "
        "where status != 'ok' having count(*) > 0",
        "select format('{} is {}: {}', snapshot_id, status, reason) from quality.import_quality "
        "where status != 'ok' order by snapshot_id",
    ),
}


def describe_build(warehouse: Path, seconds: float) -> list[str]:
    """Return lines that say what was built, where it is, and what to look at."""
    database, front = warehouse / DATABASE_NAME, warehouse / REPORT_NAME / "index.html"
    with duckdb.connect(str(database), read_only=True) as connection:
        ((n_tables, read, loaded, quarantined, claims),) = connection.sql(
            "select (select count(*) from duckdb_tables()), "
            "sum(n_read), sum(n_loaded), sum(n_quarantined), "
            "(select count(distinct claim_id) from claims.claim_verdicts) "
            "from quality.row_accounting"
        ).fetchall()
        ((n_placed, above, below),) = connection.sql(
            "select count(*), count(*) filter (score_pct > predicted_high), "
            "count(*) filter (score_pct < predicted_low) "
            "from imports.import_positions where status = 'ok'"
        ).fetchall()
        imported = connection.sql(
            "select cohorts.source, cohort_id, min(model_name) from reporting.rpt_evaluations "
            "inner join marts.dim_cohorts as cohorts using (cohort_id) "
            "inner join marts.dim_snapshots using (snapshot_id) where is_import "
            "group by all order by all"
        ).fetchall()
    size = database.stat().st_size / 1e6
    lines = [
        f"Built {n_tables} tables in {seconds:.0f} s: {read:,} rows read, {loaded:,} loaded, "
        f"{quarantined:,} quarantined; {claims:,} claims evaluated.",
        f"Database: {database} ({size:.0f} MB); Parquet: {warehouse / PARQUET_NAME}",
    ]
    if n_placed:
        lines.append(
            f"Imports: {n_placed:,} scores compared with models of their size, {above:,} above "
            f"the interval and {below:,} below (imports.import_positions)"
        )
    if not front.exists():
        return [*lines, 'First query: llm-reassess query "from reporting.start_here"']
    if not is_report_current(warehouse):
        return [*lines, f"Report of an earlier build: {front.absolute().as_uri()}"]
    cards = [_card_line(front, *one) for one in imported]
    return [*lines, *cards, f"Report: {front.absolute().as_uri()}"]


def _card_line(front: Path, source: str, cohort: str, model: str) -> str:
    """Return a line with the address of an import's first model."""
    card = front.with_name("find.html").absolute().as_uri()
    return f"Import {source}: {card}#" + urlencode(
        {"cohort_id": cohort, "model": model}, quote_via=quote
    )


def describe_problems(database: Path, tables: Collection[str] = PROBLEMS.keys()) -> list[str]:
    """Return a line for each kind of problem with its count and table, and a few examples.

    Parameters
    ----------
    database : Path
        A build database, or the published file.
    tables : collection of str
        Those of :data:`PROBLEMS` that exist.
    """
    lines = []
    with duckdb.connect(str(database), read_only=True) as connection:
        for table, (schema, summary, examples) in PROBLEMS.items():
            if table not in tables:
                continue
            for (text,) in connection.sql(summary).fetchall():
                lines.append(f"{text} ({schema}.{table})")
            rows = connection.sql(examples).limit(N_EXAMPLES).fetchall()
            lines += [f"  {printable(text)}" for (text,) in rows]
    return lines


def describe_unwritten_report(warehouse: Path) -> str:
    """Return a line about a build whose tables are published and whose report is not written."""
    folder = warehouse / REPORT_NAME
    old = f"{folder} is of an earlier build" if folder.exists() else f"there is no {folder} yet"
    return (
        f"The tables are published in {warehouse / DATABASE_NAME}. The report is not written: "
        f"{old}. Write it once the cause is mended: llm-reassess report."
    )


def describe_last_good(warehouse: Path) -> str:
    """Return a line about the current published file."""
    database = warehouse / DATABASE_NAME
    try:
        written = datetime.fromtimestamp(database.stat().st_mtime)
    except OSError:
        return f"There is no warehouse at {database} yet."
    return f"The last good warehouse stays: {database}, of {written:%Y-%m-%d %H:%M:%S}."
