"""The steps that are dbt's: reading the project, building it, writing its documentation.

dbt runs in this process and tells each of its events to a callback. Its own log goes to
``logs/dbt.log`` as always; what a person must know of it is shown in full.
"""

import logging
import os
from pathlib import Path
from typing import Any, cast

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.base_types import EventMsg

from analysis_py.build.dbt_page import readable
from analysis_py.build.error_hints import remedy
from analysis_py.build.progress import Progress, last_duration
from analysis_py.publishing.publishing import close_publication
from analysis_py.publishing.reading import is_damage
from analysis_py.publishing.versions import write_docs
from analysis_py.runtime.formatting import format_duration

#: Lines about single nodes, whose failures dbt tells again, in full, at the end.
_LINES_OF_NODES = {"LogTestResult", "LogModelResult", "LogSeedResult", "LogNodeResult"}
_BAD = {"error", "fail", "runtime error", "partial success"}
_PUBLISH = "publish"
#: What a model of each schema does to its table, where the model does not say it itself.
_VERBS = {"staging": "reading", "intermediate": "preparing", "fits": "fitting"}


class StepFailed(Exception):
    """A step did not end well. What there is to say has been said."""


class Dbt:
    """dbt, with a progress that follows it.

    Parameters
    ----------
    progress : Progress
        Told what begins and ends.
    threads : int or None
        How many nodes at once; None leaves it to the profile.
    verbose : bool
        Whether dbt's own lines are shown.
    """

    def __init__(self, progress: Progress, threads: int | None, verbose: bool) -> None:
        self.progress = progress
        self.threads = threads
        self.verbose = verbose
        self.manifest: Manifest | None = None
        #: The names of the nodes that ended well; how many did not begin, and which failed.
        self.built: set[str] = set()
        self.n_skipped = 0
        self.failed: set[str] = set()
        #: Whether the build database turned out to be damaged.
        self.found_damage = False
        #: What to do where the machine ran out of something, in the order in which it was told.
        self.remedies: list[str] = []
        self._n_left = 0
        self._is_part = False

    def read(self) -> None:
        """Read the project, so that its nodes are known.

        Raises
        ------
        StepFailed
            If dbt cannot make sense of it.
        """
        with self.progress.step("reading the project"):
            self.manifest = cast(Manifest, self._invoke("parse").result)

    def build(self, *selection: str) -> None:
        """Build and test everything, and publish it; or build a part, which publishes nothing.

        Parameters
        ----------
        *selection : str
            dbt's options that select a part.

        Raises
        ------
        StepFailed
            If anything failed. Nothing has been published then.
        """
        self._is_part = bool(selection)
        self._invoke("build", *selection)
        self.progress.finish(_PUBLISH, is_planned=False)

    def write_docs(self, version: Path) -> None:
        """Write the documentation of all models and columns as one file.

        Parameters
        ----------
        version : Path
            The folder of the published files that it explains.
        """
        # the build has compiled the models already, and its manifest is in the target folder
        compiled = ["--no-compile"] if self.manifest else []
        self._invoke("docs", "generate", "--static", *compiled)
        page = (target_folder() / "static_index.html").read_text(encoding="utf-8")
        folders = {target_folder().absolute(): "target", Path.cwd(): "."}
        write_docs(version, readable(page, folders))

    def close(self) -> None:
        """Let go of the build database and of the warehouse, which others may open then."""
        close_publication()
        manager: Any = DuckDBConnectionManager  # whose methods have no types
        manager.close_all_connections()

    def remember(self, message: str) -> None:
        """Keep what is to be done, if an error says that the machine ran out of something."""
        if (told := remedy(message)) and told not in self.remedies:
            self.remedies.append(told)

    def _invoke(self, command: str, *arguments: str) -> dbtRunnerResult:
        # where dbt's log cannot be written, Python would print a traceback for every line of it
        logging.raiseExceptions = False
        # of a build in which nothing is fitted, dbt's thousands of debug lines are a tenth
        shown, kept = ("info", "debug") if self.verbose else ("none", "info")
        flags = ["--log-level", shown, "--log-level-file", kept, "--no-use-colors"]
        if self.threads and command != "parse":
            arguments = (*arguments, "--threads", str(self.threads))
        runner = dbtRunner(manifest=self.manifest, callbacks=[self._follow])
        result = runner.invoke([*flags, command, *arguments])
        if not result.success:
            if result.exception:
                self.remember(f"{type(result.exception).__name__}: {result.exception}")
                if not self.verbose:
                    self.progress.line(str(result.exception))
            raise StepFailed(command)
        return result

    def _follow(self, event: EventMsg) -> None:
        """Take note of an event, and tell what a person must know of it."""
        info, data = cast(Any, event.info), event.data  # whose types know of no message
        self._tell(info)
        if info.name == "ConcurrencyLine":
            self._plan(data.node_count, data.num_threads)
        elif info.name in ("NodeStart", "NodeFinished"):
            key = data.node_info.unique_id
            # hooks and exposures are told of as well, and are no steps of the plan
            if key.startswith(("operation.", "exposure.")):
                return
            if info.name == "NodeStart":
                self.progress.start(key, self._description(key))
            else:
                self._finish(key, data.run_result.status)

    def _tell(self, info: Any) -> None:
        """Show a warning or an error, unless dbt shows it itself or tells it again later."""
        if info.level == "error":
            self.found_damage |= is_damage(info.msg)
            self.remember(info.msg)
        # what stopped dbt altogether is shown when it returns
        told_elsewhere = _LINES_OF_NODES | {"MainEncounteredError", "MainStackTrace"}
        if self.verbose or info.level not in ("warn", "error") or info.name in told_elsewhere:
            return
        if info.msg.strip():
            self.progress.line(info.msg)

    def _plan(self, n_nodes: int, n_threads: int) -> None:
        # dbt counts exposures, which are no steps, and leaves unit tests out
        if self.manifest and not self._is_part:
            n_nodes += len(self.manifest.unit_tests) - len(self.manifest.exposures)
        self._n_left = n_nodes
        self.progress.plan(n_nodes)
        seconds = last_duration(target_folder())
        last = f"; last time {format_duration(seconds)}" if seconds else ""
        self.progress.line(f"{n_nodes} steps, {n_threads} at a time{last}")

    def _finish(self, key: str, status: str) -> None:
        self.progress.finish(key)
        self._n_left -= 1
        if status == "skipped":
            self.n_skipped += 1
        elif status not in _BAD:
            self.built.add(key.split(".")[-1])
        else:
            self.failed.add(key.split(".")[2])
            if not self.verbose:
                self.progress.line(f"FAILED: {self._description(key)} ({key})")
        if not self._n_left and not self.failed:
            # dbt publishes when the last node has ended, and says so only afterwards
            self.progress.start(_PUBLISH, "publishing the tables")

    def _description(self, key: str) -> str:
        manifest = self.manifest
        node = (manifest.nodes.get(key) or manifest.unit_tests.get(key)) if manifest else None
        return describe(node) if node else key.split(".")[-1]


def describe(node: Any) -> str:
    """Return what dbt does at a node of its manifest, for people.

    Parameters
    ----------
    node : dbt node
        A model may say it itself, in ``config.meta.doing``.
    """
    kind = str(node.resource_type)
    if kind == "seed":
        return f"loading seed {node.name}"
    if kind in ("test", "unit_test"):
        tested = getattr(node, "attached_node", None) or next(iter(node.depends_on_nodes), "")
        return f"testing {tested.split('.')[-1] or node.name}"
    if kind != "model":
        return str(node.name)
    # a model before its first underscore says what kind it is, and then what it holds
    rest = node.name.split("_", 1)[-1].replace("__", " ").replace("_", " ")
    if doing := node.config.meta.get("doing"):
        return str(doing)
    if verb := _VERBS.get(node.schema):
        return f"{verb} {rest}"
    return f"making {node.schema}.{node.name}"


def target_folder() -> Path:
    """Return dbt's target folder."""
    return Path(os.environ.get("DBT_TARGET_PATH", "target"))
