"""``llm-reassess recover``: judge a table of Tukey comparisons as printed."""

from collections.abc import Sequence
from pathlib import Path

import click
from click import argument, option

from analysis_py.cli.commands import PATH, Several, command
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError


@command("recover", in_project=False)
@argument("file", type=PATH)
@option("--by", cls=Several, metavar="COLUMN...", help="Columns that tell several tables apart.")
@option(
    "--confidence-level",
    type=float,
    default=0.95,
    metavar="LEVEL",
    help="Confidence level of the intervals (0.95).",
)
@option(
    "--df-other",
    type=click.IntRange(min=0),
    default=0,
    metavar="DF",
    help="Degrees of freedom of further terms of the model, such as a second factor or "
    "covariates (0).",
)
@option(
    "--rounding",
    default="auto",
    metavar="auto|column|cell",
    help="Whether figures share the decimals of their column or each shows its own (told from "
    "trailing zeros).",
)
def recover(
    file: Path, by: tuple[str, ...], confidence_level: float, df_other: int, rounding: str
) -> int:
    """Check a printed table of Tukey pairs.

    It recovers group sizes, number of groups, degrees of freedom, mean square error and F from a
    CSV of the printed table, and says what in the table cannot be true.

    The CSV has one row per pair and the columns
      group_a, group_b   the groups; the difference is mean a - mean b
      estimate           the difference
      ci_low, ci_high    its simultaneous interval
      p_adjusted         its adjusted p-value; "<0.001" is understood, blank where none is printed
    Type every figure as printed, trailing zeros included: the decimals say how it was rounded.
    Any further columns named with --by tell several tables apart.

    exit codes: 0 nothing to object to, 1 at least one flag, 2 the file cannot be read

    for example:
      llm-reassess recover table.csv
      llm-reassess recover data/published_tukey/2024-01-12.csv --by factor benchmark
    """
    from analysis_py.sources.csv_files import SnapshotError
    from analysis_py.statistics.printed_tables import PAIR_COLUMNS, printed_table, recover_table
    from analysis_py.statistics.printed_tables.text_report import verdict

    n_flags = 0
    try:
        for name, rows in _read(file, PAIR_COLUMNS, by).items():
            columns = {column: [row[column] for row in rows] for column in PAIR_COLUMNS[:-1]}
            try:
                printed = printed_table(
                    **columns,
                    p_adjusted=[row["p_adjusted"] or None for row in rows],
                    confidence_level=confidence_level,
                    rounding=rounding,
                )
                recovered = recover_table(printed, df_other)
            except ValueError as problem:
                where = f"{file}, table {name}" if name else str(file)
                raise ValueError(f"{where}: {problem}") from None
            print(verdict(printed, recovered, name))
            n_flags += len(recovered.flags)
    except (SnapshotError, ValueError) as problem:
        raise CommandError(str(problem), MISUSED) from problem
    return FAILED if n_flags else GOOD


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
