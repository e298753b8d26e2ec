"""Rows of results: a frozen dataclass names the fields of a row once, and its frame follows.

A field is a ``str``, ``int``, ``float`` or ``bool``, or one of them ``| None`` where a row may lack
it; or a list of such values or of rows, which nests. The contract of the table that publishes a row
says what each field means. A row is made by its constructor, which takes every field by name: a
misspelt field, or one that was forgotten, raises where it is written instead of becoming a null in
a published table. A row that is not known at once starts as :func:`with_nulls`, with what is known
and all else null, and is filled by :func:`dataclasses.replace`.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import polars as pl

Row = TypeVar("Row")

_TYPES: Mapping[object, pl.DataType] = {
    str: pl.String(),
    int: pl.Int64(),
    float: pl.Float64(),
    bool: pl.Boolean(),
}


@dataclass(frozen=True)
class _Column:
    """The column type of a field, and of the rows that it nests."""

    dtype: pl.DataType
    is_nullable: bool
    rows: type | None = None


_KNOWN: dict[type, dict[str, _Column]] = {}


def schema_of(row_type: type) -> dict[str, pl.DataType]:
    """Return the columns of a frame of such rows, in the order of the fields.

    Parameters
    ----------
    row_type : type
        A dataclass.

    Raises
    ------
    TypeError
        If a field has a type that no column holds.
    """
    return {name: column.dtype for name, column in _fields(row_type).items()}


def to_frame(row_type: type[Row], rows: Iterable[Row]) -> pl.DataFrame:
    """Return a frame of the rows.

    Parameters
    ----------
    row_type : type
        A dataclass.

    Raises
    ------
    TypeError
        If a value is not of its field's type, such as a fraction where a count belongs.
    """
    rows = list(rows)
    return pl.DataFrame(
        [
            _series(name, column, [getattr(row, name) for row in rows])
            for name, column in _fields(row_type).items()
        ]
    )


def rows_from_frame(row_type: type[Row], frame: pl.DataFrame) -> list[Row]:
    """Return the rows of a frame.

    Parameters
    ----------
    row_type : type
        A dataclass whose fields are the frame's columns.

    Raises
    ------
    TypeError
        If the frame lacks a field or has an unknown column.
    """
    return [row_type(**row) for row in frame.iter_rows(named=True)]


def validate_frame(row_type: type, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame that was computed by columns, with its columns in the order of the fields.

    Parameters
    ----------
    row_type : type
        A dataclass.

    Raises
    ------
    TypeError
        If the frame lacks a field, has an unknown column, or a column has another type.
    """
    schema, columns = schema_of(row_type), dict(frame.schema)
    for name in schema.keys() | columns.keys():
        if columns.get(name) != schema.get(name):
            wanted, given = schema.get(name, "no column"), columns.get(name, "no column")
            raise TypeError(f"{row_type.__name__}.{name} should be {wanted}, and is {given}")
    return frame.select(list(schema))


def keep_promise(frame: pl.DataFrame, promised: str, otherwise: str) -> pl.DataFrame:
    """Return a frame in which a row has its result if, and only if, its status is ``ok``.

    Parameters
    ----------
    promised : str
        The column that is filled where the status is ``ok``; NaN counts as null.
    otherwise : str
        The status of a row that has no result and states no reason.
    """
    has_result = pl.col(promised).is_not_null() & pl.col(promised).is_not_nan()
    status = pl.when((pl.col("status") != "ok") | has_result).then("status")
    frame = frame.with_columns(status.otherwise(pl.lit(otherwise)).alias("status"))
    return frame.with_columns(pl.when(pl.col("status") == "ok").then(pl.col(promised)))


def with_nulls(row_type: type[Row], **known: object) -> Row:
    """Return a row of the given values; all other fields are null.

    Parameters
    ----------
    row_type : type
        A dataclass.
    **known : object
        By field.

    Raises
    ------
    TypeError
        If a name is not a field, or a field without a value cannot be null.
    """
    nothing = {name: None for name, column in _fields(row_type).items() if column.is_nullable}
    return row_type(**(nothing | known))


def _series(name: str, column: _Column, values: list[Any]) -> pl.Series:
    if (nested := column.rows) is not None:
        values = [
            rows if rows is None else to_frame(nested, rows).to_struct(name) for rows in values
        ]
    return pl.Series(name, values, dtype=column.dtype, strict=True)


def _fields(row_type: type) -> dict[str, _Column]:
    """Return how each field becomes a column; worked out once per type."""
    if row_type not in _KNOWN:
        hints = get_type_hints(row_type)
        _KNOWN[row_type] = {
            field.name: _column_of(f"{row_type.__name__}.{field.name}", hints[field.name])
            for field in dataclasses.fields(row_type)
        }
    return _KNOWN[row_type]


def _column_of(name: str, hint: Any) -> _Column:
    is_nullable = get_origin(hint) in (Union, UnionType)
    if is_nullable:
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is list:
        (inner,) = get_args(hint)
        if isinstance(inner, type) and dataclasses.is_dataclass(inner):
            return _Column(pl.List(pl.Struct(schema_of(inner))), is_nullable, inner)
        return _Column(pl.List(_column_of(name, inner).dtype), is_nullable)
    if hint not in _TYPES:
        raise TypeError(f"{name} is {hint}; a column holds str, int, float, bool or lists of rows")
    return _Column(_TYPES[hint], is_nullable)
