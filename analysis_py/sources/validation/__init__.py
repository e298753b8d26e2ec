"""Validation of a project's editable files within seconds, before a build.

A check takes the project's folder and returns the checked files and their problems.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from analysis_py.sources.validation.claims import check_claims
from analysis_py.sources.validation.cohorts import check_cohorts
from analysis_py.sources.validation.data_files import check_data_files
from analysis_py.sources.validation.findings import Findings, Place
from analysis_py.sources.validation.seeds import check_seeds, stopping_seed_problems
from analysis_py.sources.validation.settings import check_settings

#: Checks by the kind of files.
CHECKS: dict[str, Callable[[Path], Findings]] = {
    "settings": check_settings,
    "data": check_data_files,
    "seeds": check_seeds,
    "cohorts": check_cohorts,
    "claims": check_claims,
}

__all__ = ["CHECKS", "Findings", "Place", "stopping_problems"]


def stopping_problems(
    root: Path, variables: Mapping[str, object] | None = None, *, seeds: bool = True
) -> list[str]:
    """Return problems that would stop a build halfway or make it compute something unintended."""
    settings = check_settings(root, variables).problems
    return [*settings, *(stopping_seed_problems(root) if seeds else ())]
