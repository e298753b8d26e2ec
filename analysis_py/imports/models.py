"""Facts of an import's models: from the source, else the name.

The build looks a model up on the boards before it trusts its name (``int_evaluations_unioned``),
and reads sizes in names itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from analysis_py.runs.formats.contract import MODEL_COLUMNS, Model, Run

NAME = "name"

_ACTIVE = re.compile(r"(?<![a-zA-Z0-9])[aA](\d+(?:\.\d+)?)[bB](?![a-zA-Z0-9])")
#: Words of a name that show its training type; the first one found counts.
_TYPES = (
    (r"non[\s_-]?(reasoning|thinking)|no[\s_-]?thinking", "instruct"),
    (r"thinking|reasoning|reasoner|r1|qwq|o1|o3|o4", "reasoning"),
    (r"dpo|rlhf|ppo|rl|orpo|kto|grpo", "rl-tuned"),
    (r"instruct|instruction|it|chat|sft|assistant", "instruct"),
    (r"base|pt|pretrained|pretrain", "base"),
)


def active_size_from_name(name: str) -> float | None:
    """Return the active size in a model's name, such as 3 for 30B-A3B, in billions, or None."""
    match = _ACTIVE.search(name.rsplit("/", 1)[-1])
    return float(match.group(1)) if match else None


def type_from_name(name: str) -> str | None:
    """Return the label of the training type that a model's name shows, or None."""
    local = name.rsplit("/", 1)[-1].lower()
    for words, label in _TYPES:
        if re.search(rf"(?<![a-z0-9])({words})(?![a-z])", local):
            return label
    return None


def describe_models(
    runs: Iterable[Run], facts: Mapping[tuple[Run, Model], str]
) -> tuple[dict[Run, Model], dict[Run, str]]:
    """Return the facts of each run's model, with the rule of its type.

    ``facts`` are the sources' statements and their places. Facts missing from a run's own records
    come from all other records of the model. Also return, by run, the facts on which sources
    contradict each other.
    """
    stated: dict[Run, dict[str, dict[str, tuple[Any, str]]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for (run, model), place in facts.items():
        for field in MODEL_COLUMNS:
            if (value := getattr(model, field)) is not None:
                for whose in (run, run[:1]):
                    values = stated[whose][field]
                    word = str(value).casefold()
                    # two spellings of a word count as one fact
                    values[word] = min(values.get(word, (value, place)), (value, place), key=str)
    models, contradictions = {}, {}
    for run in sorted(set(runs), key=str):
        name = str(run[0])
        models[run] = _resolved(name, _agreed(stated[run]).or_else(_agreed(stated[run[:1]])))
        for field, values in stated[run].items():
            if len(values) > 1:
                ways = " and ".join(
                    f"{value} in {place}" for value, place in sorted(values.values(), key=str)
                )
                contradictions[run] = f"contradictory facts: {field} of {name} is {ways}; mend one"
    return models, contradictions


def _agreed(stated: Mapping[str, Mapping[str, tuple[Any, str]]]) -> Model:
    """Return the facts on which all sources agree."""
    return Model(
        **{
            field: value
            for field, values in stated.items()
            if len(values) == 1
            for value, _ in values.values()
        }
    )


def _resolved(name: str, model: Model) -> Model:
    """Return a model as its source describes it, else as its name does."""
    if model.training_type_label is None and (label := type_from_name(name)):
        model = replace(model, training_type_label=label, training_type_rule=NAME)
    if model.active_parameters_b is None:
        model = replace(model, active_parameters_b=active_size_from_name(name))
    total, active = model.parameters_b, model.active_parameters_b
    if model.is_moe is None and total and active:
        model = replace(model, is_moe=active < total)
    return model
