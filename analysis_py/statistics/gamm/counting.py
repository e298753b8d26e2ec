"""Two-way counts of rows that stay in DuckDB, for models with more covariates than cells can hold.

Cells of equal covariates are as many as rows where a model has a curve for each of several scores.
One GROUP BY for each column tells its values; then the rows pass by in batches, coded, and are
forgotten (:mod:`analysis_py.statistics.gamm.engine.counted`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine import CountedColumn, TwoWayCounts, count_two_ways
from analysis_py.statistics.gamm.engine.discretise import bins_of_counts
from analysis_py.statistics.gamm.engine.fit import BINS

#: The response is rounded to whole units of this, so that every sum is exact.
UNIT = 1e-6
_BATCH = 2_000_000


def count_rows(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    response: str,
    columns: Sequence[str],
    bins: int = BINS,
) -> TwoWayCounts:
    """Count the complete rows of a relation.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    relation : str
        A table or view, or SQL that can stand after ``from``.
    response : str
        Column of numbers; rounded to millionths.
    columns : sequence of str
        Covariates (numbers) and factors (text). Rows with a null in any of them are left out.
    bins : int
        A covariate with more distinct values is put into at most so many, each represented by the
        mean of its rows. Where they lie follows from all rows, not from a sample.

    Returns
    -------
    TwoWayCounts
        The same to the bit in whatever order the rows come.
    """
    known = " and ".join(f'"{name}" is not null' for name in (response, *columns))
    rows = f"{relation} where {known}"
    total, squares, n = _response_sums(connection, rows, response)
    counted, codes = {}, {}
    for name in columns:
        counted[name], codes[name] = _column(connection, rows, name, bins)
    shifted = total // max(n, 1)
    mean = total / max(n, 1)
    batches = _batches(connection, rows, response, codes, shifted)
    sums = count_two_ways(counted, batches, mean * UNIT, squares * UNIT**2, UNIT)
    # the sums are of the response less a whole number, which keeps them exact
    back = {name: of + shifted * UNIT * counted[name].counts for name, of in sums.sums.items()}
    return TwoWayCounts(sums.columns, sums.tables, back, sums.mean, sums.squares)


def _response_sums(
    connection: duckdb.DuckDBPyConnection, rows: str, response: str
) -> tuple[int, float, int]:
    """Sum of the response in units, its sum of squares about the mean, and the rows."""
    found = connection.execute(
        f"select sum(u), sum(u::hugeint * u), count(*) from (select {_units(response)} as u"
        f" from {rows})"
    ).fetchall()
    total, squares, n = (int(value or 0) for value in found[0])
    return total, (n * squares - total * total) / max(n, 1), n


def _column(
    connection: duckdb.DuckDBPyConnection, rows: str, name: str, bins: int
) -> tuple[CountedColumn, pl.DataFrame]:
    """Return the values of a column, or their bins, and the code of each value."""
    sql = f'select "{name}" as value, count(*) as n from {rows} group by all order by all'
    found = connection.sql(sql).pl()
    counts = found["n"].to_numpy().astype(np.int64)
    if found["value"].dtype == pl.String:
        column, codes = CountedColumn(tuple(found["value"]), counts), np.arange(counts.size)
    else:
        values = found["value"].cast(pl.Float64).to_numpy()
        middles, codes = bins_of_counts(values, counts, bins)
        column = CountedColumn(middles, np.bincount(codes, weights=counts).astype(np.int64))
    return column, found.select("value", code=pl.Series(codes, dtype=pl.Int32))


def _batches(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    response: str,
    codes: dict[str, pl.DataFrame],
    shifted: int,
) -> Iterator[tuple[list[np.ndarray], np.ndarray]]:
    """Yield the codes of each column and the response in units, some rows at a time."""
    for place, table in enumerate(codes.values()):
        connection.register(f"codes_{place}", table.to_arrow())
    joins = " ".join(
        f'inner join codes_{place} on counted."{name}" = codes_{place}.value'
        for place, name in enumerate(codes)
    )
    taken = ", ".join(f"codes_{place}.code as code_{place}" for place in range(len(codes)))
    reader = connection.sql(
        f"select {taken}, {_units(response)} - {shifted} as u from (from {rows}) as counted {joins}"
    ).to_arrow_reader(_BATCH)
    for batch in reader:
        *coded, units = (column.to_numpy(zero_copy_only=False) for column in batch.columns)
        yield coded, units.astype(float)
    for place in range(len(codes)):
        connection.unregister(f"codes_{place}")


def _units(response: str) -> str:
    return f'cast(round("{response}" * {1 / UNIT:.0f}) as bigint)'
