"""Functions of statistics that SQL of this project calls and DuckDB lacks."""

from __future__ import annotations

from duckdb import DuckDBPyConnection
from scipy import special


def register(connection: DuckDBPyConnection) -> None:
    """Let SQL of a connection call ``normal_quantile(probability)``."""
    connection.create_function("normal_quantile", normal_quantile, ["DOUBLE"], "DOUBLE")


def normal_quantile(probability: float) -> float:
    """Return the value that a standard normal stays below with a probability."""
    return float(special.ndtri(probability))
