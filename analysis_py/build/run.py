"""Build the warehouse, write the report, and say what was built."""

import logging
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

# Imported before our handler of Ctrl-C is set, as the import sets its own.
import polars  # noqa: F401

from analysis_py.build import outcome
from analysis_py.build.error_hints import find_remedy
from analysis_py.imports.item_storing import own_answers
from analysis_py.imports.locking import settle_killed_import
from analysis_py.publishing import DATABASE_NAME
from analysis_py.publishing.publishing import close_publication, open_publication
from analysis_py.runtime.errors import UserError
from analysis_py.runtime.formatting import printable
from analysis_py.runtime.progress import print_progress
from analysis_py.runtime.project import (
    build_database,
    imports_folder,
    items_folder,
    warehouse_folder,
)
from analysis_py.sources.validation import stopping_problems
from analysis_py.sources.validation.claims import check_claims

#: Number of lines of progress.
_N_LINES = 20


class DbtFailed(UserError):
    """dbt failed; the message lists the failed steps."""


def main(
    threads: int | None = None,
    *,
    with_report: bool = True,
    verbose: bool = False,
    handover: Path | None = None,
) -> int:
    """Run a build and return its exit code: 0 if all went well, 1 if a step failed.

    Without ``threads``, the profile sets the number of parallel steps. ``handover`` is the folder
    of Spark's sums over items, if any.
    """
    began, warehouse = time.monotonic(), warehouse_folder()
    options = ["--threads", str(threads)] if threads else []
    options += ["--vars", f"{{handover: '{handover}'}}"] if handover else []
    # before anything that takes long or opens a database, so that a second build says why it ends
    open_publication(warehouse)
    try:
        settle_killed_import(imports_folder())
        if not _is_sound(warehouse) or not _build(options, verbose, warehouse, with_report):
            return 1
    finally:
        close_publication()
    _say("", *outcome.describe_build(warehouse, time.monotonic() - began))
    _say(*outcome.describe_problems(warehouse / DATABASE_NAME))
    return 0


def _is_sound(warehouse: Path) -> bool:
    """Report problems that would stop dbt halfway, and claims that cannot be read."""
    if problems := stopping_problems(Path()):
        _say(*(f"  {problem}" for problem in problems))
        _say(f"{len(problems)} problem(s) in settings or seeds. Correct them and build again.")
        _say(outcome.describe_last_good(warehouse))
        return False
    # an unreadable claim does not stop a build
    _say(*(f"  will be quarantined: {problem}" for problem in check_claims(Path()).problems))
    return True


def _build(options: list[str], verbose: bool, warehouse: Path, with_report: bool) -> bool:
    """Run dbt and write the report; say what failed, and what is published nevertheless."""
    built: set[str] = set()
    is_published = False
    with _stop_on_interrupt(warehouse):
        try:
            _run_dbt(options, verbose, built)
            is_published = True
            if with_report:
                from analysis_py import report

                report.build(warehouse, say=_say)
        except Exception as error:
            # the machine's problem may occur here too
            with suppress(OSError):
                if verbose:
                    _say(traceback.format_exc().rstrip())
                _tell_failure(error, built, warehouse, is_published)
            return False
    return True


def _say(*lines: str) -> None:
    # errors may hold values of a user's file, which must be escaped for the terminal
    for line in lines:
        print(printable(line, keep="\n\t"), flush=True)


@contextmanager
def _stop_on_interrupt(warehouse: Path) -> Iterator[None]:
    """End the process at once on an interrupt, with a message.

    dbt would wait for running fits, and some take a minute. Nothing needs cleaning up: published
    files change only by renames, and the next build continues with the build database as after a
    power cut. Worker processes notice the end of this one (:mod:`analysis_py.runtime.processes`).
    """

    def stop(number: int, _frame: object) -> None:
        # a closed terminal must not keep the process alive
        with suppress(Exception):
            _say(f"Interrupted. {outcome.describe_last_good(warehouse)}")
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _run_dbt(options: list[str], verbose: bool, built: set[str]) -> None:
    """Run dbt's build, tests and publication in this process; record the built nodes."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    # if dbt's log is not writable, Python would print a traceback for every line
    logging.raiseExceptions = False
    shown, kept = ("info", "debug") if verbose else ("none", "info")
    flags = ["--no-use-colors", "--log-level", shown, "--log-level-file", kept]
    runner = dbtRunner(callbacks=[_follow_progress(built)])
    try:
        result = runner.invoke([*flags, "build", *options])
    finally:
        # release the build database and the warehouse
        close_publication()
        manager: Any = DuckDBConnectionManager  # its methods are untyped
        manager.close_all_connections()
    if not result.success:
        failed = [
            f"FAILED: {each.node.unique_id}: {each.message}"
            for each in cast(Any, result.result) or ()
            if each.status in ("error", "fail", "runtime error", "partial success")
        ]
        raise DbtFailed("\n".join([*failed, str(result.exception or "")]).strip())


def _follow_progress(built: set[str]) -> Callable[[Any], None]:
    """Return a callback of dbt that prints the progress now and then."""
    n_steps = n_done = 0

    def follow(event: Any) -> None:
        nonlocal n_steps, n_done
        if event.info.name == "ConcurrencyLine":
            n_steps = event.data.node_count
        elif event.info.name == "NodeFinished":
            n_done += 1
            if event.data.run_result.status in ("success", "pass", "warn"):
                built.add(event.data.node_info.node_name)
            if n_done % max(1, n_steps // _N_LINES) == 0:
                print_progress(n_done, n_steps, "steps")

    return follow


def _tell_failure(error: Exception, built: set[str], warehouse: Path, is_published: bool) -> None:
    """Print the failure, its remedy, and what is published."""
    reason = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
    _say(reason)
    # only results of this build: tables of the last one may remain
    if written := built & outcome.PROBLEMS.keys():
        _say(*outcome.describe_problems(build_database(), written))
    if isinstance(error, DbtFailed) and (yours := own_answers(reason, items_folder())):
        _say(yours)
    _say(*filter(None, [find_remedy(reason)]))
    if is_published:
        _say(outcome.describe_unwritten_report(warehouse))
        return
    _say("The build failed. See logs/dbt.log, or build again with --verbose.")
    _say(outcome.describe_last_good(warehouse))
