"""Reading a file or a folder through the adapters, into one set of records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis_py.imports import adapters, wide_tables
from analysis_py.imports.contract import ImportProblem, Results, UnreadableFile
from analysis_py.imports.files import File, Objects, files_under
from analysis_py.imports.headers import fields_of
from analysis_py.imports.scales import guess_units, refuse_errors, take_units


@dataclass
class Gathered:
    """The records, files and problems found under a path.

    Attributes
    ----------
    results : Results
        Of all files together.
    read : dict of str to list of File
        The files that each adapter has read.
    strangers : dict of str to str
        Files of no known format, and what a table among them lacks.
    unreadable : dict of str to str
        Files that are broken, and why.
    """

    results: Results = field(default_factory=Results)
    read: dict[str, list[File]] = field(default_factory=dict)
    strangers: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)

    @property
    def inputs(self) -> list[File]:
        """All files that went into the records."""
        return [file for files in self.read.values() for file in files]


def gather(
    path: Path, only: str | None = None, units: Mapping[str | None, str] | None = None
) -> Gathered:
    """Read everything below a path that an adapter recognises.

    Parameters
    ----------
    path : Path
        A file or a folder.
    only : str, optional
        Name of the one adapter to use, on all files whether it recognises them or not.
    units : mapping of str or None to str, optional
        The units of benchmarks by their slugs, and of all the others on a bounded scale by None.

    Raises
    ------
    ImportProblem
        If there is no such path or adapter, if nothing is recognised, the message then listing the
        formats, or if a unit is of no benchmark.
    """
    known = adapters.known_adapters()
    if only is not None and only not in known:
        raise ImportProblem(f"there is no adapter {only}; there are {', '.join(known)}")
    gathered = Gathered()
    units = units or {}
    named = {name: unit for name, unit in units.items() if name is not None}
    for name, files in _sorted_out(files_under(path, named), known, only, gathered).items():
        for file in files:
            found = adapters.read(file, name, known[name])
            file.forget()
            gathered.results.add(found)
            gathered.read.setdefault(name, []).extend(getattr(file, "files", [file]))
    if not gathered.read:
        raise ImportProblem(_nothing(path, gathered, known.values()))
    for file_name, why in gathered.unreadable.items():
        broken = File(path / file_name if path.is_dir() else path, file_name)
        gathered.results.add(adapters.unreadable(broken, why))
        gathered.read.setdefault("(unreadable)", []).append(broken)
    take_units(gathered.results, units)
    guess_units(gathered.results)
    refuse_errors(gathered.results)
    return gathered


def _sorted_out(
    files: list[File], known: dict[str, adapters.Adapter], only: str | None, gathered: Gathered
) -> dict[str, list[File]]:
    found: dict[str, list[File]] = {}
    objects: dict[str, list[File]] = {}
    for file in files:
        try:
            name = only or adapters.recognised(file, known)
            if name is None and (column := _model_of_object(file)):
                objects.setdefault(column, []).append(file)
            elif name is None:
                gathered.strangers[file.shown] = wide_tables.lacking(file)
        except UnreadableFile as error:
            gathered.unreadable[file.shown] = str(error)
            continue
        finally:
            file.forget()
        if name is not None:
            found.setdefault(name, []).append(file)
    # files of one kind call their model alike
    for alike in objects.values():
        together = Objects(alike)
        if name := adapters.recognised(together, known):
            found.setdefault(name, []).append(together)
        else:
            gathered.strangers |= dict.fromkeys(
                (file.shown for file in alike), wide_tables.lacking(together)
            )
    return found


def _model_of_object(file: File) -> str | None:
    """Return the field that names the model of a file of one object, if it is one and has it."""
    try:
        is_object = isinstance(file.json, dict)
        return fields_of(*Objects([file]).table).get("model_name") if is_object else None
    except UnreadableFile:
        return None


def _nothing(path: Path, gathered: Gathered, known: Iterable[adapters.Adapter]) -> str:
    lines = [f"{path}: nothing is recognised"]
    lines += [f"  {name}: {why}" for name, why in list(gathered.unreadable.items())[:5]]
    lines += [f"  {name}: {why}" for name, why in list(gathered.strangers.items())[:5]]
    more = len(gathered.unreadable) + len(gathered.strangers) - 10
    lines += [f"  and {more} more"] if more > 0 else []
    lines += ["The formats are:", *(f"  {adapter.FORMAT}" for adapter in known)]
    return "\n".join([*lines, "docs/imports.md says more, and how to write an adapter."])
