"""Predicates: who belongs to a cohort, as one SQL expression over the columns of fct_evaluations.

A predicate is text from a file that anyone may edit, so it is never put into a query of the
warehouse. DuckDB's own parser reads it; what it calls is held to a list of pure functions; and it
is evaluated in a database of its own that holds one snapshot's evaluations and can reach nothing
else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from threading import Timer
from typing import Any

import duckdb
import polars as pl

#: A part of what DuckDB's parser gives, as JSON.
Node = dict[str, Any]

#: What a predicate may be made of: classes of DuckDB's parser, and types of its class OPERATOR.
EXPRESSIONS = frozenset(
    {"BETWEEN", "CASE", "CAST", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION"}
    | {"OPERATOR", "TYPE"}
)
OPERATORS = frozenset(
    {"COMPARE_IN", "COMPARE_NOT_IN", "OPERATOR_COALESCE", "OPERATOR_IS_NOT_NULL"}
    | {"OPERATOR_IS_NULL", "OPERATOR_NOT"}
)

# Arithmetic, joining of text, starts with, like, ilike and glob, which are functions too.
_SYMBOLS = "+ - * / // % ^ ** & | ~ << >> || ^@ ~~ !~~ ~~* !~~* ~~~"
_TEXT = """
    ascii char_length character_length concat concat_ws contains ends_with ilike_escape instr lcase
    left len length levenshtein like_escape list_contains list_value lower ltrim md5 nfc_normalize
    not_ilike_escape not_like_escape position prefix regexp_extract regexp_full_match
    regexp_matches reverse right rtrim starts_with string_split strip_accents strlen strpos substr
    substring suffix translate trim ucase upper
"""
_NUMBERS = """
    abs cbrt ceil ceiling exp floor fmod greatest isfinite isinf isnan least ln log log10 log2 mod
    pow power round round_even sign sqrt trunc
"""
_DATES = """
    date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayofmonth
    dayofweek dayofyear isodow isoyear last_day make_date month quarter strftime strptime to_days
    to_months to_weeks to_years try_strptime week weekday weekofyear year yearweek
"""
#: What it may call: functions whose value depends on their arguments alone. None reads a file, a
#: setting or the clock. None grows when it is nested either, as replace, repeat and the database's
#: macros do: a line of those could take all memory.
FUNCTIONS = frozenset(f"{_SYMBOLS} {_TEXT} {_NUMBERS} {_DATES}".split())

#: A predicate that takes longer or more is stopped.
SECONDS = 60
MEMORY = "1GB"

_RELATION = "fct_evaluations"
_WORDS = {
    "DEFAULT": "default",
    "LAMBDA": "a lambda",
    "PARAMETER": "a parameter",
    "POSITIONAL_REFERENCE": "a column by its number",
    "STAR": "a star",
    "SUBQUERY": "a subquery",
    "WINDOW": "a window function",
}


class PredicateError(Exception):
    """A predicate cannot be evaluated; the message says why, in the database's words or ours."""


class Evaluations:
    """The evaluations of one snapshot, in a database that reaches neither files nor functions.

    Parameters
    ----------
    rows : polars.DataFrame
        Of ``marts.fct_evaluations``; ``evaluation_id`` identifies a row.
    """

    def __init__(self, rows: pl.DataFrame) -> None:
        self._columns = {name.casefold() for name in rows.columns}
        self._connection = duckdb.connect(
            ":memory:",
            config={"enable_external_access": False, "memory_limit": MEMORY, "threads": 1},
        )
        # the one setting that a cast could read
        self._connection.execute("set TimeZone = 'UTC'")
        self._connection.register(_RELATION, rows.to_arrow())
        self._connection.execute("set lock_configuration = true")

    def matching(self, predicate: str) -> list[str]:
        """Return the ``evaluation_id`` of every row on which the predicate is true, in order.

        Raises
        ------
        PredicateError
            If it is not one expression, uses what a predicate may not use, does not fit the
            columns, is no truth value, or fails on a row.
        """
        expression = read(predicate)
        # on a line of its own, so that a comment at its end comments nothing else out
        condition = f"(\n{predicate}\n)"
        ((_, given, *_),) = self._run(f"describe select {condition} as is_member from {_RELATION}")
        for part in _parts(expression):
            names = part.get("column_names", [])
            if names and names[-1].casefold() not in self._columns:
                raise PredicateError(f"{names[-1]} is no column of {_RELATION}")
        if given != "BOOLEAN":
            raise PredicateError(f"it gives {given.strip(chr(34))} where true or false is wanted")
        rows = self._run(
            f"select evaluation_id from (select evaluation_id, {condition} as is_member "
            f"from {_RELATION}) where is_member order by evaluation_id"
        )
        return [evaluation_id for (evaluation_id,) in rows]

    def _run(self, sql: str) -> list[tuple[Any, ...]]:
        stop = Timer(SECONDS, self._connection.interrupt)
        stop.start()
        try:
            return self._connection.execute(sql).fetchall()
        except duckdb.InterruptException:
            raise PredicateError(f"stopped after {SECONDS} seconds") from None
        except duckdb.Error as error:
            raise PredicateError(_sentence(str(error))) from error
        finally:
            stop.cancel()


