"""Build the warehouse, write the report and the documentation, and say how long it will take."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis_py.job import outcome
from analysis_py.job.beforehand import may_begin
from analysis_py.job.console import Console, console
from analysis_py.job.durations import known_durations, record
from analysis_py.job.interrupt import stopped_at_once
from analysis_py.job.tracker import Tracker
from analysis_py.job.words import took_in_words
from analysis_py.publishing.versions import DATABASE_NAME, folder_of_files
from analysis_py.runtime.progress import heard_by
from analysis_py.runtime.project import build_database, warehouse_folder

if TYPE_CHECKING:
    from analysis_py.job import dbt_steps as steps


@dataclass(frozen=True)
class Options:
    """What the job is to do.

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
    """Run the job and return its exit code: 0 if all went well, 1 if a step failed."""
    warehouse = warehouse_folder()
    with console() as out, stopped_at_once(out, warehouse):
        return _run(options, warehouse, out)


def _run(options: Options, warehouse: Path, out: Console) -> int:
    tracker = Tracker(out)
    with tracker.shown(), heard_by(tracker.announce):
        good = _steps(options, warehouse, tracker)
    if not good:
        return 1
    out.line()
    out.line(f"Done in {took_in_words(tracker.elapsed)}. Where to look:")
    for line in outcome.places(warehouse):
        out.line(line)
    out.line(outcome.accounts(warehouse / DATABASE_NAME))
    if not options.no_build:
        out.line(outcome.fits(warehouse / DATABASE_NAME))
    for line in outcome.objections(warehouse / DATABASE_NAME):
        out.line(line)
    return 0


def _steps(options: Options, warehouse: Path, tracker: Tracker) -> bool:
    """Carry out the steps, none after one that failed, and return whether all went well."""
    # what dbt would stumble over in the midst of a build is told at once, and all of it
    if not options.no_build and not may_begin(tracker.console):
        tracker.console.line(outcome.last_good(warehouse))
        return False
    # dbt takes a second or two to import; the status is there by then
    from analysis_py.job import dbt_steps as steps
    from analysis_py.job import spared

    database = warehouse / DATABASE_NAME
    if options.no_build and not database.exists():
        tracker.console.line(f"There is no warehouse at {database}. Build it: llm-reassess build")
        return False
    dbt = steps.Dbt(tracker, options.threads, options.verbose)
    then = [] if options.no_report else [steps.REPORT]
    then += [] if options.no_docs else [steps.DOCS]
    doing = "build"
    try:
        if not options.no_build:
            dbt.read()
            dbt.build(known_durations(steps.target_folder()), then)
        if steps.REPORT in then:
            doing = "report"
            with tracker.step(steps.REPORT, "writing the report"):
                from analysis_py import report

                report.build(warehouse, say=tracker.tell)
        if steps.DOCS in then:
            doing = "documentation of the models"
            with tracker.step(steps.DOCS, f"writing the {doing}"):
                dbt.write_docs(folder_of_files(warehouse))
    except Exception as error:
        if not isinstance(error, steps.StepFailed):
            dbt.remember(f"{type(error).__name__}: {error}")
        with _come_what_may(tracker.console):
            # what dbt has to say it has said
            if options.verbose:
                tracker.console.line(traceback.format_exc().rstrip())
            elif not isinstance(error, steps.StepFailed):
                tracker.console.line(f"{type(error).__name__}: {error}")
        _tell_failure(doing, dbt, warehouse, tracker)
        return False
    if not options.no_build:
        everything = steps.REPORT in then and steps.DOCS in then
        record(steps.target_folder(), tracker.seconds, complete=everything, spared=tracker.spared)
        spared.record(steps.target_folder())
    return True


def _tell_failure(doing: str, dbt: steps.Dbt, warehouse: Path, tracker: Tracker) -> None:
    """Say what failed, what was not done because of it, and what there still is.

    Whatever is wrong with the machine may be wrong here too, so each part is said by itself.
    """
    console = tracker.console
    build = build_database()
    with _come_what_may(console):
        dbt.close()
    if doing == "build":
        with _come_what_may(console):
            for line in _found_by_build(build, tracker):
                console.line(line)
    with _come_what_may(console):
        skipped = f" {dbt.n_skipped} steps that depend on it were skipped." if dbt.n_skipped else ""
        console.line(f"The {doing} failed after {took_in_words(tracker.elapsed)}.{skipped}")
        console.line("dbt's log, logs/dbt.log, holds every detail; --verbose shows more here.")
        if dbt.found_damage:
            console.line(f"The build database {build} is damaged. Delete it, and build again.")
        for line in dbt.remedies:
            console.line(line)
    with _come_what_may(console):
        console.line(outcome.last_good(warehouse))


@contextmanager
def _come_what_may(console: Console) -> Iterator[None]:
    """Go on after the block even if it fails; where not a line can be written, without a word."""
    try:
        yield
    except Exception as error:
        with suppress(OSError):
            console.line(f"({type(error).__name__}: {error})")


def _found_by_build(build: Path, tracker: Tracker) -> list[str]:
    """Return what did not hold in a build that failed."""
    # only what this build has found: the tables of the last one may still be there
    found = {key.split(".")[-1] for key in tracker.seconds} & outcome.OBJECTIONS.keys()
    return outcome.objections(build, found) if found else []
