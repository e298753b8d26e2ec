"""From the build database to the published file: stage, verify, and rename."""

from pathlib import Path

#: Names within a warehouse.
DATABASE_NAME = "llm_reassessment.duckdb"
PARQUET_NAME = "parquet"
REPORT_NAME = "report"


def is_report_current(warehouse: Path) -> bool:
    """Return whether a warehouse has a report that is at least as new as its published file."""
    front = warehouse / REPORT_NAME / "index.html"
    return front.exists() and front.stat().st_mtime >= (warehouse / DATABASE_NAME).stat().st_mtime
