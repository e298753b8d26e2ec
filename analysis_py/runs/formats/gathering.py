"""Reading a file or a folder through the adapters, into one set of records.

An adapter is a module with the name of its format, ``recognise``, which tells a file, and ``read``,
which returns :class:`~analysis_py.runs.formats.contract.Results` (docs/imports.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from analysis_py.runs.formats import (
    deepeval,
    euroeval,
    evalplus,
    every_eval_ever,
    inspect_logs,
    instances,
    items,
    lighteval,
    lm_eval,
    lm_eval_samples,
    mmlu_pro,
    promptfoo,
    skills,
    strangers,
    swe_bench,
    tables,
    terminal_bench,
)
from analysis_py.runs.formats.contract import ImportProblem, Results, Score, UnreadableFile
from analysis_py.runs.formats.files import ColumnNames, File
from analysis_py.runs.formats.finding import files_under
from analysis_py.runs.formats.scales import settle_units

#: First bytes of the pointer that Git LFS leaves in place of a large file.
_POINTER = b"version https://git-lfs.github.com/"


class Adapter(NamedTuple):
    """A format: its name, a function that recognises a file, and its reader.

    ``recognise`` returns what it learns of a file's layout, or None if the format is another;
    ``read`` takes both.
    """

    format: str
    recognise: Callable[[File], Any]
    read: Callable[[File, Any], Results]


class Recognised(NamedTuple):
    """A file's format and layout."""

    adapter: str
    layout: Any


#: In the order of trial, the most specific first.
ADAPTERS = {
    **{
        name: Adapter(module.FORMAT, module.recognise, module.read)
        for name, module in (
            ("lm_eval_samples", lm_eval_samples),
            ("lm_eval", lm_eval),
            ("every_eval_ever", every_eval_ever),
            ("instances", instances),
            ("inspect", inspect_logs),
            ("euroeval", euroeval),
            ("promptfoo", promptfoo),
            ("deepeval", deepeval),
            ("mmlu_pro", mmlu_pro),
            ("lighteval", lighteval),
            ("terminal_bench", terminal_bench),
            ("evalplus", evalplus),
            ("skills", skills),
            ("swe_bench", swe_bench),
            ("items", items),
        )
    },
    "long": Adapter(tables.LONG, tables.recognise_long, tables.read_long),
    "wide": Adapter(tables.WIDE, tables.recognise_wide, tables.read_wide),
}


@dataclass
class Gathered:
    """The records, files and problems found under a path.

    ``read`` lists the files of each adapter. ``unknown`` says what each unrecognised file lacks,
    ``broken`` why a file or folder cannot be read, and ``failed`` why a recognised one cannot.
    """

    results: Results = field(default_factory=Results)
    read: dict[str, list[File]] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def recognise(file: File) -> Recognised | None:
    """Return the first format that fits a file, with what it learns of the file's layout."""
    for name, adapter in ADAPTERS.items():
        if (layout := adapter.recognise(file)) is not None:
            return Recognised(name, layout)
    return None


def read_results(
    path: Path,
    units: Mapping[str | None, str] | None = None,
    names: ColumnNames | None = None,
) -> Gathered:
    """Read everything below a path that an adapter recognises; raise if there is nothing.

    ``units`` is what :func:`~analysis_py.runs.formats.scales.parse_units` returns. With ``names``
    the path holds the answers of a run.
    """
    units = units or {}
    named = {name: unit for name, unit in units.items() if name is not None}
    files, unlisted = files_under(path, named, names)
    gathered = Gathered(broken=unlisted)
    for file in files:
        _add_file(gathered, file)
    if not gathered.read:
        if names is not None and path.is_file() and gathered.broken:
            raise ImportProblem(f"{path}: {next(iter(gathered.broken.values()))}")
        formats = [adapter.format for adapter in ADAPTERS.values()]
        raise ImportProblem(
            strangers.describe_unrecognised(path, gathered.broken | gathered.unknown, formats)
        )
    for name, why in gathered.broken.items():
        file = File(path / name if path.is_dir() else path, name)
        gathered.results.add(_unreadable(file, why))
        gathered.read.setdefault("(unreadable)", []).append(file)
    settle_units(gathered.results, units)
    return gathered


def _add_file(gathered: Gathered, file: File) -> None:
    """Add the content of a file, or why it cannot be read; never raise, whatever the file."""
    recognised = None
    try:
        if file.path.stat().st_size < 1000 and file.path.read_bytes().startswith(_POINTER):
            raise UnreadableFile("it is a pointer of Git LFS: fetch the file with git lfs pull")
        recognised = recognise(file)
        if recognised is None:
            gathered.unknown[file.shown] = strangers.describe_unknown(file)
        else:
            results = ADAPTERS[recognised.adapter].read(file, recognised.layout)
            gathered.results.add(results if results.tables else account_for_records(file, results))
    except Exception as error:
        why = str(error.strerror if isinstance(error, OSError) else error)
        if not isinstance(error, UnreadableFile | OSError):
            name = recognised.adapter if recognised else "a table"
            why = f"not readable as {name}: {type(error).__name__}: {error}"
        if recognised is None:
            gathered.broken[file.shown] = why
        else:
            gathered.failed[file.shown] = why
            gathered.results.add(_unreadable(file, why))
    finally:
        file.forget()
    if recognised is not None:
        gathered.read.setdefault(recognised.adapter, []).append(file)


def account_for_records(file: File, results: Results) -> Results:
    """Return results in which every record of a file is a score, an answer or a problem.

    The file's records are counted independently of the adapter. A record that the adapter does not
    mention, by file and number from 1, becomes a record with a problem, so none is lost.
    """
    mentioned = {(score.file_name, score.row_number) for score in results.scores}
    mentioned |= {(sample.file_name, sample.row_number) for sample in results.samples}
    for n, text in enumerate(file.records, start=1):
        if (file.shown, n) not in mentioned:
            damage = file.table.damage if file.is_table else {}
            why = damage.get(n) or file.problem(n, "nothing usable in this record", text)
            results.scores.append(Score(problem=why, **file.place(n)))
    return results


def _unreadable(file: File, why: str) -> Results:
    """Return a file that cannot be read as one record with a problem."""
    problem = f"the file cannot be read: {file.shown}: {why}"
    whole = Score(
        model_name=file.path.stem, benchmark="(the whole file)", problem=problem, **file.place(1)
    )
    return Results(scores=[whole])
