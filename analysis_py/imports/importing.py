"""The whole of an import: gather, resolve, say, write."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from analysis_py.imports.benchmarks import known_benchmarks, known_types
from analysis_py.imports.contract import ImportProblem, Sample
from analysis_py.imports.contradictions import contradicted
from analysis_py.imports.gathering import gather
from analysis_py.imports.harness_names import (
    metric_places,
    with_board_metrics,
    with_item_names,
)
from analysis_py.imports.item_counts import with_items
from analysis_py.imports.item_files import ItemsError
from analysis_py.imports.item_storing import store_items
from analysis_py.imports.models import known_models, read_user_models
from analysis_py.imports.scales import has_ends, in_percent, units_said
from analysis_py.imports.storing import Words, check_name, frame, store
from analysis_py.imports.summary import LINES, summary
from analysis_py.runtime.formatting import printable
from analysis_py.runtime.project import imports_folder, items_folder
from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.hand_files import read_lines
from analysis_py.sources.provenance import impossible_day
from analysis_py.sources.sql_models import run_models

SEEDS = Path("seeds")


def run(
    path: Path,
    name: str,
    taken_on: date,
    words: Words,
    *,
    adapter: str | None = None,
    units: Sequence[str] = (),
    models: Path | None = None,
    is_dry_run: bool = False,
    is_verbose: bool = False,
) -> list[str]:
    """Import a path into the project of the current folder and return what there is to say.

    Parameters
    ----------
    path : Path
        A file or a folder of results.
    name : str
        What the import, its board and its cohort are called.
    taken_on : date
        The day that the results are of.
    words : Words
        Where they come from.
    adapter : str, optional
        The one adapter to read with.
    units : sequence of str
        What the user says of units; see :func:`~analysis_py.imports.scales.units_said`.
    models : Path, optional
        The user's table of models.
    is_dry_run : bool
        Whether to write nothing.
    is_verbose : bool
        Whether to say all of what is else cut short.

    Raises
    ------
    ImportProblem
        If nothing is recognised, if no record can be used, or if the name or the day will not do.
    """
    if why := impossible_day(taken_on):
        raise ImportProblem(f"the day of the results is {why}; say another --as-of")
    imports = imports_folder()
    with _seeds_being_read():
        cohorts = _cohorts(SEEDS / "cohorts.csv")
        benchmarks = known_benchmarks(SEEDS / "boards")
        types = known_types(SEEDS / "models")
    check_name(name, cohorts)
    user = read_user_models(models) if models else {}
    gathered = gather(path, adapter, units_said(units))
    scores = with_items(with_board_metrics(gathered.results.scores, SEEDS / "boards"))
    samples = with_board_metrics(gathered.results.samples, SEEDS / "boards")
    samples, named = with_item_names(samples, SEEDS / "boards")
    gathered.results.notes += named
    if scaled := sorted({f"{each.benchmark} ({each.unit})" for each in scores if has_ends(each)}):
        gathered.results.notes.append(
            f"kept in percent of the way between the ends of the scale: {', '.join(scaled)}"
        )
    scores = [in_percent(score) for score in scores]
    # of two times of a run that are the same in all else, a build takes the first
    scores.sort(key=lambda score: score.evaluated_on or "", reverse=True)
    names = {score.model_name for score in scores if score.model_name}
    if strange := user.keys() - names:
        gathered.results.notes.append(
            f"{models}: {len(strange)} model(s) have no score: {', '.join(sorted(strange)[:5])}"
        )
    known, problems = known_models(
        (score.run for score in scores if score.model_name), gathered.results.facts, user
    )
    scores = [replace(score, problem=score.problem or problems.get(score.run)) for score in scores]
    reasons, on_benchmarks = _judged(frame(scores, known), name, taken_on)
    found = contradicted(scores, on_benchmarks)
    scores = [
        replace(score, problem=score.problem or found.get(n)) for n, score in enumerate(scores, 1)
    ]
    reasons |= found
    records = frame(scores, known)
    said = summary(
        *(gathered, scores, reasons, on_benchmarks, known, benchmarks, types),
        n_lines=None if is_verbose else LINES,
    )
    # names of files, columns and models are anyone's
    lines = [printable(line) for line in said]
    if len(reasons) == len(scores):
        why = "no record can be used"
        if samples and not scores:
            why = "it holds single answers alone, which llm-reassess items keeps"
        raise ImportProblem("\n".join([*lines, f"nothing is written: {why}"]))
    if is_dry_run:
        return [*lines, "nothing is written: this was a dry run"]
    written = store(imports / name, taken_on, records, samples, gathered, words)
    if samples:
        lines.append(_answers(samples, name))
    return [*lines, f"wrote {written}; next: llm-reassess build"]


def _judged(
    records: pl.DataFrame, name: str, taken_on: date
) -> tuple[dict[int, str], dict[int, str]]:
    """Return why a build will reject records, and on which benchmarks it takes the others.

    Both are by the records' numbers from 1, and the build's own models say it. Those of a benchmark
    include records that repeat another.
    """
    numbers = range(1, records.height + 1)
    raw = [
        json.dumps(row, ensure_ascii=False) for row in records.fill_null("").iter_rows(named=True)
    ]
    given = pl.DataFrame({"row_number": numbers, "raw": raw}, schema_overrides={"raw": pl.String})
    given = given.with_columns(
        snapshot_id=pl.lit(f"{name}_{taken_on}"),
        board=pl.lit(name),
        taken_on=pl.lit(taken_on),
        file_name=pl.lit(name),
        record_error=pl.lit(None, pl.String),
    )
    with (
        _seeds_being_read(),
        run_models(Path(), "int_evaluations_checked", {"board_records": given}) as database,
    ):
        reasons = database.execute(
            "select row_number, reject_reason from int_evaluations_checked "
            "where reject_reason is not null"
        ).fetchall()
        benchmarks = database.execute(
            "select row_number, benchmark_id "
            "from int_evaluations_checked inner join int_scores_checked using (row_number) "
            "where record_problem is null and benchmark_id is not null"
        ).fetchall()
    return dict(reasons), dict(benchmarks)


def _answers(samples: Sequence[Sample], name: str) -> str:
    """Keep the answers to single items where the statistics of items read them, and say so."""
    try:
        stored = store_items([], name, items_folder(), samples, metric_places(SEEDS / "boards"))
    except ItemsError as error:
        return f"single answers are kept beside the scores, and no statistic reads them: {error}"
    parts = [
        *(f"{n:,} beside: {kind}" for kind, n in stored.beside),
        *(f"{n:,} in quarantine: {kind}" for kind, n in stored.reasons),
    ]
    n_read = stored.n_loaded - sum(n for _, n in stored.beside)
    return "; ".join(
        [f"single answers: {n_read:,} of {stored.n_read:,} for paired comparisons", *parts]
    )


def _cohorts(path: Path) -> dict[str, str]:
    """Return the snapshot of every cohort; a line that is none has neither."""
    if not path.is_file():
        return {}
    rows = read_lines(path, ["cohort_id", "snapshot_id"])
    found = rows.select(pl.col("cohort_id", "snapshot_id").fill_null("")).rows()
    return dict(found)


@contextmanager
def _seeds_being_read() -> Iterator[None]:
    """Let a seed that cannot be read be told as what it is."""
    try:
        yield
    except SnapshotError as error:
        raise ImportProblem(str(error)) from error
    except (KeyError, ValueError, duckdb.Error) as error:
        raise ImportProblem(
            f"a file of {SEEDS}/ cannot be read ({error}); llm-reassess check says which, and where"
        ) from error
