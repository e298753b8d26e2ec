"""What can be said of a project's editable files within seconds, before a build.

:data:`CHECKS` lists the checks. A check takes the project's folder and returns what it looked at
and what is wrong with it. It imports nothing heavy before it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analysis_py.checks.claims import check_claims
from analysis_py.checks.cohorts import check_cohorts
from analysis_py.checks.data_files import check_data_files
from analysis_py.checks.findings import Findings, Place
from analysis_py.checks.seeds import check_seeds
from analysis_py.checks.suites import check_suites

#: By what a person would call the files.
CHECKS: dict[str, Callable[[Path], Findings]] = {
    "data": check_data_files,
    "seeds": check_seeds,
    "cohorts": check_cohorts,
    "claims": check_claims,
    "expectations": check_suites,
}

__all__ = ["CHECKS", "Findings", "Place"]
