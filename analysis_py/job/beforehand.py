"""What is said before a build begins: what would stop it, and which claims it will not judge."""

from __future__ import annotations

from pathlib import Path

from analysis_py.job.console import Console
from analysis_py.sources.validation import stopping_problems
from analysis_py.sources.validation.claims import check_claims


def may_begin(console: Console) -> bool:
    """Tell what is wrong with the project in the current folder, and whether it can be built.

    Settings and seeds stop a build, all of them told at once. A claim that cannot be read stops
    nothing; it lies in quarantine.
    """
    wrong = stopping_problems(Path())
    for problem in wrong:
        console.line(f"  {problem}")
    if wrong:
        console.line(f"{len(wrong)} problem(s) with settings or seeds. Mend them, and build again.")
        return False
    for problem in check_claims(Path()).problems:
        console.line(f"  will be in quarantine: {problem}")
    return True
