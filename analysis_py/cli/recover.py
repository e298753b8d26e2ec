"""``llm-reassess recover``: judge a table of Tukey comparisons as printed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from analysis_py.cli.build import positive
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError

_DESCRIPTION = """\
Recovers group sizes, number of groups, degrees of freedom, mean square error and F from a printed
table of Tukey comparisons, and says what in the table cannot be true.

The CSV has one row per pair and the columns
  group_a, group_b   the groups; the difference is mean a - mean b
  estimate           the difference
  ci_low, ci_high    its simultaneous interval
  p_adjusted         its adjusted p-value; "<0.001" is understood, blank where none is printed
Type every figure as printed, trailing zeros included: the decimals say how it was rounded.
Any further columns named with --by tell several tables apart.
"""
_EPILOG = """\
exit codes: 0 nothing to object to, 1 at least one flag, 2 the file cannot be read

examples:
  llm-reassess recover table.csv
  llm-reassess recover data/published_tukey/2024-01-12.csv --by factor benchmark
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    add = parser.add_argument
    add("file", type=Path, help="CSV of the printed table")
    add("--by", nargs="+", default=[], metavar="COLUMN",
        help="columns that tell several tables apart")  # fmt: skip
    add("--confidence-level", type=float, default=0.95, metavar="LEVEL",
        help="of the intervals (0.95)")  # fmt: skip
    add("--df-other", type=partial(positive, least=0), default=0, metavar="DF",
        help="degrees of freedom of further terms of the model, such as a second factor or "
        "covariates (0)")  # fmt: skip
    add("--rounding", default="auto", metavar="auto|column|cell",
        help="whether figures share the decimals of their column or each shows its own (told "
        "from trailing zeros)")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict on every table of the file, and tell whether all are sound."""
    from analysis_py.sources.csv_files import SnapshotError
    from analysis_py.statistics.printed_tables import PAIR_COLUMNS

    try:
        tables = _read(arguments.file, PAIR_COLUMNS, arguments.by)
        n_flags = sum(_judge(name, rows, arguments) for name, rows in tables.items())
    except (SnapshotError, ValueError) as problem:
        raise CommandError(str(problem), MISUSED) from problem
    return FAILED if n_flags else GOOD


def _judge(name: str, rows: list[dict[str, str]], arguments: argparse.Namespace) -> int:
    """Print the verdict on one table and return the number of its flags."""
    from analysis_py.statistics.printed_tables import PAIR_COLUMNS, printed_table, recover_table
    from analysis_py.statistics.printed_tables.text_report import verdict

    columns = {column: [row[column] for row in rows] for column in PAIR_COLUMNS[:-1]}
    try:
        printed = printed_table(
            **columns,
            p_adjusted=[row["p_adjusted"] or None for row in rows],
            confidence_level=arguments.confidence_level,
            rounding=arguments.rounding,
        )
        recovered = recover_table(printed, arguments.df_other)
    except ValueError as problem:
        where = f"{arguments.file}, table {name}" if name else str(arguments.file)
        raise ValueError(f"{where}: {problem}") from None
    print(verdict(printed, recovered, name))
    return len(recovered.flags)


def _read(path: Path, columns: Sequence[str], by: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """Read the rows of each table, in order of appearance."""
    from analysis_py.sources.csv_files import read_csv

    header, records = read_csv(path)
    if missing := [name for name in (*columns, *by) if name not in header]:
        raise ValueError(f"{path}: no column {', '.join(missing)}; it has {', '.join(header)}")
    tables: dict[str, list[dict[str, str]]] = {}
    for number, record in enumerate(records, start=1):
        row = dict(zip(header, map(str.strip, record), strict=False))
        for column in (*columns, *by):
            if not row.setdefault(column, "") and column != "p_adjusted":
                raise ValueError(f"{path}: row {number}, column {column}: no value")
        tables.setdefault(", ".join(row[column] for column in by), []).append(row)
    if not tables:
        raise ValueError(f"{path}: no rows below the header")
    return tables
