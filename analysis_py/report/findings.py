"""The findings of a figure: a sentence for each of its options."""

import duckdb
import polars as pl

from analysis_py.report.figure import Figure, Page
from analysis_py.report.queries import ReportError

#: Macros for numbers in words, shared by the queries of findings.
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
    connection: duckdb.DuckDBPyConnection, page: Page, figure: Figure, frame: pl.DataFrame
) -> list[dict[str, str]]:
    """Return the findings of a figure, each with its choices.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Holds the temporary macros while the query runs.
    page, figure
        The query, if any, reads ``figure_rows``, the rows of one choice, and returns one
        ``finding``.
    frame : polars.DataFrame
        The rows of the figure.

    Raises
    ------
    ReportError
        If the query does not run.
    """
    query = page.finding(figure)
    if not query.exists() or frame.is_empty():
        return []
    connection.execute(MACROS)
    columns = [switch.column for switch in figure.switches]
    choices = frame.partition_by(columns, as_dict=True).items() if columns else [((), frame)]
    found = []
    for choice, rows in choices:
        connection.register("figure_rows", rows)
        try:
            answers = connection.execute(query.read_text()).fetchall()
        except duckdb.Error as error:
            raise ReportError(
                f"{query.name} does not run on the rows of its figure.\n{error}"
            ) from error
        finally:
            connection.unregister("figure_rows")
        found += [
            {**dict(zip(columns, choice, strict=True)), "finding": finding}
            for (finding,) in answers
            if finding is not None
        ]
    return sorted(found, key=lambda each: tuple(each.values()))


def find_titles(rows: list[dict[str, str]], choice: dict[str, str]) -> str:
    """Return the finding for a choice, or an empty text."""
    return next(
        (
            row["finding"]
            for row in rows
            if all(choice.get(name) == value for name, value in row.items() if name != "finding")
        ),
        "",
    )
