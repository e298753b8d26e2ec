"""The answers of one run, from the logs or tables under a path."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from analysis_py.runs.formats.contract import ImportProblem, Sample, UnreadableFile
from analysis_py.runs.formats.files import ColumnNames
from analysis_py.runs.formats.gathering import Gathered, read_results
from analysis_py.runs.records import RunError, read_table
from analysis_py.runs.tables import are_unique

#: The columns of answers.
_SCHEMA = {
    "task": pl.String,
    "metric": pl.String,
    "item": pl.String,
    "epoch": pl.Int64,
    "score": pl.Float64,
    "problem": pl.String,
    "run": pl.String,
    "model": pl.String,
    "document": pl.String,
    "key": pl.String,
    "prompt": pl.String,
    "cluster": pl.String,
    "is_higher_better": pl.Boolean,
    "ungraded": pl.String,
    "n_options": pl.Int64,
    "n_asked": pl.Int64,
    "answer": pl.String,
}


#: What to do where a harness wrote its totals alone.
_WITH_ANSWERS = ", only totals: run lm_eval with --log_samples and name the folder of samples_*"


@dataclass(frozen=True, kw_only=True)
class Run:
    """The answers of one run.

    Attributes
    ----------
    path : str
        As the user wrote it.
    name : str
        Its name in messages.
    answers : polars.DataFrame
        One row per answer: ``task``, ``metric``, ``item``, ``epoch``, ``score`` (null without a
        grade), and where the log has them ``document``, ``key``, ``prompt``, ``cluster``,
        ``is_higher_better``, ``ungraded`` (what no grade counts as: failed or missing),
        ``n_options``, ``n_asked`` (questions asked, if the log says that it is a part) and, where
        they are asked for, ``answer``.
    models : list of str
        Models that gave the answers.
    notes : list of str
        Problems by file.
    lost : dict
        Damaged records, which name no question, by task; None is of any task.
    unread : list of str
        Files that cannot be read.
    source : tuple or None
        The digests of the files and the part of them that was chosen.
    is_task_unnamed : bool
        Whether tasks are called by files.
    """

    path: str
    name: str
    answers: pl.DataFrame
    models: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: dict[str | None, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    source: tuple[str | None, ...] | None = None
    is_task_unnamed: bool = False


class SeveralRunsError(RunError):
    """A path holds several runs, whose names are ``runs``."""

    def __init__(self, message: str, runs: Sequence[str]) -> None:
        super().__init__(message)
        self.runs = runs


def is_run(text: str) -> bool:
    """Tell whether a text names a path that exists, with or without a model behind it."""
    return _split_path(text)[0].exists()


def read_run(text: str, names: ColumnNames | None = None) -> Run:
    """Return the answers in a file or folder.

    Parameters
    ----------
    text : str
        A path, or ``PATH@MODEL``, ``PATH@RUN`` or ``PATH@COLUMN=VALUE`` for one of several.
    names : ColumnNames, optional
        What the user says of columns.

    Raises
    ------
    RunError
        If there is no answer, or answers of several models or runs.
    """
    path, part = _split_path(text)
    names = replace(names or ColumnNames(), part=part)
    try:
        gathered = read_results(path, names=names)
    except ImportProblem as error:
        raise RunError(str(error)) from error
    answers, is_unnamed = _read_answers(path, gathered)
    if answers.is_empty():
        totals = {score.harness for score in gathered.results.scores if score.problem is None}
        remedy = _WITH_ANSWERS if "lm_eval" in totals else ""
        why = f"{path}: no answers to single questions{remedy}"
        raise RunError("\n".join([why, *_notes(gathered)]))
    if names.cluster is not None and answers["cluster"].null_count() == len(answers):
        raise RunError(
            f"{path}: no answer has a {names.cluster}; name a column or field of the log"
        )
    headers = [name for _, layout in gathered.results.tables for name in layout.columns.values()]
    if part is None or part.partition("=")[0] not in headers:
        answers = _choose_model(path, answers, part)
    _refuse_runs(path, answers)
    notes = [*_notes(gathered), *_count_missing_grades(path, answers)]
    is_placed = pl.col("item").is_not_null() & pl.col("metric").is_not_null()
    lost = dict(answers.filter(~is_placed).group_by("task", maintain_order=True).len().rows())
    answers = answers.filter(is_placed)
    if answers["score"].count() == 0 and answers["ungraded"].count() == 0:
        raise RunError(f"{path}: no answer has a grade\n" + "\n".join(notes))
    models = answers["model"].drop_nulls().unique(maintain_order=True).to_list()
    digests = sorted(str(file.sha256) for files in gathered.read.values() for file in files)
    return Run(
        path=text,
        name=path.resolve().name,
        answers=answers,
        models=models,
        notes=notes,
        lost=lost,
        unread=sorted(gathered.broken | gathered.failed),
        source=(*digests, part),
        is_task_unnamed=is_unnamed,
    )


def _read_answers(path: Path, gathered: Gathered) -> tuple[pl.DataFrame, bool]:
    """Return all answers, and whether their tasks are called by files."""
    tables, samples = gathered.results.tables, gathered.results.samples
    frames = [_as_frame(samples)] if samples else []
    is_unnamed = not samples
    for file, layout in tables:
        task = (
            "questions"
            if path.is_file() and len(tables) == 1
            else Path(file.shown).with_suffix("").as_posix()
        )
        try:
            answers = read_table(file, layout, task)
        except UnreadableFile as error:
            raise RunError(f"{file.given}: {error}") from error
        is_unnamed &= "benchmark" not in layout.columns
        columns = [
            (pl.col(name) if name in answers.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in _SCHEMA.items()
        ]
        frames.append(answers.select(columns))
    return pl.concat(frames) if frames else pl.DataFrame(schema=_SCHEMA), is_unnamed


def read_runs(text: str, names: ColumnNames | None = None) -> list[Run]:
    """Return the run under a path as :func:`read_run` does, or each of several in order of time."""
    try:
        return [read_run(text, names)]
    except SeveralRunsError as several:
        if not all(several.runs):
            raise
        runs = sorted({str(run).split(" ")[0] for run in several.runs})
        if len(runs) < len(several.runs):
            raise
        return [read_run(f"{text}@{part}", names) for part in runs]


def name_apart(a: Run, b: Run) -> tuple[Run, Run]:
    """Return two runs with different names: the model or run after the path, or parts of paths."""
    behind = [_split_path(run.path)[1] for run in (a, b)]
    if all(behind) and behind[0] != behind[1]:
        return replace(a, name=str(behind[0])), replace(b, name=str(behind[1]))
    if a.name != b.name:
        return a, b
    paths = [Path(run.path).resolve().parts for run in (a, b)]
    length = max(map(len, paths))
    n = next((n for n in range(1, length + 1) if paths[0][-n:] != paths[1][-n:]), None)
    names = [run.path for run in (a, b)] if n is None else ["/".join(each[-n:]) for each in paths]
    return replace(a, name=names[0]), replace(b, name=names[1])


def _split_path(text: str) -> tuple[Path, str | None]:
    """Return the longest existing path and the rest after it; both may contain an @."""
    places = [len(text), *(i for i in reversed(range(len(text))) if text[i] == "@")]
    end = next((i for i in places if Path(text[:i]).exists()), len(text))
    return Path(text[:end]), text[end + 1 :] or None


def _as_frame(samples: Sequence[Sample]) -> pl.DataFrame:
    columns = {
        "task": [each.benchmark for each in samples],
        "metric": [_metric(each) for each in samples],
        "item": [each.item_id for each in samples],
        "score": [each.score if each.problem is None else None for each in samples],
        "model": [each.model_name for each in samples],
    }
    columns |= {
        name: [getattr(each, name) for each in samples] for name in _SCHEMA if name not in columns
    }
    return pl.DataFrame({name: columns[name] for name in _SCHEMA}, schema=_SCHEMA)


def _metric(sample: Sample) -> str | None:
    if sample.metric is None and sample.score is None:
        return None  # a line without an answer
    return ", ".join(filter(None, (sample.metric or "score", sample.metric_filter)))


def _choose_model(path: Path, answers: pl.DataFrame, model: str | None) -> pl.DataFrame:
    models = answers["model"].drop_nulls().unique(maintain_order=True).to_list()
    if model is not None:
        is_named = (pl.col("model") == model) | pl.col("run").str.starts_with(model)
        # a record without a model may be one of any
        is_unplaced = pl.col("model").is_null() & pl.col("item").is_null()
        answers = answers.filter(is_named.fill_null(False) | is_unplaced)
        if answers["item"].count() == 0:
            raise RunError(
                f"{path}: no answers of {model}; models: {', '.join(models) or 'unnamed'}"
            )
        models = answers["model"].drop_nulls().unique(maintain_order=True).to_list()
    if len(models) > 1:
        some = ", ".join(models[:5]) + (", …" if len(models) > 5 else "")
        raise RunError(
            f"{path} has answers of {len(models)} models: {some}. Choose one: {path}@{models[0]}"
        )
    return answers


def _refuse_runs(path: Path, answers: pl.DataFrame) -> None:
    runs = (
        answers.drop_nulls("item")
        .group_by("task", maintain_order=True)
        .agg(pl.col("run").unique(maintain_order=True))
    )
    for task, several in runs.rows():
        if len(several) > 1:
            listed = "; ".join(str(run) for run in several[:5])
            one = f"{path}@{str(several[0]).split(' ')[0]}"
            raise SeveralRunsError(
                f"{path}: holds {len(several)} runs of {task}: {listed}. Name one log, or {one}",
                several,
            )
    placed, keys = answers.drop_nulls(["item", "metric"]), ["task", "metric", "epoch", "item"]
    if not are_unique(placed, keys):
        doubled = placed.group_by(keys).len().filter(pl.col("len") > 1)
        task, metric, epoch, item, n = doubled.sort(pl.all()).row(0)
        raise RunError(
            f"{path}: question {item} of {task} is answered {n} times as answer {epoch}, by "
            f"{metric}. Name the log of one run."
        )


def _notes(gathered: Gathered) -> list[str]:
    """Return the problems of each file."""
    answered = {sample.file_name for sample in gathered.results.samples}
    notes = [
        f"{name}: not read: {why}" for name, why in (gathered.broken | gathered.unknown).items()
    ]
    problems = {s.file_name: s.problem for s in gathered.results.scores if s.problem}
    shown = gathered.broken.keys() | answered
    return notes + [f"{name}: {why}" for name, why in problems.items() if name not in shown]


def _count_missing_grades(path: Path, answers: pl.DataFrame) -> Iterable[str]:
    """Return the reasons for missing grades, with their number."""
    lost = answers.filter(pl.col("score").is_null(), pl.col("problem").is_not_null())
    kind = pl.col("problem").str.split(": ").list.first()
    counts = (
        lost.group_by("metric", kind.alias("kind"), maintain_order=True)
        .agg(pl.len(), pl.col("problem").first())
        .sort("len", descending=True, maintain_order=True)
    )
    for metric, _, n, why in counts.head(3).rows():
        by = f" by {metric}" if metric else ""
        yield f"{path}: {n:,} answer{'s' * (n != 1)} without a grade{by}: {why}"
    if len(counts) > 3:
        yield f"{path}: and {counts['len'][3:].sum():,} for other reasons"
