"""Imports against the boards, in a database of their own: no board is fitted anew."""

import os
import traceback
from pathlib import Path

import duckdb

from analysis_py.build.interrupt import stopped_at_once
from analysis_py.build.preflight import may_begin
from analysis_py.build.progress import Progress
from analysis_py.imports.item_storing import stored_items
from analysis_py.imports.storing import stored
from analysis_py.publishing.versions import DATABASE_NAME
from analysis_py.runtime.formatting import format_duration, printable
from analysis_py.runtime.progress import heard_by
from analysis_py.runtime.project import imports_folder, items_folder, warehouse_folder
from analysis_py.sources.csv_files import SnapshotError

#: What `compare` reads besides.
_COMPARED = ("+fct_scores", "+dim_configurations", "build_variables")
#: What is built, with all that it rests on.
SELECTED = (
    "+import_positions",
    "+import_quality",
    "+import_benchmarks",
    *_COMPARED,
)
#: The same for item results, of which boards know the models alone.
SELECTED_ITEMS = ("+path:models/statistics/items", *_COMPARED)
_ITEMS = """
    select quality.benchmark_id, quality.n_items, quality.n_suspects, quality.status,
        winners.model_name, winners.score_pct, winners.corrected_pct
    from statistics.stat_item_quality as quality
    join statistics.stat_item_winners as winners using (benchmark_id)
    where benchmark_id in (
        select scores.benchmark_id from items.evaluation_scores as scores
        join items.item_models as models using (evaluation_id) where models.import_name = $name
    )
    order by benchmark_id
"""
#: Lines of each kind that are shown; the tables have all.
_LINES = 8
#: On every benchmark, beside the largest cohort; what is farthest from what is expected first.
_POSITIONS = """
    select
        positions.model_name, benchmarks.benchmark_name, positions.score_pct, positions.cohort_id,
        positions.expected_pct, positions.predicted_low, positions.predicted_high,
        positions.parameters_b, positions.percentile_near_size, positions.n_near, positions.status,
        positions.confidence_level
    from imports.import_positions as positions
    join marts.dim_snapshots as snapshots using (snapshot_id)
    join marts.dim_benchmarks as benchmarks using (benchmark_id)
    where snapshots.source = $name
    qualify dense_rank() over (
        partition by positions.benchmark_id order by positions.n_obs desc, positions.cohort_id
    ) = 1
    order by
        abs(positions.residual_in_sd) desc nulls last, positions.model_name,
        benchmarks.benchmark_order, positions.evaluation_id
"""


def folder() -> Path:
    """Return the folder of the database, which nothing but this writes."""
    return Path("target/only")


def main(name: str, threads: int | None = None, verbose: bool = False) -> int:
    """Build what an import rests on and tell it; return the exit code: 0, or 1 if a step failed.

    Parameters
    ----------
    name : str
        The import.
    threads : int or None
        Steps at a time; None leaves it to the profile.
    verbose : bool
        Whether dbt's own lines and tracebacks are shown.
    """
    try:
        names = list(dict.fromkeys(each.name for each in stored(imports_folder())))
    except SnapshotError as error:
        print(error)
        return 1
    of_items = name not in names and name in stored_items(items_folder())
    if name not in names and not of_items:
        there = f"there are {', '.join(names)}" if names else "there is none yet"
        print(f"There is no import {name}; {there}. llm-reassess import brings one in.")
        return 1
    database = folder() / DATABASE_NAME
    folder().mkdir(parents=True, exist_ok=True)
    # a build of everything, at the same time or after it, works elsewhere and finds its own cache
    os.environ["LLM_REASSESSMENT_BUILD"] = str(database)
    os.environ["DBT_TARGET_PATH"] = str(folder() / "dbt")
    progress = Progress()
    with stopped_at_once(progress, warehouse_folder()):
        with progress.shown(), heard_by(progress.announce):
            selected = SELECTED_ITEMS if of_items else SELECTED
            is_good = may_begin(progress) and _build(progress, selected, threads, verbose)
        if not is_good:
            progress.line("Nothing of what is published has changed. dbt's log is logs/dbt.log.")
            return 1
        if of_items:
            _tell_items(name, database, progress)
        else:
            _tell(name, database, progress)
    return 0


