"""Messages about files that no adapter recognises: what they lack, and what to do."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.headers import fields_of
from analysis_py.runs.formats.tables import layout_of

#: Number of files that a message names.
_TOLD = 10


def describe_unknown(file: File) -> str:
    """Explain why no known format fits a file; for a table, what it lacks and what to do."""
    unknown = "unknown format"
    if isinstance(file.json, dict) and not file.is_table:
        return f"{unknown}: a JSON object; a list of objects, one per model, can be read"
    if not file.is_table or len(file.table.header) < 2:
        return unknown
    if not file.table.records:
        return f"{unknown}: a table without rows"
    layout = layout_of(file)
    if "model_name" not in layout.fields:
        is_turned = "benchmark" in fields_of(file.table)
        remedy = "transpose it: one row per model" if is_turned else "name one model"
        return f"{unknown}: a table without a column of model names; {remedy}"
    why = "; ".join(f"{name} {reason}" for name, reason in layout.left_out.items())
    return f"{unknown}: a table without a column of scores{f' (left out: {why})' if why else ''}"


def describe_unrecognised(path: Path, reasons: Mapping[str, str], formats: Sequence[str]) -> str:
    """Say why each file is not read, and list the known formats."""
    lines = [f"{path}: no file recognised"]
    lines += [f"  {name}: {why}" for name, why in list(reasons.items())[:_TOLD]]
    lines += [f"  and {len(reasons) - _TOLD} more"] if len(reasons) > _TOLD else []
    lines += ["Known formats:", *(f"  {each}" for each in formats)]
    return "\n".join([*lines, "docs/imports.md describes them, and how to write an adapter."])
