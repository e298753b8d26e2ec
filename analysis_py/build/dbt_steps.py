"""dbt within this process, with a progress that follows its events.

Its own log goes to ``logs/dbt.log`` as always; what a person must know of it is shown in full.
"""

import logging
from typing import Any, cast

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt_common.events.base_types import EventMsg

from analysis_py.build.error_hints import remedy
from analysis_py.build.progress import Progress
from analysis_py.publishing.publishing import close_publication

#: Lines that dbt tells again, in full, at the end, and what is shown when it returns.
_TOLD_ELSEWHERE = {
    *("LogTestResult", "LogModelResult", "LogSeedResult", "LogNodeResult"),
    *("MainEncounteredError", "MainStackTrace"),
}
_BAD = {"error", "fail", "runtime error", "partial success"}


class StepFailed(Exception):
    """A step did not end well. What there is to say has been said."""


class Dbt:
    """dbt, as one build runs it.

    Parameters
    ----------
    progress : Progress
        Told what begins and ends.
    verbose : bool
        Whether dbt's own lines are shown.
    """

    def __init__(self, progress: Progress, verbose: bool = False) -> None:
        self.progress = progress
        self.verbose = verbose
        #: The names of the nodes that ended well, how many did not begin, and what to do.
        self.built: set[str] = set()
        self.n_skipped = 0
        self.remedies: dict[str, None] = {}

    def build(self, *arguments: str) -> None:
        """Build, test and publish everything, or the part that dbt's options select.

        Raises
        ------
        StepFailed
            If anything failed. Nothing has been published then.
        """
        # where dbt's log cannot be written, Python would print a traceback for every line of it
        logging.raiseExceptions = False
        # of a build in which nothing is fitted, dbt's thousands of debug lines are a tenth
        shown, kept = ("info", "debug") if self.verbose else ("none", "info")
        flags = ["--log-level", shown, "--log-level-file", kept, "--no-use-colors"]
        runner = dbtRunner(callbacks=[self._follow])
        try:
            result = runner.invoke([*flags, "build", *arguments])
        finally:
            # others may open the build database and the warehouse then
            close_publication()
            manager: Any = DuckDBConnectionManager  # whose methods have no types
            manager.close_all_connections()
        if not result.success:
            if result.exception:
                self.remember(f"{type(result.exception).__name__}: {result.exception}")
                if not self.verbose:
                    self.progress.line(str(result.exception))
            raise StepFailed

    def remember(self, message: str) -> None:
        """Keep what is to be done, if an error says that the machine ran out of something."""
        if told := remedy(message):
            self.remedies[told] = None

    def _follow(self, event: EventMsg) -> None:
        """Take note of an event, and tell what a person must know of it."""
        info, data = cast(Any, event.info), event.data  # whose types know of no message
        if info.level == "error":
            self.remember(info.msg)
        is_told = not self.verbose and info.level in ("warn", "error") and info.msg.strip()
        if is_told and info.name not in _TOLD_ELSEWHERE:
            self.progress.line(info.msg)
        if info.name == "ConcurrencyLine":
            self.progress.plan(data.node_count)
            self.progress.line(f"{data.node_count} steps, {data.num_threads} at a time")
        elif info.name == "NodeStart":
            self.progress.start(data.node_info.unique_id, _description(data.node_info))
        elif info.name == "NodeFinished":
            self._finish(data.node_info, data.run_result.status)

    def _finish(self, node: Any, status: str) -> None:
        self.progress.finish(node.unique_id)
        if status == "skipped":
            self.n_skipped += 1
        elif status not in _BAD:
            self.built.add(node.node_name)
        elif not self.verbose:
            self.progress.line(f"FAILED: {_description(node)} ({node.unique_id})")


def _description(node: Any) -> str:
    """Return what dbt does at a node, which a model may say itself, in ``config.meta.doing``."""
    if doing := dict(node.meta).get("doing"):
        return str(doing)
    return f"{'testing' if 'test' in node.resource_type else 'making'} {node.node_name}"
