"""The dbt-duckdb plugin: snapshots as dbt sources, and the last step of publishing.

``profiles.yml`` loads it. It is the only module that knows both dbt and DuckDB connections.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import scipy.linalg  # noqa: F401  numpy and scipy bring a BLAS each; both must be loaded to be limited
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import SourceConfig
from dbt_common.exceptions import DbtRuntimeError
from duckdb import DuckDBPyConnection
from threadpoolctl import threadpool_limits

from analysis_py.plumbing.boards import read_board_records
from analysis_py.plumbing.csv_files import SnapshotError
from analysis_py.plumbing.publishing import stage, swap
from analysis_py.plumbing.snapshots import read_provenances, read_records


class Plugin(BasePlugin):
    """Load snapshot files as tables and register the publishing functions."""

    def initialize(self, plugin_config: dict) -> None:
        """Take the folders from the profile and give every BLAS one thread.

        dbt's own threads keep the cores busy. On matrices of this size two BLAS threads take
        twice as long as one, and many times as long where the cores are shared.
        """
        threadpool_limits(limits=1)
        self.data_dir = Path(plugin_config["data_dir"])
        self.imports_dir = Path(plugin_config["imports_dir"])
        self.warehouse_dir = Path(plugin_config["warehouse_dir"])

    def load(self, source_config: SourceConfig) -> pl.DataFrame:
        """Return the records of all boards or of one folder, or one row per snapshot.

        Raises
        ------
        DbtRuntimeError
            If a snapshot file cannot be trusted; dbt prints the message as it is.
        """
        roots = self.data_dir, self.imports_dir
        try:
            if "declared_in" in source_config:
                seeds_dir = Path(source_config["declared_in"])
                return read_board_records(roots, seeds_dir, source_config["other_folders"])
            if "snapshot_source" not in source_config:
                return read_provenances(*roots)
            return read_records(
                self.data_dir, source_config["snapshot_source"], source_config["required_columns"]
            )
        except SnapshotError as error:
            raise DbtRuntimeError(str(error)) from error

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Register ``stage_warehouse(schemas)`` and ``swap_warehouse()``."""
        # Sources are loaded by several threads at once, and two that both create their schema
        # would conflict.
        conn.execute("create schema if not exists raw")
        conn.create_function(
            "stage_warehouse",
            lambda schemas: str(stage(self.warehouse_dir, schemas)),
            ["VARCHAR[]"],
            "VARCHAR",
            side_effects=True,
        )
        conn.create_function(
            "swap_warehouse",
            lambda: str(swap(self.warehouse_dir)),
            [],
            "VARCHAR",
            side_effects=True,
        )