def _build(
    progress: Progress, selected: tuple[str, ...], threads: int | None, verbose: bool
) -> bool:
    from analysis_py.build.dbt_steps import Dbt, StepFailed

    dbt = Dbt(progress, threads, verbose)
    without = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    try:
        dbt.read()
        dbt.build("--select", *selected, *without)
    except Exception as error:
        if verbose:
            progress.line(traceback.format_exc().rstrip())
        elif not isinstance(error, StepFailed):
            progress.line(f"{type(error).__name__}: {error}")
        return False
    finally:
        dbt.close()
    return True


def _tell(name: str, database: Path, progress: Progress) -> None:
    progress.line(f"Done in {format_duration(progress.elapsed)}.")
    with duckdb.connect(str(database), read_only=True) as connection:
        for line in findings(connection, name):
            progress.line(printable(line))
    progress.line(f"All of it: import_positions in {database}, such as")
    progress.line(f'  llm-reassess query --warehouse {folder()} "from imports.import_positions"')
    progress.line("Statistics of the import itself, the report and the tests: llm-reassess build")


def _tell_items(name: str, database: Path, progress: Progress) -> None:
    progress.line(f"Done in {format_duration(progress.elapsed)}.")
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(_ITEMS, {"name": name}).fetchall()
    for benchmark, n_items, n_suspects, status, model, score, corrected in rows:
        found = f"{n_suspects:,} of {n_items:,} items suspect" if status == "ok" else status
        best = f"; best {model}, {score:.1f} %"
        best += f", corrected {corrected:.1f} %" if corrected is not None else ""
        progress.line(printable(f"{benchmark}: {found}{best}"))
    progress.line(f"All of it: the tables stat_item_… in {database}, such as")
    progress.line(
        f'  llm-reassess query --warehouse {folder()} "from statistics.stat_item_suspects"'
    )
    progress.line("The report and the tests: llm-reassess build")


def findings(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Return what there is to say of an import beside the boards, in lines.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To a database that has the schemas ``imports``, ``quality``, ``checks`` and ``marts``.
    name : str
        The import.
    """
    given = {"name": name}
    lines = []
    for day, status, reason, loaded, read in connection.execute(
        "select snapshot_id, status, reason, n_loaded, n_read from quality.import_quality "
        "where source = $name order by snapshot_id",
        given,
    ).fetchall():
        why = f": {reason}" if reason else ""
        lines.append(f"{day}: {loaded:,} of {read:,} records loaded, {status}{why}")
    compared = connection.execute(
        "select distinct benchmarks.benchmark_id, benchmarks.setting, comparability "
        "from checks.import_benchmarks as benchmarks "
        "join marts.dim_snapshots as snapshots using (snapshot_id) where snapshots.source = $name "
        "order by benchmarks.benchmark_id, setting",
        given,
    ).fetchall()
    compared.sort(key=lambda row: row[-1] != "comparable")
    n_comparable = sum(word == "comparable" for *_, word in compared)
    lines.append(f"{n_comparable} of {len(compared)} benchmarks and settings compare with a board")
    lines += _some([f"  {each} ({setting}): {word}" for each, setting, word in compared])
    positions = connection.execute(_POSITIONS, given).fetchall()
    lines += _some([f"  {_place(*row)}" for row in positions])
    return lines


def _place(
    model: str,
    benchmark: str,
    score: float,
    cohort: str,
    expected: float | None,
    low: float,
    high: float,
    size: float | None,
    percentile: float | None,
    n_near: int,
    status: str,
    level: float,
) -> str:
    said = f"{model}: {benchmark} {score:.1f}."
    if expected is None:
        said += f" {cohort}: {status}."
    else:
        said += f" Expected at {size:.2g} B in {cohort}: {expected:.1f}"
        said += f" ({100 * level:g} % {low:.1f}–{high:.1f})."
    if percentile is not None:
        said += f" Higher than {percentile:.0f} % of {n_near:,} models of similar size."
    return said


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - _LINES
    return lines if more <= 0 else [*lines[:_LINES], f"  and {more:,} more"]
