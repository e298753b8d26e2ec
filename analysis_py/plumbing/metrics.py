"""Asking the semantic layer: ``mf`` on the published file, read-only and without the network.

``python -m analysis_py.plumbing.metrics`` takes what ``mf`` takes, from the project's root::

    python -m analysis_py.plumbing.metrics query --metrics n_models,mean_score_pct --group-by cohort

``mf`` itself opens the build database, which it shares with no build, and asks a package index for
a newer version of itself. This does neither.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis_py.plumbing.publishing import DATABASE_NAME

#: The output of profiles.yml that opens the published file.
TARGET = "published"


class _NoUpdates:
    """Stands in for the check for a newer version, and finds none."""

    def check(self, package: str, version: str) -> None:
        """Return None, which is how "up to date" is said."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``mf`` with these arguments and exit with its code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without it, those of the command line.

    Raises
    ------
    SystemExit
        Always; with a message where MetricFlow or the published file is missing.
    """
    database = Path(os.environ.get("LLM_REASSESSMENT_WAREHOUSE", "warehouse")) / DATABASE_NAME
    if not database.exists():
        raise SystemExit(f"There is no {database}. Build it first, from the project's root: make")
    try:
        from dbt_metricflow.cli import main as metricflow
    except ImportError as error:
        raise SystemExit(
            f"MetricFlow cannot be imported ({error}). "
            "Run: pip install -c constraints.txt -e '.[semantic]'"
        ) from error
    os.environ["DBT_TARGET"] = TARGET
    metricflow.UpdateChecker = _NoUpdates
    metricflow.cli(arguments, prog_name="python -m analysis_py.plumbing.metrics")


if __name__ == "__main__":
    main(sys.argv[1:])
