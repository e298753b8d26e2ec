"""Build the warehouse, write the report, and say where to look."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

# When it is imported, it takes the signal of Ctrl-C, so it has to come before the handler of ours.
import polars  # noqa: F401

from analysis_py.build import outcome
from analysis_py.build.progress import Progress
from analysis_py.publishing import DATABASE_NAME
from analysis_py.runtime.formatting import format_duration
from analysis_py.runtime.progress import heard_by
from analysis_py.runtime.project import build_database, warehouse_folder
from analysis_py.sources.validation import stopping_problems
from analysis_py.sources.validation.claims import check_claims

if TYPE_CHECKING:
    from analysis_py.build.dbt_steps import Dbt


def main(
    threads: int | None = None,
    *,
    with_report: bool = True,
    verbose: bool = False,
    handover: Path | None = None,
) -> int:
    """Run a build and return its exit code: 0 if all went well, 1 if a step failed.

    Parameters
    ----------
    threads : int or None
        Steps at a time; None leaves it to the profile.
    with_report : bool
        Whether the report is written.
    verbose : bool
        Whether dbt's own lines and tracebacks are shown.
    handover : Path or None
        Folder of the sums over items that Spark has made; None lets DuckDB sum.
    """
    options = ["--threads", str(threads)] if threads else []
    options += ["--vars", f"{{handover: '{handover}'}}"] if handover else []
    warehouse, progress = warehouse_folder(), Progress()
    with stopped_at_once(progress, warehouse):
        with progress.shown(), heard_by(progress.announce):
            is_good = _build(options, with_report, verbose, warehouse, progress)
        if is_good:
            progress.line(f"\nDone in {format_duration(progress.elapsed)}. Where to look:")
            database = warehouse / DATABASE_NAME
            for line in [*outcome.places(warehouse), *outcome.objections(database)]:
                progress.line(line)
    return 0 if is_good else 1


@contextmanager
def stopped_at_once(progress: Progress, warehouse: Path) -> Iterator[None]:
    """Let an interrupt end the process at once, with a message.

    dbt would wait for the fits that run, and some take a minute. Nothing needs unwinding: what is
    published changes by renames only, and the next build takes up the build database as it finds
    it, as after a power cut. The processes that work for this one see that it has ended
    (:mod:`analysis_py.runtime.processes`).
    """

    def stop(number: int, _frame: object) -> None:
        # the terminal may be gone, and a message must not keep the process alive
        with suppress(Exception):
            progress.clear()
            progress.line(f"Interrupted. {outcome.last_good(warehouse)}")
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _build(
    options: list[str], with_report: bool, verbose: bool, warehouse: Path, progress: Progress
) -> bool:
    """Carry out the steps, none after one that failed, and return whether all went well."""
    # what dbt would stumble over in the midst of a build is told at once, and all of it
    if problems := stopping_problems(Path()):
        for problem in problems:
            progress.line(f"  {problem}")
        progress.line(
            f"{len(problems)} problem(s) with settings or seeds. Mend them, and build again."
        )
        progress.line(outcome.last_good(warehouse))
        return False
    # a claim that cannot be read stops nothing
    for problem in check_claims(Path()).problems:
        progress.line(f"  will be in quarantine: {problem}")
    # dbt takes a second or two to import; the status is there by then
    from analysis_py.build.dbt_steps import Dbt, StepFailed

    dbt = Dbt(progress, verbose)
    doing = "build"
    try:
        dbt.build(*options)
        if with_report:
            doing = "report"
            progress.start(doing, "writing the report")
            from analysis_py import report

            report.build(warehouse, say=progress.tell)
            progress.finish(doing)
    except Exception as error:
        # whatever is wrong with the machine may be wrong here too
        with suppress(OSError):
            # what dbt has to say it has said
            if verbose:
                progress.line(traceback.format_exc().rstrip())
            elif not isinstance(error, StepFailed):
                progress.line(f"{type(error).__name__}: {error}")
            dbt.remember(f"{type(error).__name__}: {error}")
            _tell_failure(doing, dbt, warehouse, progress)
        return False
    return True


def _tell_failure(doing: str, dbt: Dbt, warehouse: Path, progress: Progress) -> None:
    """Say what failed, what was not done because of it, and what there still is."""
    # only what this build has found: the tables of the last one may still be there
    if found := dbt.built & outcome.OBJECTIONS.keys():
        for line in outcome.objections(build_database(), found):
            progress.line(line)
    skipped = f" {dbt.n_skipped} steps that depend on it were skipped." if dbt.n_skipped else ""
    progress.line(f"The {doing} failed after {format_duration(progress.elapsed)}.{skipped}")
    progress.line("dbt's log is logs/dbt.log; --verbose logs every detail and shows more here.")
    for line in (*dbt.remedies, outcome.last_good(warehouse)):
        progress.line(line)