def read(predicate: str) -> Node:
    """Return a predicate as DuckDB's parser understands it, if it is one allowed expression.

    Parameters
    ----------
    predicate : str
        SQL text.

    Returns
    -------
    dict
        The expression, as ``json_serialize_sql`` writes it.

    Raises
    ------
    PredicateError
        If it is not exactly one expression, or uses more than columns, constants, comparisons,
        ``and``, ``or``, ``not``, ``case``, ``between``, ``in``, casts and :data:`FUNCTIONS`.
    """
    _refuse_simple_case(predicate)
    plain, parsed, enclosed = _parse("true", predicate, f"(\n{predicate}\n)")
    expression = _only_expression(parsed, plain)
    # What a pair of parentheses changes is more than one expression: `true;`.
    if enclosed != parsed:
        raise PredicateError("it is not one expression")
    for part in _parts(expression):
        _check(part)
    return expression


def _refuse_simple_case(predicate: str) -> None:
    """Refuse `case x when`: the parser copies x for every `when`, nested until memory is full."""
    text = predicate.encode()  # the places are those of bytes
    words = [
        re.split(rb"\W", text[place : place + 8], maxsplit=1)[0].lower()
        for place, kind in duckdb.tokenize(predicate)
        if kind != duckdb.token_type.comment
    ]
    if any(word == b"case" and after != b"when" for word, after in pairwise([*words, b""])):
        raise PredicateError("write case when … = … then … instead of case … when … then …")


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """Return a database that parses for all: making one takes longer than parsing."""
    return duckdb.connect(":memory:", config={"threads": 1})


def _parse(*texts: str) -> list[str]:
    """Return `select text` as the parser's JSON, without the places that its parts were read at."""
    with _parser().cursor() as connection:
        found = [
            connection.execute("select json_serialize_sql(?)", [f"select {text}"]).fetchall()
            for text in texts
        ]
    return [re.sub(r'("query_location(?:_length)?":)[0-9]+', r"\g<1>0", row[0][0]) for row in found]


def _only_expression(parsed: str, plain: str) -> Node:
    """Return the one expression that is selected, if all else is as in a plain `select`."""
    try:
        answer = json.loads(parsed)
    except RecursionError:
        raise PredicateError("it is nested too deeply") from None
    if answer["error"]:
        # what parses and cannot be written as JSON is a statement that selects nothing
        is_syntax = answer["error_type"] == "parser"
        message = answer["error_message"] if is_syntax else "it is not one expression"
        raise PredicateError(_sentence(message))
    (template,) = json.loads(plain)["statements"]
    template["node"].pop("select_list")
    statement, *others = answer["statements"]
    expressions = statement["node"].pop("select_list", [])
    if others or len(expressions) != 1 or expressions[0]["alias"] or statement != template:
        raise PredicateError("it is not one expression")
    return expressions[0]


def _check(part: Node) -> None:
    kind = part["class"]
    if kind not in EXPRESSIONS or (kind == "OPERATOR" and part["type"] not in OPERATORS):
        what = _WORDS.get(kind) or str(part["type"]).lower().replace("_", " ")
        raise PredicateError(f"a predicate may not hold {what}")
    if kind == "FUNCTION":
        name = part["function_name"].lower()
        if name not in FUNCTIONS or part["schema"] or part["catalog"]:
            raise PredicateError(
                f"a predicate may not call {name}: it may call plain functions of text, numbers "
                "and dates, which depend on their arguments alone"
            )


def _parts(tree: Node) -> Iterator[Node]:
    """Give every expression within an expression, itself included."""
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if "class" in node:
                yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _sentence(message: str) -> str:
    """Return the database's words in one line, without its name for the error and its drawing."""
    words = message.split("\n\nLINE ")[0].split()
    if "Error:" in words[:4]:
        words = words[words.index("Error:") + 1 :]
    return " ".join(words)
