"""The adapters, and the choice of one for a file.

An adapter is a module with ``FORMAT``, a line that names the format; ``matches(file)``, which
tells whether a file is of it; and ``read(file)``, which returns
:class:`~analysis_py.imports.contract.Results`. docs/imports.md shows how to write one.
"""

import importlib
from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Any

from analysis_py.imports.contract import ImportProblem, Results, Score, UnreadableFile
from analysis_py.imports.files import File
from analysis_py.imports.tables import is_table

#: What another package registers its adapters under.
GROUP = "llm_reassessment.adapters"

#: The project's own, in the order in which they are asked: the most particular first.
OWN = {
    "lm_eval": "analysis_py.imports.lm_eval",
    "lm_eval_samples": "analysis_py.imports.lm_eval_samples",
    "every_eval_ever": "analysis_py.imports.every_eval_ever",
    "instances": "analysis_py.imports.instances",
    "inspect": "analysis_py.imports.inspect_logs",
    "hub": "analysis_py.imports.hub_results",
    "euroeval": "analysis_py.imports.euroeval",
    "open_llm": "analysis_py.imports.open_llm",
    "long": "analysis_py.imports.long_tables",
    "wide": "analysis_py.imports.wide_tables",
}
#: A module as described above; another package may register any object that has the same names.
Adapter = Any


def known_adapters() -> dict[str, Adapter]:
    """Return all adapters by name: those of other packages before the project's own.

    Raises
    ------
    ImportProblem
        If one of another package cannot be loaded.
    """
    found: dict[str, Any] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found[point.name] = point.load()
        except Exception as error:  # it is another package's code
            raise ImportProblem(
                f"the adapter {point.name} of {point.value} cannot be loaded: {error}"
            ) from error
    return found | {name: importlib.import_module(module) for name, module in OWN.items()}


def recognised(file: File, adapters: Mapping[str, Adapter]) -> str | None:
    """Return the name of the adapter that a file is for, or None if nobody knows it.

    Raises
    ------
    UnreadableFile
        If the file is not what its name says.
    """
    return next((name for name, adapter in adapters.items() if adapter.matches(file)), None)


def read(file: File, name: str, adapter: Adapter) -> Results:
    """Let an adapter read a file; what it cannot read is a record with a problem, and no crash.

    Raises
    ------
    ImportProblem
        If the adapter cannot work at all, for want of a library.
    """
    try:
        return accounted(file, adapter.read(file))
    except ImportProblem:
        raise
    except UnreadableFile as error:
        return unreadable(file, str(error))
    except Exception as error:  # files are anyone's, and so may adapters be
        return unreadable(file, f"not readable as {name}: {type(error).__name__}: {error}")


def accounted(file: File, found: Results) -> Results:
    """Return results in which every record of a file is a score, an answer or a problem.

    The file's records are counted without the adapter. One that it does not mention, by name of the
    file and number from 1, becomes a record with a problem, so that none can be forgotten.
    """
    mentioned = {(score.file_name, score.row_number) for score in found.scores}
    mentioned |= {(sample.file_name, sample.row_number) for sample in found.samples}
    forgotten = {
        n: text
        for n, text in enumerate(file.records, start=1)
        if tuple(file.place(n).values()) not in mentioned
    }
    damage = file.damage if forgotten and is_table(file) else {}
    for n, text in forgotten.items():
        why = damage.get(n) or file.problem(n, "nothing usable in this record", text)
        found.scores.append(
            Score(model_name=None, benchmark=None, score=None, problem=why, **file.place(n))
        )
    return found


def unreadable(file: File, why: str) -> Results:
    """Return a file that cannot be read as one record with a problem."""
    score = Score(
        model_name=file.path.stem,
        benchmark="(the whole file)",
        score=None,
        file_name=file.shown,
        row_number=1,
        problem=f"the file cannot be read: {file.shown}: {why}",
    )
    return Results(scores=[score])
