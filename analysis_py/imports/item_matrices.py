"""Matrices of item results: a row per model and a column per item, or the other way round."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from analysis_py.imports.headers import is_no_benchmark

#: How a reader calls a column without a name, such as that of row numbers.
_UNNAMED = re.compile(r"column ?\d+|unnamed: ?\d+|__index_level_\d+__")
#: A name with a digit is that of an item or a model, whatever its words are.
_DIGIT = re.compile(r"\d")
#: Columns of a matrix that tell of its items.
_OF_AN_ITEM = re.compile(r"(item[ _])?(difficulty|discrimination|easiness|weight|points)")


def quoted(column: str) -> str:
    """Return a name as SQL has it."""
    return '"' + column.replace('"', '""') + '"'


def matrix_cells(
    work: duckdb.DuckDBPyConnection, source: str, columns: dict[str, str], known: set[str]
) -> dict[str, str]:
    """Return the columns of cells, by their names in small letters, where the file is a matrix.

    Columns that are averages, ranks, sizes, facts of an item or texts are none of them.
    """
    rows = [name for name in ("model", "item") if name in columns]
    if len(rows) != 1 or "score" in columns:
        return {}
    cells = {
        name: original
        for name, original in columns.items()
        if name not in known
        and not _UNNAMED.fullmatch(name)
        and (_DIGIT.search(name) or not (is_no_benchmark(name) or _OF_AN_ITEM.fullmatch(name)))
    }
    words = [original for name, original in cells.items() if not _DIGIT.search(name)]
    if words:
        numbers = ", ".join(
            f"count_if({quoted(name)} is not null and lower(cast({quoted(name)} as varchar)) "
            f"in ('true', 'false') or try_cast({quoted(name)} as double) is not null)"
            for name in words
        )
        counts = work.execute(f"select {numbers} from {source}").fetchone() or ()
        texts = {name for name, n in zip(words, counts, strict=True) if not n}
        cells = {name: original for name, original in cells.items() if original not in texts}
    return cells


def unpivot_matrix(
    work: duckdb.DuckDBPyConnection,
    path: Path,
    source: str,
    columns: dict[str, str],
    cells: dict[str, str],
) -> str:
    """Return the source with a record per filled cell, and one per row that has none.

    Records are then numbered cell by cell, and the columns of cells are taken out of ``columns``.
    """
    for name in cells:
        del columns[name]
    other = "item" if "model" in columns else "model"
    kept = ", ".join(quoted(original) for original in columns.values())
    benchmark = ""
    if "benchmark" not in columns:
        benchmark = ", '" + path.stem.replace("'", "''") + "' as benchmark"
    names = ", ".join("'" + cell.replace("'", "''") + "'" for cell in cells.values())
    values = ", ".join(
        f"nullif(trim(cast({quoted(cell)} as varchar)), '')" for cell in cells.values()
    )
    work.execute(
        f"""create or replace temp view matrix as
        with lists as (
            select {kept}{benchmark}, record_row * {len(cells)} as record_row,
                coalesce(
                    record_problem,
                    case when len(list_filter(cells, lambda x: x is not null)) = 0
                        then 'the row holds no answer' end
                ) as record_problem,
                cells
            from (select *, [{values}] as cells from {source})
        ),
        filled as (
            select * exclude (cells, record_row), unnest([{names}]) as {quoted(other)},
                unnest(cells) as score, record_row + unnest(range({len(cells)})) as record_row
            from lists where record_problem is null
        )
        select * from filled where score is not null
        union all by name
        select * exclude (cells) from lists where record_problem is not null"""
    )
    columns |= {name: name for name in ("benchmark", other, "score") if name not in columns}
    return "matrix"


def said_of_matrix(
    columns: Mapping[str, str], cells: Mapping[str, str], unread: Sequence[str]
) -> Iterator[str]:
    """Yield what was taken for items or models, and what was left out."""
    kind = "item" if "model" in columns else "model"
    shown = ", ".join([*cells.values()][:3]) + (", …" if len(cells) > 3 else "")
    yield f"a matrix, whose {len(cells):,} column(s) {shown} are an {kind} each".replace(
        "an model", "a model"
    )
    if unread:
        yield f"left out, as they are no {kind}s: {', '.join(unread)}"
