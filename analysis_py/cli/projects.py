"""``llm-reassess init`` and ``check``: a project, and what it is made of."""

import shlex
from pathlib import Path

import click

from analysis_py.cli.commands import PATH, Command, command
from analysis_py.cli.errors import FAILED, GOOD
from analysis_py.cli.folders import filled


@click.command("init", cls=Command)
@click.argument("folder", type=PATH, metavar="DIR")
def init(folder: Path) -> int:
    """Create a project in a new folder.

    It holds the models, seeds, data and expectations: all that a build needs besides the installed
    package. All of it is yours to edit. DIR is new or empty, and is created if needed.

    exit codes: 0 created, 1 it failed, 2 called wrongly or the folder is not empty

    for example:
      llm-reassess init work && cd work && llm-reassess build
    """
    from analysis_py.runtime.project_files import copy, source

    with filled(folder):
        files = copy(source(), folder)
    print(
        f"Created a project of {len(files)} files in {folder}.\n"
        f"Next: cd {shlex.quote(str(folder))} && llm-reassess build"
    )
    return GOOD


@command("check")
def check() -> int:
    """Check the files that you can edit, in seconds.

    Without a build it checks data files against their provenance, seeds against their columns,
    types and keys, and also cohorts, claims of your own and expectations. It reports all problems
    at once, with file, row, column, value and what to do.

    exit codes: 0 nothing to object to, 1 problems, 2 called wrongly

    for example:
      llm-reassess check
    """
    from analysis_py.runtime.formatting import printable
    from analysis_py.sources.validation import CHECKS

    n_problems = 0
    width = max(map(len, CHECKS))
    for name, look in CHECKS.items():
        findings = look(Path())
        n_problems += len(findings.problems)
        verdict = f"{len(findings.problems)} problem(s)" if findings.problems else "good"
        print(f"{name:<{width}}  {findings.looked_at}: {verdict}")
        for problem in findings.problems:
            print(f"  {printable(problem)}")
    print("Nothing to object to." if not n_problems else f"{n_problems} problem(s) in all.")
    return FAILED if n_problems else GOOD
