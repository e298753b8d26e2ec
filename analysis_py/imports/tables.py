"""Shared parts of the readers of tables: rows as runs of models, values as scores, and notes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis_py.imports.contract import MODEL_COLUMNS, Model, Results, Score
from analysis_py.imports.files import TABLES, File, rows_of
from analysis_py.imports.headers import READERS, is_in_millions
from analysis_py.imports.objects import objects_in
from analysis_py.imports.values import has_spread, is_missing, number, size_b, truth

#: What a row is called that is no model's.
_NO_MODEL = re.compile(
    r"(macro |micro |grand |column )?(averages?|avg|means?|medians?|totals?|overall|sum)"
    r"|std|standard deviation"
    r"|humans?( (baseline|performance|experts?|level|average))?"
    r"|(random|chance|majority)( (guess|guessing|baseline|level|chance|class|choice))?",
    re.IGNORECASE,
)
#: Fields of a run, beside the score and the unit, that a table may say.
_OF_A_RUN = (
    *("metric", "metric_filter", "subset", "is_higher_better", "n_items", "n_shots", "variant"),
    *("revision", "precision", "chat_template", "evaluated_on", "evaluated_by", "harness"),
    *("harness_version", "source_url"),
)


def is_table(file: File) -> bool:
    """Tell whether a file may hold a table: by its name, or as a JSON list of objects."""
    return file.suffix in TABLES or (file.suffix == ".json" and bool(objects_in(file.json)))


def is_no_model(name: str | None) -> bool:
    """Tell whether a row's name is that of an average, a total or a baseline without a model."""
    return bool(_NO_MODEL.fullmatch((name or "").strip(" *_.:")))


def runs_of(
    file: File,
    columns: Mapping[str, str],
    header: Sequence[str],
    records: Iterable[Sequence[str]],
    damage: Mapping[int, str],
    found: Results,
) -> Iterator[tuple[dict[str, str], Score]]:
    """Yield the fields of each record and the run that it is of, a score without its value.

    Parameters
    ----------
    columns : mapping of str to str
        The column of every field.
    header, records, damage
        The table.
    found : Results
        Gets what each record says of its model.
    """
    for n, row, problem in rows_of(header, records, damage):
        name = row.get(columns["model_name"])
        if is_no_model(name):
            why = file.problem(n, f"a row called {name} is no model", ", ".join(row.values()))
            found.scores.append(
                Score(model_name=None, benchmark=None, score=None, problem=why, **file.place(n))
            )
            continue
        run = Score(
            model_name=name,
            benchmark=None,
            score=None,
            problem=problem,
            **file.place(n),
            **_said(columns, row, _OF_A_RUN),
        )
        found.know(name, model_of(columns, row), run)
        yield row, run


def scored(run: Score, text: str | None, what: str = "the score", **facts: Any) -> Score:
    """Return a run with a value of a table; one that is no number is kept with a problem.

    Parameters
    ----------
    text : str or None
        What the table has.
    what : str
        What the problem calls it.
    **facts
        Other fields of the score.
    """
    value = number(text)
    problem = None
    if value is None:
        is_not = "missing" if is_missing(text) else f"not a number: {(text or '')[:80]}"
        problem = f"{what} is {is_not}"
    score = text if value is None else value
    return replace(run, score=score, problem=run.problem or problem, **facts)


def model_of(columns: Mapping[str, str], row: Mapping[str, str]) -> Model:
    """Return what a row says of its model."""
    said = _said(columns, row, MODEL_COLUMNS)
    for role in ("parameters_b", "active_parameters_b"):
        if role in said and is_in_millions(columns[role]):
            said[role] = size_b(row[columns[role]], scale=1e-3)
    if (
        said.get("training_type_label") is None
        and "is_reasoning" in columns
        and truth(row.get(columns["is_reasoning"]))
    ):
        said["training_type_label"] = "reasoning"
    return Model(**said)


def _said(
    columns: Mapping[str, str], row: Mapping[str, str], roles: Iterable[str]
) -> dict[str, Any]:
    return {
        role: READERS.get(role, str)(row[columns[role]])
        for role in roles
        if role in columns and not is_missing(row.get(columns[role]))
    }


def spread_notes(file: File, texts: Iterable[str | None]) -> list[str]:
    """Say that spreads behind numbers are passed over, where there are any."""
    n = sum(map(has_spread, texts))
    said = "what stands behind ± or in brackets is passed over, as nothing says what it is"
    return [f"{file.shown}: {said}: {n:,} values; a column std_error says it"] if n else []
