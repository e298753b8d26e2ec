"""Predicates of cohorts: SQL expressions over the columns of fct_evaluations.

A predicate is evaluated in a separate database with one snapshot's evaluations and without access
to files or the warehouse, so an error affects only its cohort.
"""

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl

_RELATION = "fct_evaluations"
# SQL's keywords for the current time look like columns; DuckDB lists them as get_… or current_….
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
    """A predicate cannot be evaluated; the message says why, often in the database's words."""


class Evaluations:
    """Rows of ``marts.fct_evaluations`` of one snapshot, in a separate database."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self._connection = duckdb.connect(
            ":memory:",
            # DuckDB allows reading and writing in its temporary folder
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
        """Return the sorted ``evaluation_id`` of every row that fulfils the predicate.

        A predicate must be one boolean expression over existing columns, give the same value in
        every build, and not fail on any row.
        """
        # on its own line, so that a trailing comment affects nothing else
        sql = f"select\n{predicate}"
        try:
            is_one = len(self._connection.extract_statements(sql)) == 1
            columns = self._connection.sql(f"{sql}\nfrom {_RELATION}").types if is_one else []
            if len(columns) != 1:
                raise PredicateError("it is not one expression")
            if columns[0] != duckdb.sqltypes.BOOLEAN:
                raise PredicateError(f"it gives {columns[0]} instead of true or false")
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
        """Return the parts of a statement whose value changes between calls or days."""
        parsed = "select json_serialize_sql($sql)::varchar"
        ((text,),) = self._connection.execute(parsed, {"sql": sql}).fetchall()
        used: set[str] = set()
        for node in _nodes(json.loads(text)):
            if node.get("sample"):
                return "tablesample"
            # age() with one argument depends on today; versions of the database name it differently
            given = node.get("arguments", node.get("children", ()))
            if node.get("function_name") == "age" and len(given) == 1:
                return "age of one time"
            used |= {node.get("function_name") or "", *node.get("column_names", [])[:1]}
        changing = self._connection.execute(_CHANGING, {"said": [name.lower() for name in used]})
        return next((name for (name,) in changing.fetchall()), None)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    for part in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(part)


def _sentence(message: str) -> str:
    """Return the database's message in one line, without the error's name and its diagram."""
    words = message.split("\n\nLINE ")[0].split()
    if "Error:" in words[:4]:
        words = words[words.index("Error:") + 1 :]
    return " ".join(words)
