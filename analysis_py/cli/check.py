"""``llm-reassess check``: what can be said before a build."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from analysis_py.cli.errors import FAILED, GOOD
from analysis_py.runtime.formatting import printable

_DESCRIPTION = """\
Look over everything you can edit, in seconds and without a build: files of data against their
provenance, seeds against their columns, types and keys, cohorts, claims of your own, expectations.
All that is wrong is told at once, with file, row, column, value and what to do.
"""
_EPILOG = """\
exit codes: 0 nothing to object to, 1 problems, 2 called wrongly

examples:
  llm-reassess check
  llm-reassess check --dbt   # some ten seconds longer
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument(
        "--dbt", action="store_true", help="let dbt read models, macros and yml files too"
    )


def run(arguments: argparse.Namespace) -> int:
    """Carry out every check, whatever the ones before have found."""
    from analysis_py.sources.checks import CHECKS

    root = Path()
    n_problems = 0
    width = max(map(len, CHECKS))
    for name, check in CHECKS.items():
        findings = check(root)
        n_problems += len(findings.problems)
        verdict = f"{len(findings.problems)} problem(s)" if findings.problems else "good"
        print(f"{name:<{width}}  {findings.looked_at}: {verdict}")
        for problem in findings.problems:
            print(f"  {printable(problem)}")
    if arguments.dbt:
        n_problems += not _dbt_reads_it()
    print("Nothing to object to." if not n_problems else f"{n_problems} problem(s) in all.")
    return FAILED if n_problems else GOOD


def _dbt_reads_it() -> bool:
    """Let dbt parse the project, in a process of its own, and show what it says."""
    command = "from dbt.cli.main import cli; cli()"
    flags = ["--no-use-colors", "--quiet", "parse"]
    result = subprocess.run(
        [sys.executable, "-c", command, *flags], capture_output=True, text=True, check=False
    )
    if result.returncode == 0:
        print("dbt  the whole project: good")
        return True
    print("dbt  cannot read the project:")
    print("\n".join(f"  {line}" for line in result.stdout.splitlines() if line.strip()))
    return False
