"""``llm-reassess init`` and ``check``: a project and its files."""

import shlex
from pathlib import Path

import click

from analysis_py.cli.commands import NEW, Command, command
from analysis_py.cli.errors import FAILED, GOOD
from analysis_py.cli.folders import fill_folder


@click.command("init", cls=Command)
@click.argument("folder", type=NEW, metavar="DIR")
def init(folder: Path) -> int:
    """Create a project in a new or empty folder.

    It copies the models, seeds, data and expectations that a build needs. You may edit all of them.

    exit codes: 0 created, 1 failed, 2 usage error or the folder is not empty

    for example:
      llm-reassess init work && cd work && llm-reassess build
    """
    from analysis_py.runtime.project_files import copy, source

    with fill_folder(folder):
        files = copy(source(), folder)
    print(
        f"Created a project of {len(files)} files in {folder}.\n"
        f"Next: cd {shlex.quote(str(folder))} && llm-reassess build"
    )
    return GOOD


@command("check")
@click.option("--rules", metavar="TEXT", help="List what a claim can be about, by words in it.")
def check(rules: str | None) -> int:
    """Check the files that you can edit, in seconds.

    It checks data files against their provenance, seeds against their columns, types and keys, and
    your cohorts, claims and expectations. It lists all problems with file, row, column, value and
    remedy.

    --rules lists the questions that rules answer, and what a claim that asks one writes in its row.
    It checks nothing.

    exit codes: 0 no problems, 1 problems or no such rule, 2 usage error

    for example:
      llm-reassess check
      llm-reassess check --rules correlate
      llm-reassess check --rules ""           # all rules
    """
    if rules is not None:
        return _show_rules(rules)
    from analysis_py.runtime.formatting import printable
    from analysis_py.sources.validation import CHECKS

    n_problems = 0
    width = max(map(len, CHECKS))
    for name, look in CHECKS.items():
        findings = look(Path())
        n_problems += len(findings.problems)
        verdict = f"{len(findings.problems)} problem(s)" if findings.problems else "no problems"
        print(f"{name:<{width}}  {findings.looked_at}: {verdict}")
        for problem in findings.problems:
            print(f"  {printable(problem)}")
    print("No problems." if not n_problems else f"{n_problems} problem(s) in total.")
    return FAILED if n_problems else GOOD


def _show_rules(text: str) -> int:
    """Print the rules that have all words of a text."""
    from analysis_py.cli.printing import say
    from analysis_py.sources.claim_rules import list_rules

    rules = list_rules(Path(), text)
    for question, *fields in (rule.items() for rule in rules):
        say("\n".join([question[1], *(f"  {name:<9}  {value}" for name, value in fields)]))
    if not rules:
        say(f"No rule has {text!r} in its question or names; list all with --rules ''.")
    return GOOD if rules else FAILED
