"""Comparison of two models by name: leaderboards, items and ability scales together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from analysis_py.statistics.positions.ability_queries import compare_abilities
from analysis_py.statistics.positions.model_names import (
    ITEMS,
    Meant,
    ModelNameError,
    NothingSharedError,
    find_models,
    names_of_models,
    split_run,
)
from analysis_py.statistics.positions.model_queries import (
    compare_models,
    read_settings,
    runs_of,
)
from analysis_py.statistics.positions.paired_items import compare_items

_PARTS = """
select distinct positions.model_name, benchmarks.benchmark_name, positions.status
from imports.import_positions as positions
join marts.dim_benchmarks as benchmarks using (benchmark_id)
where
    positions.is_partial
    and list_contains($1, positions.model_name)
    and list_contains($2, positions.benchmark_id)
order by all
"""


@dataclass(frozen=True, kw_only=True)
class ModelComparison:
    """Two models wherever they can be compared.

    Attributes
    ----------
    a, b : str
        The names as somebody wrote them, each with its run.
    rows : polars.DataFrame
        Of :class:`~analysis_py.statistics.positions.model_queries.ComparedRow`.
    abilities : polars.DataFrame
        As :func:`~analysis_py.statistics.positions.ability_queries.compare_abilities` returns.
    left_out : list of str
        Where they cannot be compared, and why.
    parts : list of str
        Which scores of imports are of a part of a test.
    largest_board : str
        The snapshot with the most models that both names are on.
    is_largest_left_out : bool
        Whether that snapshot is not among the rows.
    confidence_level, power : float
        Of the intervals, and of the smallest detectable difference.
    """

    a: str
    b: str
    rows: pl.DataFrame
    abilities: pl.DataFrame
    left_out: list[str]
    parts: list[str]
    largest_board: str
    is_largest_left_out: bool
    confidence_level: float
    power: float


def compare_by_name(
    connection: duckdb.DuckDBPyConnection, a: str, b: str, item_folders: Sequence[Path]
) -> ModelComparison:
    """Compare two models on every benchmark that one leaderboard has for both, and on items.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    a, b : str
        Names as somebody writes them, ``NAME`` or ``NAME@RUN``.
    item_folders : sequence of Path
        Folders of stored answers to items.

    Raises
    ------
    ModelNameError
        If a name or a run means nothing or several, or both names mean the same.
    NothingSharedError
        If no leaderboard has both on the same benchmark.
    """
    known = names_of_models(connection)
    (name_a, run_a), (name_b, run_b) = (split_run(known, written) for written in (a, b))
    meant = find_models(connection, name_a, name_b)
    models = dict(meant.models)
    for side, (name, run) in enumerate(((name_a, run_a), (name_b, run_b))):
        _check_run(connection, name, run, {pair[side] for pair in models.values()})
    if run_a == run_b and (same := [pair[0] for pair in models.values() if len({*pair}) == 1]):
        raise ModelNameError(f"both names refer to {same[0]}")
    settings = read_settings(connection)
    level, power = settings.confidence_level, settings.power
    # a run belongs to a board
    of_items = None if run_a or run_b else models.get((ITEMS, ITEMS))
    models.pop((ITEMS, ITEMS), None)
    rows = compare_models(connection, models, level, power, (run_a, run_b))
    boards = _boards_left_out(meant, rows, is_of_runs=bool(run_a or run_b))
    left_out = list(boards.values())
    if of_items:
        paired = compare_items(item_folders, *of_items, level, power)
        rows = pl.concat([rows, paired])
        if paired.is_empty():
            shown = " and ".join(map(str, item_folders))
            left_out.append(f"{ITEMS}: no item in {shown} was answered by both")
    if rows.is_empty():
        why = f"no leaderboard has scores of {name_a} and {name_b} on the same benchmark"
        raise NothingSharedError("\n".join([why, *left_out]))
    largest = max(meant.n_models, key=lambda board: meant.n_models[board])
    return ModelComparison(
        a=a,
        b=b,
        rows=rows,
        abilities=compare_abilities(connection, meant.models),
        left_out=left_out,
        parts=_name_parts(connection, rows),
        largest_board=largest,
        is_largest_left_out=largest in boards,
        confidence_level=level,
        power=power,
    )


def _name_parts(connection: duckdb.DuckDBPyConnection, rows: pl.DataFrame) -> list[str]:
    """Return which of the compared scores of imports are of a part of a test."""
    models = [*rows["model_a"], *rows["model_b"]]
    rows_found = connection.execute(_PARTS, [models, rows["benchmark_id"].to_list()]).fetchall()
    return [f"{model} on {benchmark}: {status}" for model, benchmark, status in rows_found]


def _boards_left_out(meant: Meant, rows: pl.DataFrame, *, is_of_runs: bool) -> dict[str, str]:
    """Return why a board that both names are on is not among the rows."""
    boards = dict(meant.unclear)
    for one, other in meant.models:
        if one == other != ITEMS and one not in rows["snapshot_id"]:
            where = " in these runs" if is_of_runs else ""
            boards[one] = f"{one}: no benchmark has both models{where}"
    return boards


def _check_run(
    connection: duckdb.DuckDBPyConnection, name: str, run: str, models: set[str]
) -> None:
    """Raise if no evaluation of the models has the run."""
    runs = sorted({known for model in models for known in runs_of(connection, model)})
    if run and not any(known.startswith(run) for known in runs):
        listed = "".join(f"\n  {one}" for one in runs)
        raise ModelNameError(f"{name} has no evaluation {run!r}; available:{listed}")
