"""Predicates: who belongs to a cohort, as one SQL expression over the columns of fct_evaluations.

A predicate is evaluated in a database of its own, which holds one snapshot's evaluations and
reaches neither files nor the warehouse: what is wrong with it stays with its cohort.
"""

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl

_RELATION = "fct_evaluations"
# SQL's own words for the time stand where a column may, and DuckDB has them as get_… or current_….
_CHANGING = """
select function_name
from duckdb_functions()
where list_contains($said, regexp_replace(function_name, '^(get|current)_', ''))
    or list_contains($said, function_name)
group by function_name
having bool_or(stability = 'VOLATILE')
    or bool_or(stability = 'CONSISTENT_WITHIN_QUERY' and len(parameters) = 0)
order by function_name
limit 1
"""


class PredicateError(Exception):
    """A predicate cannot be evaluated; the message says why, mostly in the database's words."""


class Evaluations:
    """Rows of ``marts.fct_evaluations`` of one snapshot, in a database of their own."""

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

        A predicate is refused unless it is one expression, fits the columns, is a truth value, does
        not change from one build to the next, and fails on no row.
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
            if name := self._changing(sql):
                raise PredicateError(f"{name} gives another value in the next build")
            rows = self._connection.execute(
                f"select evaluation_id from {_RELATION} where (\n{predicate}\n) "
                "order by evaluation_id"
            ).fetchall()
        except duckdb.Error as error:
            raise PredicateError(_sentence(str(error))) from error
        return [evaluation_id for (evaluation_id,) in rows]

    def _changing(self, sql: str) -> str | None:
        """Return what of a statement has another value at the next call, or the next day."""
        parsed = "select json_serialize_sql($sql)::varchar"
        ((text,),) = self._connection.execute(parsed, {"sql": sql}).fetchall()
        said: set[str] = set()
        for node in _nodes(json.loads(text)):
            if node.get("sample"):
                return "tablesample"
            # the age of one time is that until today; the database's versions name this differently
            given = node.get("arguments", node.get("children", ()))
            if node.get("function_name") == "age" and len(given) == 1:
                return "age of one time"
            said |= {node.get("function_name") or "", *node.get("column_names", [])[:1]}
        found = self._connection.execute(_CHANGING, {"said": [name.lower() for name in said]})
        return next((name for (name,) in found.fetchall()), None)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    for part in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(part)


def _sentence(message: str) -> str:
    """Return the database's words in one line, without its name for the error and its drawing."""
    words = message.split("\n\nLINE ")[0].split()
    if "Error:" in words[:4]:
        words = words[words.index("Error:") + 1 :]
    return " ".join(words)
