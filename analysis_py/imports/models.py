"""Facts of an import's models: from the user, else the source, else the name.

The build looks a model up among those of the boards before it believes a name; see
``int_models_declared``.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from analysis_py.imports.contract import ImportProblem, Model, UnreadableFile
from analysis_py.imports.files import File, rows_of
from analysis_py.imports.headers import fields_of
from analysis_py.imports.tables import model_of

USER = "user"
NAME = "name"

#: A number and its unit as a word of its own; T and k count tokens, and so does 350BT.
_TOTAL = re.compile(r"(?<![a-zA-Z0-9.])e?(\d+(?:\.\d+)?)\s?([bBmM])(?![a-zA-Z0-9])")
_GLUED = re.compile(r"(?<![0-9.])(\d+(?:\.\d+)?)([bB])(?![a-zA-Z0-9])")
_PRODUCT = re.compile(r"(?<![0-9.])(\d{1,3})[xX](\d+(?:\.\d+)?)([bB])(?![a-zA-Z])")
_ACTIVE = re.compile(r"(?<![a-zA-Z0-9])[aA](\d+(?:\.\d+)?)[bB](?![a-zA-Z0-9])")
#: Words of a name that tell its training; the first that is there decides.
_TYPES = (
    (r"non[\s_-]?(reasoning|thinking)|no[\s_-]?thinking", "instruct"),
    (r"thinking|reasoning|reasoner|r1|qwq|o1|o3|o4", "reasoning"),
    (r"dpo|rlhf|ppo|rl|orpo|kto|grpo", "rl-tuned"),
    (r"instruct|instruction|it|chat|sft|assistant", "instruct"),
    (r"base|pt|pretrained|pretrain", "base"),
)


def sizes_named(name: str) -> tuple[float | None, float | None]:
    """Return the total and the active size that a model's name says, in billions, or None."""
    local = name.rsplit("/", 1)[-1]
    found = _ACTIVE.search(local)
    active = float(found.group(1)) if found else None
    local = _ACTIVE.sub(" ", local)
    if product := _PRODUCT.search(local):
        # an upper end: experts share layers, so that 8x7B is less than 56
        return float(product.group(1)) * float(product.group(2)), active
    if found := _TOTAL.search(local) or _GLUED.search(local):
        return float(found.group(1)) * (1e-3 if found.group(2) in "mM" else 1.0), active
    return None, active


def type_named(name: str) -> str | None:
    """Return the training type that a word of a model's name says, as a label, or None."""
    local = name.rsplit("/", 1)[-1].lower()
    for words, label in _TYPES:
        if re.search(rf"(?<![a-z0-9])({words})(?![a-z])", local):
            return label
    return None


def resolved(
    names: set[str], said: Mapping[str, Model], user: Mapping[str, Model]
) -> dict[str, Model]:
    """Return what is known of each model, with the rule of its size and its type.

    Parameters
    ----------
    names : set of str
        Every model that has a record.
    said, user : mapping of str to Model
        What the sources say, and what the user says, who is right.
    """
    found = {}
    for name in sorted(names):
        own = user.get(name, Model())
        model = own.or_else(said.get(name, Model()))
        total, active = sizes_named(name)
        if own.parameters_b is not None:
            model = replace(model, parameters_rule=USER)
        elif model.parameters_b is None and model.parameters_b_truncated is None and total:
            model = replace(model, parameters_b=total, parameters_rule=NAME)
        if own.training_type_label is not None:
            model = replace(model, training_type_rule=USER)
        elif model.training_type_label is None and (label := type_named(name)):
            model = replace(model, training_type_label=label, training_type_rule=NAME)
        if model.active_parameters_b is None and active:
            model = replace(model, active_parameters_b=active)
        total, active = model.parameters_b, model.active_parameters_b
        if model.is_moe is None and total and active:
            model = replace(model, is_moe=active < total)
        found[name] = model
    return found


def read_user_models(path: Path) -> dict[str, Model]:
    """Read the user's own table of models: a name, and any of the fields of a model.

    Raises
    ------
    ImportProblem
        If there is no such file, or no column of it names models.
    """
    if not path.is_file():
        raise ImportProblem(f"{path}: no such file")
    try:
        file = File(path, path.name)
        header, records = file.table
    except UnreadableFile as error:
        raise ImportProblem(f"{path}: {error}") from error
    columns = fields_of(header, records)
    if "model_name" not in columns:
        raise ImportProblem(f"{path}: no column names the models; call one model_name")
    rows = [row for _, row, _ in rows_of(header, records, {})]
    return {row[columns["model_name"]]: model_of(columns, row) for row in rows if row}
