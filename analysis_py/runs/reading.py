"""The answers of one run, from the logs or tables under a path."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from analysis_py.runs.formats.contract import ImportProblem, Sample
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.gathering import Gathered, read_results
from analysis_py.runs.formats.items import cell_columns, columns_of
from analysis_py.runtime.errors import UserError

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
}
#: Above this share of scores outside 0 to 1, a metric has another scale.
MOST_OFF = 0.1
_TRUTHS = {"true": 1.0, "false": 0.0}


class RunError(UserError):
    """A path holds no run or several; the message says which."""


@dataclass(frozen=True)
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
        grade), and where the log has them ``document``, ``key``, ``prompt`` and ``cluster``.
    models : list of str
        Models that gave the answers.
    notes : list of str
        Problems by file.
    """

    path: str
    name: str
    answers: pl.DataFrame
    models: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def is_run(text: str) -> bool:
    """Tell whether a text names a path that exists, with or without a model behind it."""
    return _split_path(text)[0].exists()


def read_run(text: str, cluster: str | None = None) -> Run:
    """Return the answers in a file or folder.

    Parameters
    ----------
    text : str
        A path, or ``PATH@MODEL`` or ``PATH@RUN`` for one of several.
    cluster : str, optional
        The column or field that groups related questions.

    Raises
    ------
    RunError
        If there is no answer, or answers of several models or runs.
    """
    path, model = _split_path(text)
    try:
        gathered = read_results(path, cluster=cluster)
    except ImportProblem as error:
        raise RunError(str(error)) from error
    tables = [_read_table(file, cluster) for file in gathered.tables_of_items]
    answers = pl.concat([_of_samples(gathered.results.samples), *tables], how="vertical")
    if answers.is_empty():
        why = [f"{path}: no answers to single questions found", *_notes(gathered)]
        raise RunError("\n".join(why))
    if cluster is not None and answers["cluster"].null_count() == len(answers):
        raise RunError(f"{path}: no answer has a {cluster}; name a column or field of the log")
    answers = _one_model(path, answers, model)
    _refuse_runs(path, answers)
    notes = [*_notes(gathered), *_count_missing_grades(path, answers)]
    answers = answers.filter(pl.col("item").is_not_null(), pl.col("metric").is_not_null())
    # a column without a single score is not a metric: a perplexity, or a label
    scored = pl.col("score").is_not_null().any().over("task", "metric")
    answers = answers.filter(scored)
    if answers.is_empty():
        raise RunError(f"{path}: no answer has a grade\n" + "\n".join(notes))
    models = answers["model"].drop_nulls().unique(maintain_order=True).to_list()
    return Run(text, path.resolve().name, answers, models, notes)


def name_apart(a: Run, b: Run) -> tuple[Run, Run]:
    """Return two runs with different names: the model or run after the path, or parts of paths."""
    behind = [_split_path(run.path)[1] for run in (a, b)]
    if all(behind) and behind[0] != behind[1]:
        return replace(a, name=str(behind[0])), replace(b, name=str(behind[1]))
    if a.name != b.name:
        return a, b
    parts = [Path(run.path).resolve().parts for run in (a, b)]
    length = max(map(len, parts))
    n = next((n for n in range(1, length + 1) if parts[0][-n:] != parts[1][-n:]), None)
    names = [run.path for run in (a, b)] if n is None else ["/".join(each[-n:]) for each in parts]
    return replace(a, name=names[0]), replace(b, name=names[1])


def _split_path(text: str) -> tuple[Path, str | None]:
    """Return the longest existing path and the rest after it; both may contain an @."""
    places = [len(text), *(i for i in reversed(range(len(text))) if text[i] == "@")]
    end = next((i for i in places if Path(text[:i]).exists()), len(text))
    return Path(text[:end]), text[end + 1 :] or None


