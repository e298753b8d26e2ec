"""``llm-reassess compare``: is one model better than another, and how surely."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis_py.cli import printing
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.published import published

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_DESCRIPTION = """\
Compare two models on every benchmark that both have in one snapshot: the difference with its
interval, what could have been detected, and what their sizes alone lead one to expect. Where the
answers of both to single items lie in the project, they are compared item by item too.
"""
_EPILOG = """\
A name may lack its organisation or a version, be in any case and have spaces for hyphens, or be
whole words of a name that only one model has. Boards spell one name in several ways: on each
snapshot that has both models its own spelling is taken, and shown. A name that may mean several
models, or none, is refused with a list.

Of several evaluations of a model the preferred one counts; another is meant by NAME@RUN, where
RUN is its variant, its precision or how its revision begins.

Confidence level and power are those that the published file was built with. p_adjusted is
adjusted for the number of benchmarks of a table by Holm's method and says which is significantly
higher; intervals are unadjusted.

exit codes: 0 compared, 1 nothing in common, 2 no such model, or called wrongly

examples:
  llm-reassess compare meta-llama/Llama-2-7b-hf mistralai/Mistral-7B-v0.1
  llm-reassess compare llama-2-7b-hf mistral-7b-v0.1 --csv > pair.csv
  llm-reassess compare llama-2-70b mixtral-8x7b
  llm-reassess compare llama-2-7b-hf@float16 llama-2-7b-hf@4bit
"""
#: A commit, of which eight digits tell enough.
_SHORT = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{32}\b")
#: Columns of the table for people, and the fields of a row that they show.
_SHOWN = {
    "benchmark": "benchmark_name",
    "A": "score_a",
    "B": "score_b",
    "A - B": "difference",
    "ci_low": "ci_low",
    "ci_high": "ci_high",
    "p_value": "p_value",
    "p_adjusted": "p_adjusted",
    "detectable": "smallest_detectable",
    "by_size": "expected_difference",
    "items": "n_items",
}
_LEGEND = """\
A - B in percentage points, with unadjusted intervals of {level:g} %; by_size is what their sizes
alone lead one to expect. Scores of a board are compared as if the two had answered independently
of each other. They answered the same questions, so most of these intervals are too wide; those by
item are not."""


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
    import polars as pl

    from analysis_py.runtime.project import items_folder
    from analysis_py.statistics.items.paired_items import compare_items
    from analysis_py.statistics.positions.model_names import (
        ITEMS,
        ModelNameError,
        NothingSharedError,
        find_models,
        split_run,
    )
    from analysis_py.statistics.positions.model_queries import compare_models, read_settings

    with published(arguments.warehouse) as connection:
        a, run_a = split_run(connection, arguments.a)
        b, run_b = split_run(connection, arguments.b)
        try:
            models, unclear = find_models(connection, a, b)
        except ModelNameError as error:
            raise CommandError(str(error), MISUSED) from error
        except NothingSharedError as error:
            raise CommandError(str(error)) from error
        for named, run, side in ((a, run_a, 0), (b, run_b, 1)):
            _check_run(connection, named, run, {pair[side] for pair in models.values()})
        if run_a == run_b and (same := [pair[0] for pair in models.values() if len({*pair}) == 1]):
            raise CommandError(f"both names mean {same[0]}", MISUSED)
        settings = read_settings(connection)
        level, power = settings.confidence_level, settings.power
        of_items = models.pop(ITEMS, None)
        rows = compare_models(connection, models, level, power, (run_a, run_b))
    # a run is one of a board
    if of_items and not (run_a or run_b):
        # of another project's file, the answers lie beside its folder
        folder = (
            arguments.warehouse.parent / "imports" / "items"
            if arguments.warehouse
            else items_folder()
        )
        paired = compare_items(folder, *of_items, level, power)
        rows = pl.concat([rows, paired])
        if paired.is_empty():
            unclear.append(f"{ITEMS}: {folder} has no item that both answered")
    for line in unclear:
        print(f"left out, {line}", file=sys.stderr)
    if rows.is_empty():
        raise CommandError(f"no snapshot has scores of both {a} and {b} on one benchmark")
    if arguments.csv:
        printing.write_csv(rows.columns, rows.iter_rows(), sys.stdout)
    elif arguments.json:
        printing.write_json(rows.columns, rows.iter_rows(), sys.stdout)
    else:
        for part in rows.partition_by(
            "snapshot_id", "model_a", "model_b", "run_a", "run_b", maintain_order=True
        ):
            _write(part)
        print(_LEGEND.format(level=100 * level))
    return GOOD


def _check_run(
    connection: duckdb.DuckDBPyConnection, named: str, run: str, models: set[str]
) -> None:
    """Refuse a run that no evaluation of the models has."""
    from analysis_py.statistics.positions.model_queries import runs_of

    runs = sorted({known for model in models for known in runs_of(connection, model)})
    if run and not any(known.startswith(run) for known in runs):
        listed = "".join(f"\n  {one}" for one in runs)
        raise CommandError(f"{named} has no evaluation {run!r}; there are:{listed}", MISUSED)


def _write(rows: pl.DataFrame) -> None:
    """Write the table of one snapshot and its two evaluations."""
    import polars as pl

    first = rows.row(0, named=True)
    print(first["snapshot_id"])
    for side in ("a", "b"):
        n, run = first[f"n_evaluations_{side}"], _SHORT.sub(r"\1", first[f"run_{side}"])
        said = "; ".join(filter(None, [run, f"1 of {n} evaluations" if n and n > 1 else ""]))
        print(f"  {side.upper()}: {first[f'model_{side}']}" + f" ({said})" * bool(said))
    print()
    significant = pl.col("is_significant")
    table = rows.select(
        **{name: pl.col(field) for name, field in _SHOWN.items()},
        significant=pl.when(significant & (pl.col("difference") > 0))
        .then(pl.lit("A higher"))
        .when(significant)
        .then(pl.lit("B higher"))
        .when(pl.col("p_adjusted").is_not_null())
        .then(pl.lit("no")),
    ).with_columns(
        pl.col("A", "B", "A - B", "ci_low", "ci_high", "detectable", "by_size").round(1),
        *(pl.col(name).map_elements(_p, pl.String) for name in ("p_value", "p_adjusted")),
    )
    known = [name for name in table.columns if not table[name].is_null().all()]
    printing.write_table(known, table.select(known).iter_rows(), sys.stdout)
    print()


def _p(p_value: float) -> str:
    return "< 0.001" if p_value < 0.001 else f"{p_value:7.3f}"
