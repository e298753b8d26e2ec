"""The outcome of a build: where to look, what was read, what did not hold."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import duckdb

from analysis_py.publishing.manifests import problems, read_manifest
from analysis_py.publishing.versions import (
    DATABASE_NAME,
    DOCS_NAME,
    PARQUET_NAME,
    REPORT_NAME,
    folder_of_files,
    is_carried,
)
from analysis_py.runtime.formatting import format_size, printable

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
    # the expectations are made for the gated boards; of the others one line says that some fail
    "expectation_results": (
        "quality",
        "not as expected",
        """
        select text from (
            select
                format(
                    '{}.{}: {} ({}) found {}. {}', table_name, coalesce(column_name, '*'),
                    expectation, severity, coalesce(observed::varchar, 'nothing'),
                    coalesce(reason, '')
                ) as text,
                row_number() over (
                    order by severity, table_name, column_name, expectation
                ) as place
            from quality.expectation_results
            where not success and not ends_with(suite, ', other boards')
            union all
            select
                format(
                    '{} of {} expectations on boards that are not gated, of {}; none stops a build',
                    count(*) filter (where not success), count(*),
                    string_agg(distinct column_name, ', ' order by column_name)
                        filter (where not success)
                ) as text,
                0 as place
            from quality.expectation_results
            where ends_with(suite, ', other boards')
            having count(*) filter (where not success) > 0
        )
        order by place
        """,
    ),
}


def places(warehouse: Path) -> list[str]:
    """Return the lines that say where to look.

    Parameters
    ----------
    warehouse : Path
        The folder of published files. What is not in it is not mentioned.
    """
    database = warehouse / DATABASE_NAME
    with duckdb.connect(str(database), read_only=True) as connection:
        (n_tables,) = connection.sql("select count(*) from duckdb_tables()").fetchall()[0]
    found = [(str(database), f"{n_tables} tables, {format_size(database.stat().st_size)}")]
    if (warehouse / PARQUET_NAME).is_dir():
        found.append((f"{warehouse / PARQUET_NAME}/", "the same tables as Parquet files"))
    for name, page, what in (
        (REPORT_NAME, warehouse / REPORT_NAME / "index.html", "the report"),
        (DOCS_NAME, warehouse / DOCS_NAME, "every model and column explained"),
    ):
        if page.exists():
            what += ", of an earlier build" * is_carried(folder_of_files(warehouse), name)
            # not resolved: the address is to lead to the next build's page too
            found.append((str(page), f"{what}: {page.absolute().as_uri()}"))
    width = max(len(path) for path, _ in found)
    return [f"  {path:<{width}}  {what}" for path, what in found]


def accounts(database: Path) -> str:
    """Return one line: the rows that were read, loaded and quarantined, and the claims judged."""
    with duckdb.connect(str(database), read_only=True) as connection:
        read, loaded, quarantined, claims = connection.sql(
            "select sum(n_read), sum(n_loaded), sum(n_quarantined), "
            "(select count(distinct claim_id) from claims.claim_verdicts) "
            "from quality.row_accounting"
        ).fetchall()[0]
    return (
        f"{read:,} rows read: {loaded:,} loaded, {quarantined:,} quarantined. "
        f"{claims:,} claims judged."
    )


def fits(database: Path) -> str:
    """Return one line: how many fits the build has made, and how many had been made before."""
    with duckdb.connect(str(database), read_only=True) as connection:
        n_parts, n_stored, n_new = connection.sql(
            "select sum(n_parts), sum(n_stored), sum(n_fitted) from quality.fit_runs"
        ).fetchall()[0]
    if not n_stored:
        return f"{n_parts:,} fits made, none taken from an earlier build."
    made = f"{n_new:,} made" if n_new else "none made"
    return (
        f"{n_stored:,} of {n_parts:,} fits taken from earlier builds with the same rows, settings "
        f"and code, {made}: quality.fit_runs. To make all anew: llm-reassess build --fresh"
    )


def objections(database: Path, tables: Collection[str] = OBJECTIONS) -> list[str]:
    """Return a line for each record in quarantine, cohort not computed and expectation failed.

    Parameters
    ----------
    database : Path
        The published database, or the one that a failed build leaves.
    tables : collection of str
        Which of the tables of :data:`OBJECTIONS` to ask.
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
    """Return the line that says which published file there is, after a look at all of it."""
    database = warehouse / DATABASE_NAME
    try:
        written = datetime.fromtimestamp(database.stat().st_mtime)
        folder = folder_of_files(warehouse)
        if read_manifest(folder) is None:
            return f"What was there stays: {database}. No manifest says whether it is whole."
        if found := problems(folder):
            return f"{found[0]}: damaged since it was published. The next good build replaces it."
    except FileNotFoundError:
        return f"There is no warehouse at {database} yet."
    except OSError as error:
        return f"The warehouse at {database} cannot be read: {error}."
    return f"The last good warehouse stays: {database}, of {written:%Y-%m-%d %H:%M:%S}."
