"""Checks before a build: problems that stop it, and claims that it will not judge."""

from pathlib import Path

from analysis_py.build.progress import Progress
from analysis_py.sources.validation import stopping_problems
from analysis_py.sources.validation.claims import check_claims


def may_begin(progress: Progress) -> bool:
    """Tell what is wrong with the project in the current folder, and whether it can be built.

    Settings and seeds stop a build, all of them told at once. A claim that cannot be read stops
    nothing; it lies in quarantine.
    """
    wrong = stopping_problems(Path())
    for problem in wrong:
        progress.line(f"  {problem}")
    if wrong:
        progress.line(
            f"{len(wrong)} problem(s) with settings or seeds. Mend them, and build again."
        )
        return False
    for problem in check_claims(Path()).problems:
        progress.line(f"  will be in quarantine: {problem}")
    return True