def _of_samples(samples: Sequence[Sample]) -> pl.DataFrame:
    columns = {
        "task": [each.benchmark for each in samples],
        "metric": [_metric(each) for each in samples],
        "item": [each.item_id for each in samples],
        "epoch": [each.epoch for each in samples],
        "score": [each.score if each.problem is None else None for each in samples],
        "problem": [each.problem for each in samples],
        "run": [each.run for each in samples],
        "model": [each.model_name for each in samples],
        **{
            name: [getattr(each, name) for each in samples]
            for name in ("document", "key", "prompt", "cluster")
        },
    }
    return _drop_out_of_range(pl.DataFrame(columns, schema=_SCHEMA))


def _metric(sample: Sample) -> str | None:
    if sample.metric is None and sample.score is None:
        return None  # a line without an answer
    return ", ".join(filter(None, (sample.metric or "score", sample.metric_filter)))


def _read_table(file: File, cluster: str | None) -> pl.DataFrame:
    """Return the answers in a table: a row per answer, or a column per question or model."""
    header, records, damage = file.table
    width = len(header)
    rows = [each for n, each in enumerate(records, 1) if n not in damage and len(each) == width]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
    file.forget()
    columns = columns_of(header)
    if cells := cell_columns(columns):
        other = "item" if "model" in columns else "model"
        frame = frame.unpivot(
            list(cells.values()),
            index=[c for c in header if c not in cells.values()],
            variable_name=f"__{other}",
            value_name="__score",
        )
        columns |= {other: f"__{other}", "score": "__score"}
    columns |= {"cluster": cluster} if cluster in header else {}

    def text(name: str) -> pl.Expr:
        found = pl.col(columns[name]) if name in columns else pl.lit(None, pl.String)
        stripped = found.str.strip_chars()
        return pl.when(stripped != "").then(stripped)

    score = text("score")
    number = score.cast(pl.Float64, strict=False)
    truth = score.str.to_lowercase().replace_strict(_TRUTHS, default=None, return_dtype=pl.Float64)
    value = pl.coalesce(number, truth)
    answers = frame.select(
        task=text("benchmark").fill_null(
            pl.lit(file.path.stem if "benchmark" in columns else "questions")
        ),
        metric=text("metric").fill_null("score"),
        item=text("item"),
        epoch=pl.lit(1, pl.Int64),
        score=value,
        problem=pl.when(value.is_null()).then(
            pl.format("score is not a number: {}", score.fill_null(""))
        ),
        run=pl.lit(None, pl.String),
        model=text("model"),
        **{name: pl.lit(None, pl.String) for name in ("document", "key", "prompt")},
        cluster=text("cluster"),
    )
    answers = answers.with_columns(
        epoch=pl.int_range(1, pl.len() + 1).over("task", "metric", "item", "model")
    )
    return _drop_out_of_range(
        answers.select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items())
    )


def _drop_out_of_range(answers: pl.DataFrame) -> pl.DataFrame:
    """Return answers without scores outside 0 to 1, which the intervals do not support."""
    is_off = ~pl.col("score").is_between(0, 1) | pl.col("score").is_nan()
    # a few are mistakes; more show that the metric has another scale
    is_off |= pl.col("score").is_not_null() & (is_off.mean().over("task", "metric") > MOST_OFF)
    why = pl.format("score is not on a scale from 0 to 1: {}", "score")
    return answers.with_columns(
        score=pl.when(~is_off).then("score"), problem=pl.when(is_off).then(why).otherwise("problem")
    )


def _one_model(path: Path, answers: pl.DataFrame, model: str | None) -> pl.DataFrame:
    models = answers["model"].drop_nulls().unique(maintain_order=True).to_list()
    if model is not None:
        is_named = (pl.col("model") == model) | pl.col("run").str.starts_with(model)
        answers = answers.filter(is_named)
        if answers.is_empty():
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
            raise RunError(
                f"{path}: holds {len(several)} runs of {task}: {listed}. Name one log, or {one}"
            )
    doubled = (
        answers.drop_nulls(["item", "metric"]).group_by("task", "metric", "item", "epoch").len()
    )
    if not (twice := doubled.filter(pl.col("len") > 1)).is_empty():
        task, metric, item, epoch, n = twice.sort(pl.all()).row(0)
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
