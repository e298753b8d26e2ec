"""Judge a published Tukey table: ``python -m analysis_py.printed_tables table.csv``."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence

from analysis_py.printed_tables.in_words import verdict
from analysis_py.printed_tables.printed import PAIR_COLUMNS, ROUNDING, printed_table
from analysis_py.printed_tables.table import recover_table

_DESCRIPTION = """
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
_EPILOG = """
exit status: 0 nothing to object to, 1 at least one flag, 2 the file cannot be read

example:
  python -m analysis_py.printed_tables data/published_tukey/2024-01-12.csv --by factor benchmark
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the verdict on every table of a file and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis_py.printed_tables",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", help="CSV of the printed table")
    parser.add_argument("--by", nargs="+", default=[], metavar="COLUMN",
                        help="columns that tell several tables apart")  # fmt: skip
    parser.add_argument("--confidence-level", type=float, default=0.95, metavar="LEVEL",
                        help="of the intervals (default 0.95)")  # fmt: skip
    parser.add_argument("--df-other", type=int, default=0, metavar="DF",
                        help="degrees of freedom of further terms of the model, such as a second "
                        "factor or covariates (default 0)")  # fmt: skip
    parser.add_argument("--rounding", choices=ROUNDING, default="auto",
                        help="whether figures share the decimals of their column or each shows "
                        "its own (default: told from trailing zeros)")  # fmt: skip
    options = parser.parse_args(arguments)
    try:
        tables = _read(options.file, options.by)
        n_flags = 0
        for name, rows in tables.items():
            columns = [[row[column] for row in rows] for column in PAIR_COLUMNS[:-1]]
            p_adjusted = [row["p_adjusted"] or None for row in rows]
            try:
                printed = printed_table(
                    *columns, p_adjusted, options.confidence_level, options.rounding
                )
            except ValueError as problem:
                where = f"{options.file}, table {name}" if name else options.file
                raise ValueError(f"{where}: {problem}") from None
            recovered = recover_table(printed, options.df_other)
            n_flags += len(recovered.flags)
            print(verdict(printed, recovered, name))
    except (OSError, UnicodeDecodeError, ValueError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    return 1 if n_flags else 0


def _read(path: str, by: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """Read the rows of each table, in order of appearance."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        header = [name.strip() for name in reader.fieldnames or []]
        reader.fieldnames = header
        if missing := [name for name in (*PAIR_COLUMNS, *by) if name not in header]:
            raise ValueError(f"{path}: no column {', '.join(missing)}; it has {', '.join(header)}")
        tables: dict[str, list[dict[str, str]]] = {}
        for number, row in enumerate(reader, start=1):
            for column in (*PAIR_COLUMNS, *by):
                value = (row[column] or "").strip()
                if not value and column != "p_adjusted":
                    raise ValueError(f"{path}: row {number}, column {column}: no value")
                row[column] = value
            tables.setdefault(", ".join(row[column] for column in by), []).append(row)
    if not tables:
        raise ValueError(f"{path}: no rows below the header")
    return tables


if __name__ == "__main__":
    sys.exit(main())
