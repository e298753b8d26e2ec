"""The outcome of a build: where to look, what was read, what did not hold."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import duckdb

from analysis_py.publishing import DATABASE_NAME, REPORT_NAME, is_report_current
from analysis_py.runtime.formatting import printable

#: Of each kind of objection, so many are told one by one.
N_TOLD = 5
#: By table: its schema, what its rows are called, and each of them as a text.
OBJECTIONS = {
    "quarantined_rows": (
        "quality",
        "in quarantine",
        "select format('{}, row {}: {}', file_name, row_number, concat_ws(': ', reason, detail)) "
        "from quality.quarantined_rows order by file_name, row_number",
    ),
    "dim_cohorts": (
        "marts",
        "no cohort",
        "select status from marts.dim_cohorts where status != 'ok' order by status",
    ),
    # the expectations are made for the gated boards
    "expectation_results": (
        "quality",
        "not as expected",
        "select format('{}.{}: {} ({}) found {}. {}', table_name, coalesce(column_name, '*'), "
        "expectation, severity, coalesce(observed::varchar, 'nothing'), coalesce(reason, '')) "
        "from quality.expectation_results "
        "where not success and not ends_with(suite, ', other boards') "
        "order by severity, table_name, column_name, expectation",
    ),
    "import_quality": (
        "quality",
        "import",
        "select format('{} is {}: {}', snapshot_id, status, reason) from quality.import_quality "
        "where status != 'ok' order by snapshot_id",
    ),
}


def places(warehouse: Path) -> list[str]:
    """Return the lines that say where to look, and what was read and judged."""
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
    size = database.stat().st_size / 1e6
    lines = [f"  {database}: {n_tables} tables, {size:.0f} MB; as Parquet beside it"]
    if front.exists():
        said = "the report" if is_report_current(warehouse) else "the report of an earlier build"
        lines.append(f"  {front}: {said}, {front.absolute().as_uri()}")
    if n_placed:
        lines.append(
            f"  {n_placed:,} comparisons of imported scores with what boards have at that size: "
            f"{above:,} above the interval, {below:,} below it; imports.import_positions"
        )
    return [
        *lines,
        f"{read:,} rows read: {loaded:,} loaded, {quarantined:,} quarantined. "
        f"{claims:,} claims judged.",
    ]


def objections(database: Path, tables: Collection[str] = OBJECTIONS.keys()) -> list[str]:
    """Return lines about what was not as it should be, the first few of each kind.

    Parameters
    ----------
    database : Path
        A build database, or the published file.
    tables : collection of str
        Those of :data:`OBJECTIONS` that are there.
    """
    lines = []
    with duckdb.connect(str(database), read_only=True) as connection:
        for table, (schema, label, query) in OBJECTIONS.items():
            if table not in tables:
                continue
            rows = connection.sql(query).fetchall()
            lines += [f"  {label}: {printable(text)}" for (text,) in rows[:N_TOLD]]
            if len(rows) > N_TOLD:
                lines.append(f"  … and {len(rows) - N_TOLD} more: {schema}.{table} in {database}")
    return lines


def last_good(warehouse: Path) -> str:
    """Return the line that says which published file there is."""
    database = warehouse / DATABASE_NAME
    try:
        written = datetime.fromtimestamp(database.stat().st_mtime)
    except OSError:
        return f"There is no warehouse at {database} yet."
    return f"The last good warehouse stays: {database}, of {written:%Y-%m-%d %H:%M:%S}."
