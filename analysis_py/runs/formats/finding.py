"""The files under a path: in linked and hidden folders, in archives, and packed ones."""

import gzip
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis_py.runs.formats.archives import LARGEST, Archive
from analysis_py.runs.formats.contract import ImportProblem, UnreadableFile
from analysis_py.runs.formats.files import TABLES, ColumnNames, File

#: Prefixes of files that editors, systems and git leave behind; they hold no results.
_HIDDEN = (".", "~$")
#: DeepEval's folder, whose files are hidden.
_DEEPEVAL = ".deepeval"
#: What a hidden folder is searched for.
_RESULTS = {*TABLES, ".json", ".eval", ".gz", ".zip"} - {".txt"}


def files_under(
    path: Path, units: Mapping[str, str] | None = None, names: ColumnNames | None = None
) -> tuple[list[File], dict[str, str]]:
    """Return the file or a folder's files by name, and what cannot be listed or unpacked.

    An archive counts as a folder. Hidden folders are read only for the answers of a run.
    """
    closed: dict[str, str] = {}
    if path.is_file():
        paths = [path]
    elif path.is_dir():
        if Path.cwd().is_relative_to(path.resolve()):
            raise ImportProblem(f"{path} holds this project itself; name the folder of the results")
        paths = sorted(filter(_holds, _walk(path, closed, is_hidden_read=names is not None)))
    else:
        what = "neither a file nor a folder" if path.exists() else "no such file or folder"
        raise ImportProblem(f"{path}: {what}")
    files = []
    for each in paths:
        shown = path.name if each == path else str(each.relative_to(path))
        try:
            files += _unpack(each, shown, units, names, is_alone=each == path)
        except UnreadableFile as error:
            closed[shown] = str(error)
    if not files and not closed:
        raise ImportProblem(f"{path}: the folder holds no file")
    return files, closed


def _holds(path: Path) -> bool:
    """Tell whether a path is a file; other problems are reported when it is read."""
    try:
        return path.is_file()
    except OSError:
        return True


def _walk(root: Path, closed: dict[str, str], *, is_hidden_read: bool) -> Iterator[Path]:
    """Yield the files below a folder, each once, and record the folders that cannot be listed."""

    def note(error: OSError) -> None:
        where = str(Path(error.filename).relative_to(root))
        closed[where] = f"the folder cannot be listed: {error.strerror}"

    seen: set[Path] = set()
    for place, folders, held in os.walk(root, onerror=note, followlinks=True):
        folder = Path(place)
        if folder.name == _DEEPEVAL:
            folders.clear()
            yield from _latest_runs(folder)
            continue
        folders[:] = [
            name
            for name in sorted(folders)
            if (is_hidden_read or name == _DEEPEVAL or not name.startswith(_HIDDEN))
            and _is_new(root, folder / name, seen)
        ]
        is_hidden = any(part.startswith(".") for part in folder.relative_to(root).parts)
        for name in held:
            is_result = not is_hidden or Path(name).suffix.lower() in _RESULTS
            if not name.startswith(_HIDDEN) and is_result:
                yield folder / name


def _is_new(root: Path, folder: Path, seen: set[Path]) -> bool:
    """Tell whether a folder is no link, or the first to a place that the walk does not reach."""
    if not folder.is_symlink():
        return True
    target, base = folder.resolve(), root.resolve()
    if target in seen or target.is_relative_to(base) or base.is_relative_to(target):
        return False
    seen.add(target)
    return True


def _latest_runs(folder: Path) -> list[Path]:
    """Return the latest file of results in DeepEval's folder, or else a file without results."""
    runs = [path for path in sorted(folder.glob("*.json")) if path.is_file()]
    with_results = [path for path in runs if b'"metricsData"' in path.read_bytes()]
    return sorted(with_results or runs, key=lambda path: path.stat().st_mtime_ns)[-1:]


def _unpack(
    path: Path,
    shown: str,
    units: Mapping[str, str] | None,
    names: ColumnNames | None,
    *,
    is_alone: bool,
) -> list[File]:
    """Return a file, or the files in it if it is packed."""
    suffix = path.suffix.lower()
    if suffix not in (".gz", ".zip"):
        return [File(path, shown, units, names)]
    holder = TemporaryDirectory(prefix="llm-reassess-")
    inner = Path(holder.name, path.resolve().parent.name if suffix == ".gz" else path.stem)
    inner.mkdir(exist_ok=True)
    if suffix == ".gz":
        unpacked = [_gunzip(path, inner)]
        above = Path(shown).parent
    else:
        unpacked = _unzip(path, inner)
        above = Path() if is_alone else Path(shown)
    files = []
    for each in unpacked:
        file = File(each, str(above / each.relative_to(inner)), units, names)
        file.given, file.holder = path, holder
        file.folder = path.parent if suffix == ".gz" else each.parent
        files.append(file)
    return files


def _gunzip(path: Path, folder: Path) -> Path:
    """Write the content of a packed file into a folder; refuse one that is too large."""
    target = folder / path.stem
    size = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as written:
            while block := packed.read(2**20):
                size += len(block)
                if size > LARGEST:
                    raise UnreadableFile(f"it inflates to more than {LARGEST:,} bytes, the limit")
                written.write(block)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(f"not readable as a packed file: {error}") from error
    return target


def _unzip(path: Path, folder: Path) -> list[Path]:
    """Write the members of an archive into a folder, without a folder around all of them."""
    with closing(Archive(path)) as archive:
        names = sorted(
            name
            for name in archive.members
            if not name.endswith("/")
            and not any(
                part.startswith((*_HIDDEN, "__MACOSX")) and part != ".."
                for part in Path(name).parts
            )
        )
        if not names:
            raise UnreadableFile("the archive holds no visible file")
        if sum(archive.members[name].file_size for name in names) > 4 * LARGEST:
            raise UnreadableFile(f"its members inflate to more than {4 * LARGEST:,} bytes")
        tops = {Path(name).parts[0] for name in names}
        is_wrapped = len(tops) == 1 and all(len(Path(name).parts) > 1 for name in names)
        targets = []
        for name in names:
            target = folder.joinpath(*Path(name).parts[is_wrapped:])
            if not target.resolve().is_relative_to(folder.resolve()):
                raise UnreadableFile(f"its member {name} lies outside the archive")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
            targets.append(target)
    return targets
