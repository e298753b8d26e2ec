"""Predicates: who belongs to a cohort, as one SQL expression over the columns of fct_evaluations.

A predicate is evaluated in a database of its own, which holds one snapshot's evaluations and
reaches neither files nor the warehouse: what is wrong with it stays with its cohort.
"""

import duckdb
import polars as pl

_RELATION = "fct_evaluations"
# A function whose value is another at the next call, or the next day. SQL's own words for the time
# stand where a column may, and DuckDB has them as get_… or current_….
_CHANGING = """
with said as (
    select unnest(regexp_extract_all(
        json_serialize_sql($sql)::varchar, '"(?:function_name":|column_names":\\[)"([^"]+)"', 1
    )) as name
)

select name
from said
join duckdb_functions() on function_name in (name, 'get_' || name, 'current_' || name)
where stability = 'VOLATILE' or (stability = 'CONSISTENT_WITHIN_QUERY' and len(parameters) = 0)
order by name
limit 1
"""


class PredicateError(Exception):
    """A predicate cannot be evaluated; the message says why, mostly in the database's words."""


class Evaluations:
    """The evaluations of one snapshot, in a database of their own.

    Parameters
    ----------
    rows : polars.DataFrame
        Of ``marts.fct_evaluations``; ``evaluation_id`` identifies a row.
    """

    def __init__(self, rows: pl.DataFrame) -> None:
        self._connection = duckdb.connect(
            ":memory:",
            # DuckDB lets anybody read and write in the folder of its temporary files
            config={
                "enable_external_access": False,
                "memory_limit": "1GB",
                "threads": 1,
                "temp_directory": "",
            },
        )
        self._connection.execute("set TimeZone = 'UTC'")
        self._connection.register(_RELATION, rows.to_arrow())

    def matching(self, predicate: str) -> list[str]:
        """Return the ``evaluation_id`` of every row on which the predicate is true, in order.

        Raises
        ------
        PredicateError
            If it is not one expression, does not fit the columns, is no truth value, changes from
            one build to the next, or fails on a row.
        """
        # on a line of its own, so that a comment at its end comments nothing else out
        sql = f"select\n{predicate}"
        try:
            is_one = len(self._connection.extract_statements(sql)) == 1
            columns = self._connection.sql(f"{sql}\nfrom {_RELATION}").types if is_one else []
            if len(columns) != 1:
                raise PredicateError("it is not one expression")
            if columns[0] != duckdb.sqltypes.BOOLEAN:
                raise PredicateError(f"it gives {columns[0]} where true or false is wanted")
            for (name,) in self._connection.execute(_CHANGING, {"sql": sql}).fetchall():
                raise PredicateError(f"{name} gives another value in the next build")
            rows = self._connection.execute(
                f"select evaluation_id from {_RELATION} where (\n{predicate}\n) "
                "order by evaluation_id"
            ).fetchall()
        except duckdb.Error as error:
            raise PredicateError(_sentence(str(error))) from error
        return [evaluation_id for (evaluation_id,) in rows]


def _sentence(message: str) -> str:
    """Return the database's words in one line, without its name for the error and its drawing."""
    words = message.split("\n\nLINE ")[0].split()
    if "Error:" in words[:4]:
        words = words[words.index("Error:") + 1 :]
    return " ".join(words)
