"""The long table into which every adapter turns its files.

A :class:`Score` is one record: a run of a model, on a benchmark or a part of it, in one metric. The
fields are roles of ``seeds/boards/column_roles.csv``, so a build reads an import as any other long
file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, NamedTuple

from analysis_py.runtime.errors import UserError

#: Units of a scale with two ends. Scores are shares or percentages; other units are kept beside.
BOUNDED = {"share": 1.0, "percent": 100.0}
#: Fields that identify a run of a model, and their values.
RUN = ("model_name", "variant", "revision", "precision", "chat_template", "evaluated_by")
Run = tuple[str | bool | None, ...]
#: Characters of a field that are kept; names are shorter, transcripts are cut.
LONGEST = 500


class ImportProblem(UserError):
    """A path cannot be imported; the message names it and says what to do."""


class UnreadableFile(Exception):
    """A file does not hold what its name says; the message says why."""


class Table(NamedTuple):
    """A table of texts; ``damage`` maps a record's number, from 1, to its problem."""

    header: list[str]
    records: list[list[str]]
    damage: dict[int, str]

    def rows(self) -> Iterator[tuple[int, dict[str, str], str | None]]:
        """Yield each record's number, its fields by name and its problem."""
        for n, record in enumerate(self.records, start=1):
            yield n, dict(zip(self.header, record, strict=False)), self.damage.get(n)


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One record of an import; names are as the source writes them.

    ``score`` is a number, or the text in its place; ``unit`` is ``share``, ``percent``,
    ``perplexity``, ``points`` or a scale such as 1-5, or None where the range of the benchmark's
    values decides. The error is in the score's unit. Without ``subset`` it is the whole benchmark.
    ``evaluated_on`` is a day or a moment as ISO text; of several times of one run the latest
    counts. ``is_part`` is true if a run asked some of the items and does not say how many. The
    file's records are numbered from 1. ``problem`` is why it cannot be used.
    """

    model_name: str | None = None
    benchmark: str | None = None
    score: float | str | None = None
    file_name: str
    row_number: int
    unit: str | None = None
    metric: str | None = None
    metric_filter: str | None = None
    subset: str | None = None
    is_higher_better: bool | None = None
    is_primary: bool | None = None
    std_error: float | None = None
    n_items: int | None = None
    is_part: bool | None = None
    n_shots: int | None = None
    variant: str | None = None
    revision: str | None = None
    precision: str | None = None
    chat_template: bool | None = None
    evaluated_on: str | None = None
    evaluated_by: str | None = None
    relationship: str | None = None
    harness: str | None = None
    harness_version: str | None = None
    source_url: str | None = None
    problem: str | None = None

    @property
    def run(self) -> Run:
        """The fields that identify a run of a model."""
        return tuple(getattr(self, name) for name in RUN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A model as its source describes it; sizes are in billions of parameters.

    ``training_type_rule`` says where the type comes from if not from the source: ``name``.
    """

    parameters_b: float | None = None
    active_parameters_b: float | None = None
    training_type_label: str | None = None
    architecture_label: str | None = None
    base_model_name: str | None = None
    weight_type: str | None = None
    released_on: str | None = None
    organisation: str | None = None
    is_open_weights: bool | None = None
    is_merge: bool | None = None
    is_moe: bool | None = None
    is_flagged: bool | None = None
    is_available: bool | None = None
    training_type_rule: str | None = None

    def or_else(self, other: Model) -> Model:
        """Return the model, with missing facts filled from another source."""
        known = {name: getattr(self, name) for name in MODEL_COLUMNS}
        return Model(
            **{
                name: getattr(other, name) if value is None else value
                for name, value in known.items()
            }
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One answer of a model to one item by one metric, or an unusable line of a log.

    ``run`` identifies the log, starting with its time if known; ``epoch`` numbers several answers
    to the item in that run. ``n_items`` is of the whole test set. Samples by several metrics may
    stand in one place. Without a ``problem`` there is a score. ``document``,
    ``key`` and ``prompt`` are digests of the item's facts, of its right answer and of what was
    asked; ``cluster`` is the user's group of related items. ``is_higher_better`` is None where the
    log does not say. ``ungraded`` is what an answer without a grade counts as by the benchmark's
    rule: failed or missing. ``n_asked`` is the number of items asked, if it is a part by the log.
    ``answer`` is what the model answered, if it is asked for.
    """

    model_name: str | None = None
    benchmark: str | None = None
    item_id: str | None = None
    metric: str | None = None
    score: float | None = None
    file_name: str
    row_number: int
    metric_filter: str | None = None
    run: str | None = None
    epoch: int = 1
    n_items: int | None = None
    harness: str | None = None
    document: str | None = None
    key: str | None = None
    prompt: str | None = None
    cluster: str | None = None
    is_higher_better: bool | None = None
    ungraded: str | None = None
    n_options: int | None = None
    n_asked: int | None = None
    answer: str | None = None
    problem: str | None = None


@dataclass
class Results:
    """The records that an adapter reads from one file, and the facts of models with their place.

    ``tables`` are files of answers with their layouts.
    """

    scores: list[Score] = field(default_factory=list)
    facts: dict[tuple[Run, Model], str] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    tables: list[tuple[Any, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def know(self, model: Model, run: Score) -> None:
        """Add the file's facts of a run's model."""
        if run.model_name:
            self.facts.setdefault((run.run, model), f"{run.file_name} row {run.row_number}")

    def add(self, other: Results) -> None:
        """Append the results of another file."""
        self.scores += other.scores
        self.samples += other.samples
        self.tables += other.tables
        self.notes += other.notes
        self.facts = other.facts | self.facts


SCORE_COLUMNS = tuple(each.name for each in fields(Score))
MODEL_COLUMNS = tuple(each.name for each in fields(Model))


def text_of(value: object) -> str | None:
    """Return a value as the fields of a CSV file have it, or None where there is none."""
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return _short(text) if len(text) <= LONGEST else _plain(text)


def _plain(text: str) -> str | None:
    # a separator of lines or a NUL inside a name would break the file for other readers
    line = " ".join(text.replace("\0", "").split())
    if len(line) > LONGEST:
        digest = hashlib.sha256(line.encode("utf-8", "replace")).hexdigest()[:12]
        line = f"{line[:LONGEST]}… ({len(line):,} characters, sha256 {digest})"
    return line.encode("utf-8", "replace").decode() or None


#: Cached: one name occurs in thousands of records.
_short = lru_cache(maxsize=100_000)(_plain)
