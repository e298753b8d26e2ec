"""The long contract: what every adapter turns its files into, whatever their format is.

A :class:`Score` is one record: a run of a model, on a benchmark or a part of it, in one metric. The
fields are roles of ``seeds/boards/column_roles.csv`` or names that it keeps with the record, so
that an import is read as any other long file is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import NamedTuple

from analysis_py.runtime.errors import UserError

#: Units whose scale has two ends; a score is a share or a percentage, all else is kept beside.
BOUNDED = {"share": 1.0, "percent": 100.0}
#: Fields that tell the runs of models apart, and their values.
RUN = ("model_name", "variant", "revision", "precision", "chat_template", "evaluated_by")
Run = tuple[str | bool | None, ...]
#: Characters of a field that are kept; a name is shorter, a transcript is no name.
LONGEST = 500


class ImportProblem(UserError):
    """A path cannot be imported; the message names it and says what to do."""


class UnreadableFile(Exception):
    """A file is not what its name says; the message says why."""


class Table(NamedTuple):
    """A table, all values as text.

    Attributes
    ----------
    header : list of str
        The names of the columns.
    records : list of list of str
        The rows below the header; a damaged one has no values.
    damage : dict of int to str
        What is wrong with a damaged record, and what it holds, by its number from 1.
    """

    header: list[str]
    records: list[list[str]]
    damage: dict[int, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One record of an import.

    Attributes
    ----------
    model_name, benchmark : str or None
        As the source writes them.
    score : float or str or None
        A number, or the text that stood in its place.
    unit : str or None
        ``share`` (0–1), ``percent`` (0–100), ``perplexity`` or ``points``. None where the source
        has no word on it; the range of the benchmark's values decides then.
    metric, metric_filter, subset : str or None
        Which of several scores it is; no subset is the whole benchmark.
    is_higher_better, is_primary : bool or None
        The direction, and whether it is the source's own headline.
    std_error, n_items, n_shots : number or None
        The error is in the score's unit; items and not repeats of them.
    n_items_source : str or None
        The rule that gave the number of items, where the source did not.
    variant, revision, precision, chat_template, evaluated_by
        What makes a run of the model another run.
    evaluated_on : str or None
        The day or the moment, as ISO text; of several times of one run the latest counts.
    relationship : str or None
        ``own run``, ``first_party``, ``third_party`` or ``other``.
    file_name, row_number
        Where it stands in what was imported: the file's records are numbered from 1.
    problem : str or None
        Why it cannot be used.
    """

    model_name: str | None
    benchmark: str | None
    score: float | str | None
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
    n_items_source: str | None = None
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
        """The fields by which runs of a model differ."""
        return tuple(getattr(self, name) for name in RUN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A model as its source describes it; sizes are in billions of parameters.

    A source that cuts its sizes off after the point gives ``parameters_b_truncated``. The rules say
    where a size and a type come from if not from the source: ``user`` or ``name``.
    """

    parameters_b: float | None = None
    parameters_b_truncated: float | None = None
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
    parameters_rule: str | None = None
    training_type_rule: str | None = None

    def unlike(self, other: Model) -> str:
        """Say in which fields two models differ, with both values."""
        return ", ".join(
            f"{name} {getattr(self, name)} and {getattr(other, name)}"
            for name in MODEL_COLUMNS
            if getattr(self, name) != getattr(other, name)
        )

    def or_else(self, other: Model) -> Model:
        """Return the model, with what it leaves open taken from another source."""
        return Model(
            **{
                name: getattr(other, name) if getattr(self, name) is None else getattr(self, name)
                for name in MODEL_COLUMNS
            }
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One answer of a model to one item by one metric, or a line of a log that gives none.

    Attributes
    ----------
    model_name, benchmark, item_id : str or None
        As the source writes them.
    metric, metric_filter : str or None
        As in :class:`Score`: a filter is another metric, and no other item.
    score : float or None
        None only with a problem.
    run : str or None
        Which log it is of, by its time first where the log says it; a model may have several.
    epoch : int
        Which of several answers to the item within the run.
    n_items : int or None
        Of the whole test set, where the log says it.
    file_name, row_number
        Where it stands; samples by several metrics may stand in one place.
    problem : str or None
        Why it cannot be used.
    """

    model_name: str | None
    benchmark: str | None
    item_id: str | None
    metric: str | None
    score: float | None
    file_name: str
    row_number: int
    metric_filter: str | None = None
    run: str | None = None
    epoch: int = 1
    n_items: int | None = None
    harness: str | None = None
    problem: str | None = None


@dataclass
class Results:
    """The records that an adapter reads from one file, and what it says of models, and where."""

    scores: list[Score] = field(default_factory=list)
    facts: dict[tuple[Run, Model], str] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def know(self, name: str | None, model: Model, run: Score | None = None) -> None:
        """Add what the file says of a model, or of one run of it."""
        if name:
            place = f"{run.file_name} row {run.row_number}" if run else "a file"
            key = run.run if run else (name, *[None] * (len(RUN) - 1))
            self.facts.setdefault((key, model), place)

    def add(self, other: Results) -> None:
        """Append what another file holds."""
        self.scores += other.scores
        self.samples += other.samples
        self.notes += other.notes
        for fact, place in other.facts.items():
            self.facts.setdefault(fact, place)


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


#: A name stands in thousands of records.
_short = lru_cache(maxsize=100_000)(_plain)
