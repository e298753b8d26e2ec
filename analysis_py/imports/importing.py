"""An import from start to end: gather, resolve, summarise, write."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from analysis_py.imports.benchmarks import benchmarks_by_name, types_by_label
from analysis_py.imports.contradictions import find_contradictions
from analysis_py.imports.harness_names import (
    metric_places,
    with_board_metrics,
    with_item_names,
)
from analysis_py.imports.item_storing import StoredItems, store_items
from analysis_py.imports.models import describe_models
from analysis_py.imports.storing import Words, check_name, frame, write_import, write_scores
from analysis_py.imports.summary import summary
from analysis_py.runs.formats.contract import ImportProblem, Model, Run, Sample, Score
from analysis_py.runs.formats.gathering import Gathered, read_results
from analysis_py.runs.formats.scales import parse_units, put_in_percent
from analysis_py.runtime.formatting import printable
from analysis_py.runtime.project import data_folder, imports_folder, items_folder
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
    units: Sequence[str] = (),
    is_dry_run: bool = False,
) -> list[str]:
    """Import scores and single answers into the project of the current folder; return a summary.

    :func:`~analysis_py.runs.formats.scales.parse_units` reads the user's ``units``. An unrecognised
    path, one without a usable record, and an invalid name or day raise an error.
    """
    if why := impossible_day(taken_on):
        raise ImportProblem(f"the day of the results is {why}; give another --as-of")
    with _report_seed_errors():
        check_name(name, _cohorts(SEEDS / "cohorts.csv"))
    gathered = read_results(path, parse_units(units))
    _name_as_boards_do(gathered)
    put_in_percent(gathered.results)
    checked = _check(gathered, name, taken_on)
    lines = summary(
        *(gathered, checked.scores, checked.reasons, checked.benchmarks, checked.models),
        *(benchmarks_by_name(SEEDS / "boards"), types_by_label(SEEDS / "models")),
    )
    if not checked.has_answers and len(checked.reasons) == len(checked.scores):
        lines.append("nothing written: no record can be used")
        raise ImportProblem("\n".join(map(printable, lines)))
    with TemporaryDirectory() if is_dry_run else write_import(imports_folder()) as draft:
        lines += _store(gathered, checked, name, Path(draft), lines)
        if checked.scores:
            records = frame(checked.scores, checked.models)
            place = Path(draft) / name
            write_scores(place, taken_on, records, checked.samples, gathered, words)
    # names of files, columns and models may hold anything
    lines = [printable(line) for line in lines]
    if is_dry_run:
        return [*lines, "nothing written: this was a dry run"]
    written = imports_folder() / name / f"{taken_on}.csv"
    written = written if checked.scores else items_folder() / name
    return [*lines, f"wrote {written}; next: llm-reassess build"]


@dataclass(frozen=True, kw_only=True)
class _Checked:
    """Records of an import; reasons and benchmarks are by the number of a score, from 1.

    ``reasons`` say why a score cannot be used.
    """

    scores: list[Score]
    samples: list[Sample]
    models: dict[Run, Model]
    reasons: dict[int, str]
    benchmarks: dict[int, str]
    has_answers: bool


def _check(gathered: Gathered, name: str, taken_on: date) -> _Checked:
    """Find the scores that cannot be used; where none can, they count among the answers."""
    scores, samples = gathered.results.scores, gathered.results.samples
    models, problems = describe_models(
        (score.run for score in scores if score.model_name), gathered.results.facts
    )
    scores = [replace(score, problem=score.problem or problems.get(score.run)) for score in scores]
    reasons, benchmarks = (
        _check_by_build(frame(scores, models), name, taken_on) if scores else ({}, {})
    )
    contradictions = find_contradictions(scores, benchmarks)
    scores = [
        replace(score, problem=score.problem or contradictions.get(n))
        for n, score in enumerate(scores, 1)
    ]
    reasons |= contradictions
    has_answers = bool(samples or gathered.results.tables)
    if has_answers and len(reasons) == len(scores):
        # problems of files without answers are counted with those of other files
        answered = {sample.file_name for sample in samples}
        samples = samples + [
            Sample(problem=reasons[n], file_name=score.file_name, row_number=score.row_number)
            for n, score in enumerate(scores, start=1)
            if score.file_name not in answered
        ]
        scores, reasons = [], {}
    return _Checked(
        scores=scores,
        samples=samples,
        models=models,
        reasons=reasons,
        benchmarks=benchmarks,
        has_answers=has_answers,
    )


def _store(
    gathered: Gathered, checked: _Checked, name: str, draft: Path, lines: Sequence[str]
) -> list[str]:
    """Store the answers to single items; return lines on them.

    Raises
    ------
    ImportProblem
        With what was told before, if no answer can be used and there is nothing else.
    """
    if not checked.has_answers:
        return []
    try:
        return [*_describe_answers(_store_answers(gathered, checked.samples, name, draft))]
    except ImportProblem as error:
        if not checked.scores or gathered.results.tables:
            raise ImportProblem("\n".join([*map(printable, lines), str(error)])) from error
        return [f"answers     not used by any statistic: {error}"]


def _name_as_boards_do(gathered: Gathered) -> None:
    """Give metrics and items the project's names and sort the latest run first.

    Of two otherwise equal runs a build takes the first.
    """
    with _report_seed_errors():
        results, boards = gathered.results, SEEDS / "boards"
        results.scores = with_board_metrics(results.scores, boards)
        samples = with_board_metrics(results.samples, boards)
        results.samples, notes = with_item_names(samples, boards)
    results.notes += notes
    results.scores.sort(key=lambda score: score.evaluated_on or "", reverse=True)


def _check_by_build(
    records: pl.DataFrame, name: str, taken_on: date
) -> tuple[dict[int, str], dict[int, str]]:
    """Return why a build will reject records, and the benchmarks of the others.

    Both are keyed by the records' numbers from 1 and come from the build's own models. Repeated
    records have a benchmark too.
    """
    raw = [
        json.dumps(row, ensure_ascii=False) for row in records.fill_null("").iter_rows(named=True)
    ]
    given = pl.DataFrame(
        {"row_number": range(1, records.height + 1), "raw": raw},
        schema_overrides={"raw": pl.String},
    ).with_columns(
        snapshot_id=pl.lit(f"{name}_{taken_on}"),
        board=pl.lit(name),
        taken_on=pl.lit(taken_on),
        file_name=pl.lit(name),
        record_error=pl.lit(None, pl.String),
    )
    with (
        _report_seed_errors(),
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


def _store_answers(
    gathered: Gathered, samples: Sequence[Sample], name: str, draft: Path
) -> StoredItems:
    """Store the answers to single items for the statistics of items."""
    metrics, committed = metric_places(SEEDS / "boards"), data_folder() / "items"
    tables, folder = gathered.results.tables, draft / items_folder().name
    return store_items(tables, name, folder, samples, metrics, committed)


def _describe_answers(stored: StoredItems) -> Iterator[str]:
    n_beside = sum(n for _, n in stored.beside)
    n_used = stored.n_loaded - n_beside
    yield (
        f"answers     {stored.n_read:,}: {n_used:,} used, {n_beside:,} kept but not used, "
        f"{stored.n_read - stored.n_loaded:,} quarantined"
    )
    yield from (f"  {n:,} kept but not used: {kind}" for kind, n in stored.beside)
    yield from (f"  {n:,} quarantined: {kind}" for kind, n in stored.reasons)
    yield from (f"  {note}" for note in stored.notes)


def _cohorts(path: Path) -> dict[str, str]:
    """Return the snapshot of every cohort; an unreadable line becomes a pair of empty texts."""
    if not path.is_file():
        return {}
    rows = read_lines(path, ["cohort_id", "snapshot_id"])
    return dict(rows.select(pl.col("cohort_id", "snapshot_id").fill_null("")).rows())


@contextmanager
def _report_seed_errors() -> Iterator[None]:
    """Report a seed that cannot be read as an :class:`ImportProblem`."""
    try:
        yield
    except SnapshotError as error:
        raise ImportProblem(str(error)) from error
    except (KeyError, ValueError, duckdb.Error) as error:
        raise ImportProblem(
            f"a file of {SEEDS}/ cannot be read ({error}); llm-reassess check says which, and where"
        ) from error
