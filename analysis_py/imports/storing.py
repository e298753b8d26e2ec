"""Imports on disk: ``imports/<name>/<date>.csv`` with its provenance and samples."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl
import yaml

from analysis_py.runs.formats.contract import (
    MODEL_COLUMNS,
    SCORE_COLUMNS,
    ImportProblem,
    Model,
    Run,
    Sample,
    Score,
    text_of,
)
from analysis_py.runs.formats.gathering import Gathered
from analysis_py.runtime.atomic import place_folder
from analysis_py.sources.own_names import OWN_NAME, problem_of_name
from analysis_py.sources.provenance import (
    Provenance,
    provenance_path,
    read_provenance,
    sha256_of,
    write_provenance,
)
from analysis_py.sources.snapshots import SAMPLES_SUFFIX, snapshot_files
from analysis_py.statistics.rows import to_frame

#: Columns of every file.
_ALWAYS = ("model_name", "benchmark", "score")
#: Folders of an import that is being written, and of one that only has to be put in place.
_DRAFT, _READY = ".writing", ".ready"


@dataclass(frozen=True)
class Words:
    """The user's options of an import, all kept in its provenance."""

    title: str
    producer: str
    source: str
    licence: str


@dataclass(frozen=True)
class Stored:
    """A stored import; ``is_whole`` is false if its file was changed afterwards."""

    name: str
    path: Path
    provenance: Provenance
    adapter: str
    is_whole: bool


def check_name(name: str, cohort_ids: Mapping[str, str]) -> None:
    """Raise if a name cannot be that of a folder, a snapshot and a cohort.

    ``cohort_ids`` maps every cohort in seeds/cohorts.csv to its snapshot.
    """
    if why := problem_of_name(name):
        raise ImportProblem(why)
    if name in cohort_ids and not cohort_ids[name].startswith(f"{name}_"):
        raise ImportProblem(f"seeds/cohorts.csv has a cohort {name}; give the import another name")


def frame(scores: Sequence[Score], models: Mapping[Run, Model]) -> pl.DataFrame:
    """Return the records as text with the facts of their models, without empty columns."""
    nothing = Model()
    columns = {
        name: [text_of(getattr(score, name)) for score in scores] for name in SCORE_COLUMNS
    } | {
        name: [text_of(getattr(models.get(score.run, nothing), name)) for score in scores]
        for name in MODEL_COLUMNS
    }
    kept = {
        name: values
        for name, values in columns.items()
        if name in _ALWAYS or any(value is not None for value in values)
    }
    return pl.from_dict(kept, schema=dict.fromkeys(kept, pl.String()))


@contextmanager
def write_import(imports: Path) -> Iterator[Path]:
    """Yield a folder laid out as ``imports`` is, whose content takes its place there at the end.

    Nothing reads the folder, and one rename makes it whole: what a killed call leaves is undone
    before that, and finished afterwards, by :func:`settle_import`. One process at a time may write.
    """
    draft = imports / _DRAFT
    try:
        draft.mkdir(parents=True)
        yield draft
        draft.rename(imports / _READY)
        settle_import(imports)
    except OSError as error:
        raise ImportProblem(f"{imports} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def settle_import(imports: Path) -> None:
    """Put what is whole in place, and remove what is not."""
    ready = imports / _READY
    for path in ready.glob("*/*.csv"):  # the first to leave, so that a second call sees it or less
        if not (samples := path.with_suffix(SAMPLES_SUFFIX)).exists():
            (imports / samples.relative_to(ready)).unlink(missing_ok=True)
    for part in sorted(ready.glob("[!.]*/*")):
        final = imports / part.relative_to(ready)
        final.parent.mkdir(exist_ok=True)
        if part.is_dir():
            place_folder(part, final, ready / ".former")
        else:
            part.replace(final)
    for done in (imports / _DRAFT, ready):
        shutil.rmtree(done, ignore_errors=True)


def write_scores(
    folder: Path,
    taken_on: date,
    records: pl.DataFrame,
    samples: Sequence[Sample],
    gathered: Gathered,
    words: Words,
) -> None:
    """Write the records of a day with their samples and provenance into a folder."""
    folder.mkdir()
    path = folder / f"{taken_on.isoformat()}.csv"
    records.write_csv(path)
    if samples:
        to_frame(Sample, samples).write_parquet(path.with_suffix(SAMPLES_SUFFIX))
    write_provenance(
        path,
        **asdict(words),
        notes=" ".join(gathered.results.notes)[:4000],
        adapter=" + ".join(gathered.read),
        inputs=[file.provenance for files in gathered.read.values() for file in files],
    )


def list_imports(imports: Path) -> list[Stored]:
    """Return every import of scores, the oldest snapshot of each first."""
    stored = []
    for folder in sorted(imports.iterdir()) if imports.is_dir() else ():
        if folder.name.startswith(".") or not any(folder.glob("*.csv")):
            continue
        for path in snapshot_files(folder):
            provenance = read_provenance(path)
            fields = yaml.safe_load(provenance_path(path).read_text(encoding="utf-8"))
            adapter = str(fields.get("adapter") or "written by hand")
            is_whole = sha256_of(path) == provenance.sha256
            stored.append(Stored(folder.name, path, provenance, adapter, is_whole))
    return stored


def remove_import(imports: Path, name: str) -> list[Path]:
    """Remove an import with all its snapshots and answers; return the removed files.

    A folder with other files stays.
    """
    folder, answers = imports / name, imports / "items" / name
    there = [each for each in (folder, answers) if each.is_dir()]
    if not OWN_NAME.fullmatch(name) or name == "items" or not there:
        raise ImportProblem(f"there is no import {name}; `llm-reassess import --list` lists them")
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    ours = re.compile(r"\d{4}-\d\d-\d\d\.(csv|provenance\.yml|samples\.parquet)")
    if strange := [each for each in files if not ours.fullmatch(each.name)]:
        raise ImportProblem(
            f"{folder} holds files that are not part of an import: {', '.join(map(str, strange))}; "
            "move it away first"
        )
    files += sorted(each for each in answers.rglob("*") if each.is_file())
    for each in there:
        shutil.rmtree(each)
    return files
