"""The dbt-duckdb plugin: files as dbt sources, and Python functions for publishing.

``profiles.yml`` loads it. Only this module uses both dbt and DuckDB connections.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import scipy.linalg  # noqa: F401  numpy and scipy bring a BLAS each; both must be loaded to be limited
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import SourceConfig
from dbt_common.exceptions import DbtRuntimeError
from duckdb import DuckDBPyConnection
from threadpoolctl import threadpool_limits

from analysis_py.dbt import sql_functions
from analysis_py.publishing.publishing import (
    PublishingError,
    close_publication,
    open_publication,
    opened_publication,
)
from analysis_py.publishing.whole_builds import find_refusal
from analysis_py.runtime.formatting import printable
from analysis_py.runtime.project import build_database
from analysis_py.runtime.settings import environment_problems
from analysis_py.sources.boards import read_board_records
from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.hand_files import read_lines
from analysis_py.sources.papers import read_claims_provenances, read_papers_claims
from analysis_py.sources.snapshots import read_provenances, read_records, snapshot_files
from analysis_py.sources.validation import stopping_problems


class Plugin(BasePlugin):
    """Load files as tables and answer calls of the publishing macros."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Take the folders from the profile and give every BLAS one thread.

        dbt's own threads keep the cores busy. On matrices of this size two BLAS threads take twice
        as long as one, and much longer on shared cores.

        Raises
        ------
        DbtRuntimeError
            If an environment variable is invalid, or the build database lies in the warehouse.
        """
        build = Path(self.creds.path) if self.creds else build_database()
        if problems := environment_problems(build):
            raise DbtRuntimeError("\n".join(map(printable, problems)))
        threadpool_limits(limits=1)
        self.data_dir = Path(plugin_config["data_dir"])
        self.imports_dir = Path(plugin_config["imports_dir"])
        self.papers_dir = Path(plugin_config["papers_dir"])
        self.warehouse_dir = Path(plugin_config["warehouse_dir"])

    def load(self, source_config: SourceConfig) -> pl.DataFrame:
        """Return the records of all boards, of a folder or a file, or one row per snapshot.

        Raises
        ------
        DbtRuntimeError
            If a file cannot be used; dbt prints the message as it is.
        """
        roots = self.data_dir, self.imports_dir
        try:
            if "file" in source_config:
                return read_lines(Path(source_config["file"]), source_config["required_columns"])
            if "declared_in" in source_config:
                seeds_dir = Path(source_config["declared_in"])
                return read_board_records(roots, seeds_dir, source_config["other_folders"])
            if "snapshot_source" not in source_config:
                of_papers = read_claims_provenances(self.papers_dir)
                return pl.concat([read_provenances(*roots), of_papers], how="diagonal_relaxed")
            if "papers" in source_config:
                columns = source_config["required_columns"]
                return read_papers_claims(self.data_dir, self.papers_dir, columns)
            files = snapshot_files(self.data_dir / source_config["snapshot_source"])
            return read_records(files, source_config["required_columns"])
        except SnapshotError as error:
            raise DbtRuntimeError(str(error)) from error

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Register ``publishing(action, arguments)``, for the macros of publish_warehouse.sql.

        It also registers functions that models call and DuckDB lacks.
        """
        # Several threads load sources, and two that create the same schema would conflict.
        conn.execute("create schema if not exists raw")
        conn.create_function(
            "publishing", self._answer, ["VARCHAR", "VARCHAR"], "VARCHAR", side_effects=True
        )
        sql_functions.register(conn)

    def _answer(self, action: str, arguments: str) -> str:
        """Run an action and return JSON: its ``value``, or its ``problem`` as a message.

        DuckDB would show an exception with its traceback.
        """
        actions: dict[str, Callable[..., Any]] = {
            "project_problems": _project_problems,
            "open": lambda: open_publication(self.warehouse_dir),
            "refusal": find_refusal,
            "stage": lambda schemas: str(opened_publication().stage(schemas)),
            "publish": lambda rows: str(opened_publication().publish(rows)),
            "close": close_publication,
        }
        try:
            return json.dumps({"value": actions[action](**json.loads(arguments))})
        except (PublishingError, OSError) as error:
            return json.dumps({"problem": str(error)})


def _project_problems(variables: dict[str, Any], seeds: bool) -> list[str]:
    return [printable(each) for each in stopping_problems(Path(), variables, seeds=seeds)]
