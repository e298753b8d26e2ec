"""Build the warehouse, write the report and the documentation, and say where to look."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis_py.build import outcome
from analysis_py.build.interrupt import stopped_at_once
from analysis_py.build.preflight import may_begin
from analysis_py.build.progress import Progress, record_duration
from analysis_py.imports.item_storing import own_answers
from analysis_py.publishing.versions import DATABASE_NAME, folder_of_files
from analysis_py.runtime.formatting import format_duration
from analysis_py.runtime.progress import heard_by
from analysis_py.runtime.project import build_database, items_folder, warehouse_folder

if TYPE_CHECKING:
    from analysis_py.build.dbt_steps import Dbt


@dataclass(frozen=True)
class Options:
    """The options of a build.

    Attributes
    ----------
    threads : int or None
        Steps at a time; None leaves it to the profile.
    no_build, no_report, no_docs : bool
        What to leave out.
    verbose : bool
        Whether dbt's own lines and tracebacks are shown.
    """

    threads: int | None = None
    no_build: bool = False
    no_report: bool = False
    no_docs: bool = False
    verbose: bool = False


def main(options: Options) -> int:
    """Run a build and return its exit code: 0 if all went well, 1 if a step failed."""
    warehouse, progress = warehouse_folder(), Progress()
    with stopped_at_once(progress, warehouse):
        with progress.shown(), heard_by(progress.announce):
            is_good = _build(options, warehouse, progress)
        if is_good:
            _tell_success(options, warehouse, progress)
    return 0 if is_good else 1


def _build(options: Options, warehouse: Path, progress: Progress) -> bool:
    """Carry out the steps, none after one that failed, and return whether all went well."""
    # what dbt would stumble over in the midst of a build is told at once, and all of it
    if not options.no_build and not may_begin(progress):
        progress.line(outcome.last_good(warehouse))
        return False
    # dbt takes a second or two to import; the status is there by then
    from analysis_py.build.dbt_steps import Dbt, StepFailed, target_folder

    database = warehouse / DATABASE_NAME
    if options.no_build and not database.exists():
        progress.line(f"There is no warehouse at {database}. Build it: llm-reassess build")
        return False
    dbt = Dbt(progress, options.threads, options.verbose)
    doing = "build"
    try:
        if not options.no_build:
            dbt.read()
            dbt.build()
        if not options.no_report:
            doing = "report"
            with progress.step("writing the report"):
                from analysis_py import report

                report.build(warehouse, say=progress.tell)
        if not options.no_docs:
            doing = "documentation of the models"
            with progress.step(f"writing the {doing}"):
                dbt.write_docs(folder_of_files(warehouse))
    except Exception as error:
        with _come_what_may(progress):
            # what dbt has to say it has said
            if options.verbose:
                progress.line(traceback.format_exc().rstrip())
            elif not isinstance(error, StepFailed):
                progress.line(f"{type(error).__name__}: {error}")
        dbt.remember(f"{type(error).__name__}: {error}")
        _tell_failure(doing, dbt, warehouse, progress)
        return False
    if not (options.no_build or options.no_report or options.no_docs):
        record_duration(target_folder(), progress.elapsed)
    return True


def _tell_success(options: Options, warehouse: Path, progress: Progress) -> None:
    database = warehouse / DATABASE_NAME
    progress.line()
    progress.line(f"Done in {format_duration(progress.elapsed)}. Where to look:")
    told = [*outcome.places(warehouse), outcome.accounts(database)]
    told += [] if options.no_build else [outcome.fits(database)]
    for line in [*told, *outcome.objections(database)]:
        progress.line(line)


def _tell_failure(doing: str, dbt: Dbt, warehouse: Path, progress: Progress) -> None:
    """Say what failed, what was not done because of it, and what there still is.

    Whatever is wrong with the machine may be wrong here too, so each part is said by itself.
    """
    build = build_database()
    with _come_what_may(progress):
        dbt.close()
    # only what this build has found: the tables of the last one may still be there
    if found := dbt.built & outcome.OBJECTIONS.keys():
        with _come_what_may(progress):
            for line in outcome.objections(build, found):
                progress.line(line)
    with _come_what_may(progress):
        skipped = f" {dbt.n_skipped} steps that depend on it were skipped." if dbt.n_skipped else ""
        progress.line(f"The {doing} failed after {format_duration(progress.elapsed)}.{skipped}")
        progress.line("dbt's log is logs/dbt.log; --verbose logs every detail and shows more here.")
        if dbt.found_damage:
            progress.line(f"The build database {build} is damaged. Delete it, and build again.")
        for line in dbt.remedies:
            progress.line(line)
        if yours := own_answers(" ".join(dbt.failed), items_folder()):
            progress.line(yours)
    with _come_what_may(progress):
        progress.line(outcome.last_good(warehouse))


@contextmanager
def _come_what_may(progress: Progress) -> Iterator[None]:
    """Go on after the block even if it fails; where not a line can be written, without a word."""
    try:
        yield
    except Exception as error:
        with suppress(OSError):
            progress.line(f"({type(error).__name__}: {error})")
