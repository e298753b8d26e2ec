"""The finding of a figure in one sentence, for each of its options."""

from pathlib import Path

import duckdb
import polars as pl

from analysis_py.report.queries import ReportError

#: Words for numbers, which the queries of the findings share.
MACROS = """
create or replace temp macro of_all(n, m) as
    case when n = 0 then 'none of ' || m when n = m then 'all ' || m else n || ' of ' || m end;
create or replace temp macro upper_first(words) as upper(words[1]) || words[2:];
-- what rounds to zero has no sign
create or replace temp macro signed(x) as replace(format('{:+.1f}', round(x, 1) + 0.0), '-', '−');
create or replace temp macro hundredths(x) as
    replace(format('{:.2f}', round(x, 2) + 0.0), '-', '−');
create or replace temp macro tidy_number(x) as regexp_replace(
    format(if(abs(x) >= 10, '{:.0f}', if(abs(x) >= 1, '{:.1f}', '{:.2f}')), x), '\\.0+$', ''
);
"""


def findings(
    connection: duckdb.DuckDBPyConnection, query: Path, frame: pl.DataFrame
) -> list[dict[str, str]]:
    """Return the findings of a figure, each with the choices that it is about.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Holds the temporary macros while the query runs.
    query : Path
        Asks ``figure_rows``, which are the rows of the figure; returns columns of its switches and
        ``finding``.  Without such a file a figure has no findings.
    frame : polars.DataFrame
        The rows of the figure.

    Raises
    ------
    ReportError
        If the query does not run.
    """
    if not query.exists() or frame.is_empty():
        return []
    connection.execute(MACROS)
    connection.register("figure_rows", frame)
    try:
        found = connection.sql(query.read_text()).pl()
    except duckdb.Error as error:
        raise ReportError(
            f"{query.name} does not run on the rows of its figure.\n{error}"
        ) from error
    finally:
        connection.unregister("figure_rows")
    return found.drop_nulls("finding").sort(pl.all()).to_dicts()


def found_for(rows: list[dict[str, str]], choice: dict[str, str]) -> str:
    """Return the finding for a choice, or an empty text."""
    return next(
        (
            row["finding"]
            for row in rows
            if all(choice.get(name) == value for name, value in row.items() if name != "finding")
        ),
        "",
    )
