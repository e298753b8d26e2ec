"""``llm-reassess compare``: is one model better than another, and how surely."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis_py.cli import printing
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.published import published

if TYPE_CHECKING:
    import duckdb

_DESCRIPTION = """\
Compare two models on every benchmark that both have in one snapshot: the difference with its
interval, what could have been detected, and what their sizes alone lead one to expect. Where item
results of both are known, they are compared item by item too.
"""
_EPILOG = """\
A name may lack its organisation, be in any case, or be a part of one that only one model has.
Of several evaluations of a model the preferred one counts, and what is written names it; another
is meant by NAME@RUN, where RUN is its precision or how its revision begins.

Confidence level and power are those that the published file was built with.

exit codes: 0 compared, 1 nothing in common, 2 no such model, or called wrongly

examples:
  llm-reassess compare meta-llama/Llama-2-7b-hf mistralai/Mistral-7B-v0.1
  llm-reassess compare llama-2-7b-hf mistral-7b-v0.1 --csv > pair.csv
  llm-reassess compare llama-2-7b-hf@float16 llama-2-7b-hf@bfloat16
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument("a", metavar="A", help="name of a model")
    parser.add_argument("b", metavar="B", help="name of another")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="write CSV")
    form.add_argument("--json", action="store_true", help="write JSON, an object a row")
    parser.add_argument(
        "--warehouse", type=Path, metavar="DIR", help="folder of the published file (the project's)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the comparison on standard output."""
    from analysis_py.items.asking import paired_sentences
    from analysis_py.positions.asking import (
        ComparedRow,
        compare_models,
        read_settings,
        sentence,
    )

    with published(arguments.warehouse) as connection:
        a, run_a = _model(connection, arguments.a)
        b, run_b = _model(connection, arguments.b)
        if (a, run_a) == (b, run_b):
            raise CommandError(f"both names mean {a}", MISUSED)
        settings = read_settings(connection)
        rows = compare_models(
            connection, a, b, settings.confidence_level, settings.power, (run_a, run_b)
        )
        paired = paired_sentences(connection, a, b)
    if rows.is_empty():
        raise CommandError(f"no snapshot has scores of both {a} and {b} on one benchmark")
    if arguments.csv:
        printing.write_csv(rows.columns, rows.iter_rows(), sys.stdout)
    elif arguments.json:
        printing.write_json(rows.columns, rows.iter_rows(), sys.stdout)
    else:
        for snapshot, part in rows.group_by("snapshot_id", maintain_order=True):
            first = ComparedRow(**part.row(0, named=True))
            print(f"{snapshot[0]}")
            print(f"  {a} ({_evaluation(first.run_a, first.n_evaluations_a)})")
            print(f"  {b} ({_evaluation(first.run_b, first.n_evaluations_b)})\n")
            for row in part.iter_rows(named=True):
                print("  " + sentence(ComparedRow(**row), a, b))
            print()
        print(
            f"Intervals of {100 * settings.confidence_level:g} %, as if the two had answered "
            "independently of each other. They\nanswered the same questions, so most intervals are "
            "too wide."
        )
        if paired:
            print("\nItem by item, on the questions that both answered, which is surer:\n")
            print("\n".join(f"  {line}" for line in paired))
    return GOOD


def _model(connection: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str, str]:
    """Return the name of the model that is meant, and which run of it, if one is named."""
    from analysis_py.positions.asking import find_model, runs_of

    named, _, run = wanted.partition("@")
    name, near = find_model(connection, named)
    if name is None:
        listed = "".join(f"\n  {one}" for one in near)
        raise CommandError(f"{named!r} is no one model; the nearest names:{listed}", MISUSED)
    runs = runs_of(connection, name)
    if run and not any(known.startswith(run) for known in runs):
        listed = "".join(f"\n  {one}" for one in runs)
        raise CommandError(f"{name} has no evaluation {run!r}; there are:{listed}", MISUSED)
    return name, run


def _evaluation(run: str, n: int) -> str:
    said = run or "one evaluation"
    return f"{said}; one of {n} evaluations" if n and n > 1 else said
