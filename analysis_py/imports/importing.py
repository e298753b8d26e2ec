"""The whole of an import: gather, resolve, say, write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl

from analysis_py.imports.benchmarks import known_benchmarks, known_types
from analysis_py.imports.contract import ImportProblem
from analysis_py.imports.files import printable
from analysis_py.imports.gathering import gather
from analysis_py.imports.items import with_items
from analysis_py.imports.models import read_user_models, resolved
from analysis_py.imports.storing import Words, check_name, frame, store
from analysis_py.imports.summary import summary
from analysis_py.items.long_files import ItemsError
from analysis_py.items.storing import store_items
from analysis_py.plumbing.csv_files import SnapshotError
from analysis_py.plumbing.hand_files import read_lines
from analysis_py.plumbing.project import data_folder, imports_folder, items_folder
from analysis_py.plumbing.snapshots import SAMPLES_SUFFIX

SEEDS = Path("seeds")


def run(
    path: Path,
    name: str,
    taken_on: date,
    words: Words,
    *,
    adapter: str | None = None,
    unit: str | None = None,
    models: Path | None = None,
    is_dry_run: bool = False,
) -> list[str]:
    """Import a path into the project of the current folder and return what there is to say.

    Parameters
    ----------
    path : Path
        A file or a folder of results.
    name : str
        What the import, its board and its cohort are called.
    taken_on : date
        The day that the results are of.
    words : Words
        Where they come from.
    adapter : str, optional
        The one adapter to read with.
    unit : str, optional
        The unit of all bounded scores.
    models : Path, optional
        The user's table of models.
    is_dry_run : bool
        Whether to write nothing.

    Raises
    ------
    ImportProblem
        If nothing is recognised, if no record is left, or if the name will not do.
    """
    imports = imports_folder()
    with _seeds_being_read():
        cohorts = _cohorts(SEEDS / "cohorts.csv")
        benchmarks = known_benchmarks(SEEDS / "boards")
        types = known_types(SEEDS / "models")
    check_name(name, imports, data_folder(), cohorts)
    user = read_user_models(models) if models else {}
    gathered = gather(path, adapter, unit)
    scores = with_items(gathered.results.scores)
    if not scores:
        raise ImportProblem(
            f"{path}: recognised as {', '.join(gathered.read)}, but it holds no score"
        )
    names = {score.model_name for score in scores if score.model_name}
    if strange := user.keys() - names:
        gathered.results.notes.append(
            f"{models}: {len(strange)} model(s) have no score: {', '.join(sorted(strange)[:5])}"
        )
    known = resolved(names, gathered.results.models, user)
    said = summary(gathered, scores, known, benchmarks, types, taken_on)
    # names of files, columns and models are anyone's
    lines = [printable(line) for line in said]
    if is_dry_run:
        return [*lines, "nothing is written: this was a dry run"]
    records = frame(scores, known)
    written = store(imports / name, taken_on, records, gathered.results.samples, gathered, words)
    if gathered.results.samples:
        lines.append(_answers(written.with_suffix(SAMPLES_SUFFIX), name))
    return [*lines, f"wrote {written}; next: llm-reassess build"]


def _answers(samples: Path, name: str) -> str:
    """Keep the answers to single items where the statistics of items read them, and say so."""
    try:
        stored = store_items([samples], name, items_folder())
    except ItemsError as error:
        return f"single answers are kept in {samples}, and no statistic reads them: {error}"
    left_out = f", {stored.n_quarantined} in quarantine" if stored.n_quarantined else ""
    return f"single answers: {stored.n_loaded} of {stored.n_read} for paired comparisons{left_out}"


def _cohorts(path: Path) -> dict[str, str]:
    """Return the snapshot of every cohort; a line that is none has neither."""
    if not path.is_file():
        return {}
    rows = read_lines(path, ["cohort_id", "snapshot_id"])
    found = rows.select(pl.col("cohort_id", "snapshot_id").fill_null("")).rows()
    return dict(found)


@contextmanager
def _seeds_being_read() -> Iterator[None]:
    """Let a seed that cannot be read be told as what it is."""
    try:
        yield
    except SnapshotError as error:
        raise ImportProblem(str(error)) from error
    except (KeyError, ValueError) as error:
        raise ImportProblem(
            f"a file of {SEEDS}/ cannot be read ({error}); llm-reassess check says which, and where"
        ) from error
