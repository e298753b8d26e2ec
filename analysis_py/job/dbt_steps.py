"""The steps that are dbt's: reading the project, building it, writing its documentation.

dbt runs in this process and tells each of its events to a callback. Its own log goes to
``logs/dbt.log`` as always; what a person must know of it is shown in full.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.base_types import EventMsg

from analysis_py.dbt.dbt_plugin import Plugin
from analysis_py.fit_cache.stored_fits import heard_by
from analysis_py.job import nodes
from analysis_py.job.dbt_page import readable
from analysis_py.job.durations import Durations
from analysis_py.job.estimate import Step
from analysis_py.job.remedies import remedy
from analysis_py.job.spared import Spared
from analysis_py.job.tracker import Tracker
from analysis_py.job.words import seconds_in_words
from analysis_py.publishing.build_database import is_damage
from analysis_py.publishing.versions import write_docs

READ, PUBLISH, REPORT, DOCS = "job.read", "job.publish", "job.report", "job.docs"
#: Lines about single nodes, whose failures dbt tells again, in full, at the end.
_LINES_OF_NODES = {"LogTestResult", "LogModelResult", "LogSeedResult", "LogNodeResult"}
_BAD = {"error", "fail", "runtime error", "partial success"}


class StepFailed(Exception):
    """A step did not end well. What there is to say has been said."""


class Dbt:
    """dbt, with a tracker that follows it.

    Parameters
    ----------
    tracker : Tracker
        Told what begins and ends.
    threads : int or None
        How many nodes at once; None leaves it to the profile.
    verbose : bool
        Whether dbt's own lines are shown.
    """

    def __init__(self, tracker: Tracker, threads: int | None, verbose: bool) -> None:
        self.tracker = tracker
        self.threads = threads
        self.verbose = verbose
        self.manifest: Manifest | None = None
        self.n_failed = self.n_skipped = 0
        #: Whether the build database turned out to be damaged.
        self.found_damage = False
        #: What to do where the machine ran out of something, in the order in which it was told.
        self.remedies: list[str] = []
        self._log_is_lost = False
        self._pending: set[str] = set()
        self._built: dict[str, Any] = {}
        self._words: dict[str, str] = {}
        self._spared: Spared | None = None

    def read(self) -> None:
        """Read the project, so that its steps are known.

        Raises
        ------
        StepFailed
            If dbt cannot make sense of it.
        """
        with self.tracker.step(READ, "reading the project"):
            self.manifest = cast(Manifest, self._invoke("parse", self._tell).result)
        self._built = nodes.built_nodes(self.manifest)
        self._words = nodes.in_words(self._built)

    def build(self, known: Durations, then: Sequence[str]) -> None:
        """Build and test everything, and publish it.

        Parameters
        ----------
        known : Durations
            What the steps took before.
        then : sequence of str
            The steps of the job that follow, in order.

        Raises
        ------
        StepFailed
            If anything failed. Nothing has been published then.
        """

        def follow(event: EventMsg) -> None:
            # dbt tells how many threads it has, by the profile or a flag, just before it starts
            if event.info.name == "ConcurrencyLine":
                self._plan(known, event.data.num_threads, then)
            self._follow(event)

        with heard_by(self._found):
            self._invoke("build", follow)
        self.tracker.finish(PUBLISH)

    def build_some(self, models: Sequence[str]) -> None:
        """Build some models, and test and publish nothing.

        Parameters
        ----------
        models : sequence of str
            As dbt selects them.

        Raises
        ------
        StepFailed
            If anything failed.
        """

        def follow(event: EventMsg) -> None:
            self._tell(event)
            if event.info.name == "NodeFinished":
                key, status = event.data.node_info.unique_id, event.data.run_result.status
                if status in _BAD:
                    self.tracker.console.line(f"FAILED: {self._words.get(key, key)} ({key})")

        without = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
        self._invoke("build", follow, "--select", *models, *without)

    def write_docs(self, version: Path) -> None:
        """Write the documentation of all models and columns as one file.

        Parameters
        ----------
        version : Path
            The folder of the published files that it explains.
        """
        # the build has compiled the models already, and its manifest is in the target folder
        compiled = ["--no-compile"] if self.manifest else []
        self._invoke("docs", self._tell, "generate", "--static", *compiled)
        page = (target_folder() / "static_index.html").read_text(encoding="utf-8")
        folders = {target_folder().absolute(): "target", Path.cwd(): "."}
        write_docs(version, readable(page, folders))

    def close(self) -> None:
        """Let go of the build database and of the warehouse, which others may open then."""
        Plugin.close()
        manager: Any = DuckDBConnectionManager  # whose methods have no types
        manager.close_all_connections()

    def _invoke(
        self, command: str, callback: Callable[[EventMsg], None], *arguments: str
    ) -> dbtRunnerResult:
        shown = "info" if self.verbose else "none"
        flags = ["--log-level", shown, "--log-level-file", "debug", "--no-use-colors"]
        if self.threads and command != "parse":
            arguments = (*arguments, "--threads", str(self.threads))
        runner = dbtRunner(manifest=self.manifest, callbacks=[callback])
        with self._without_its_log():
            result = runner.invoke([*flags, command, *arguments])
        if not result.success:
            if result.exception:
                self.remember(f"{type(result.exception).__name__}: {result.exception}")
                if not self.verbose:
                    self.tracker.console.line(str(result.exception))
            raise StepFailed(command)
        return result

    @contextmanager
    def _without_its_log(self) -> Iterator[None]:
        """Let dbt go on where its log cannot be written, and say so once.

        Python would print a traceback for every line of the log.
        """
        before = logging.Handler.handleError

        def lost(*_: object) -> None:
            if not self._log_is_lost:
                self._log_is_lost = True
                self.tracker.console.line(f"dbt's log could not be written: {sys.exc_info()[1]}")

        setattr(logging.Handler, "handleError", lost)  # noqa: B010  mypy lets no method be assigned
        try:
            yield
        finally:
            setattr(logging.Handler, "handleError", before)  # noqa: B010

    def remember(self, message: str) -> None:
        """Keep what is to be done, if an error says that the machine ran out of something."""
        if (told := remedy(message)) and told not in self.remedies:
            self.remedies.append(told)

    def _plan(self, known: Durations, threads: int, then: Sequence[str]) -> None:
        """Tell the tracker all that will be done, and the console how long it may take."""
        waits_for = nodes.parents(self._built)
        self._spared = Spared(self.tracker, known, self._built, target_folder())
        steps = [Step(key, self._spared.expected(key), waits_for[key]) for key in self._built]
        before = tuple(self._built)
        for key in (PUBLISH, *then):
            steps.append(Step(key, known.expected(key), before))
            before = (key,)
        self._pending = set(self._built)
        words = self._words | {PUBLISH: "publishing the tables"}
        seconds = self.tracker.plan(steps, words, threads, known.prior_seconds)
        self.tracker.console.line(
            f"{len(steps)} steps, {threads} at a time: about {seconds_in_words(seconds)}"
        )

    def _tell(self, event: EventMsg) -> None:
        """Show a warning or an error, unless dbt shows it itself or tells it again later."""
        info: Any = event.info  # whose types know of no message
        if info.level == "error":
            self.found_damage |= is_damage(info.msg)
            self.remember(info.msg)
        if self.verbose or info.level not in ("warn", "error"):
            return
        # what stopped dbt altogether is shown when it returns
        if info.name in _LINES_OF_NODES | {"MainEncounteredError", "MainStackTrace"}:
            return
        if info.msg.strip():
            self.tracker.console.line(info.msg)

    def _follow(self, event: EventMsg) -> None:
        """Follow the build from node to node."""
        self._tell(event)
        if event.info.name == "NodeStart":
            self.tracker.start(event.data.node_info.unique_id)
        elif event.info.name == "NodeFinished":
            self._end(event.data.node_info.unique_id, event.data.run_result.status)

    def _found(self, name: str, share: float) -> None:
        if self._spared:
            self._spared.found(name, share)

    def _end(self, key: str, status: str) -> None:
        skipped, failed = status == "skipped", status in _BAD
        self.n_skipped += skipped
        self.n_failed += failed
        spared = self._spared is not None and self._spared.is_spared(key)
        self.tracker.finish(key, skipped=skipped, good=not failed, spared=spared)
        if failed and not self.verbose:
            self.tracker.console.line(f"FAILED: {self._words.get(key, key)} ({key})")
        self._pending.discard(key)
        if not self._pending and not self.n_failed:
            # dbt publishes when the last node has ended, and says so only afterwards
            self.tracker.start(PUBLISH)


def target_folder() -> Path:
    """Return dbt's target folder."""
    return Path(os.environ.get("DBT_TARGET_PATH", "target"))
