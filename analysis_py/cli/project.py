"""``llm-reassess init``, ``snapshot`` and ``check``: a project, and what it is made of."""

import shlex
from datetime import datetime
from pathlib import Path

import click
from click import argument, option

from analysis_py.cli.commands import PATH, command
from analysis_py.cli.errors import FAILED, GOOD
from analysis_py.cli.folders import filled


@command("init", in_project=False)
@argument("folder", type=PATH, metavar="DIR")
def init(folder: Path) -> int:
    """Create a project in a new folder.

    It holds the models, seeds, data and expectations: all that a build needs besides the
    installed package. All of it is yours to edit. DIR is new or empty, and is created if needed.

    exit codes: 0 created, 1 it failed, 2 called wrongly or the folder is not empty

    for example:
      llm-reassess init work && cd work && llm-reassess build
    """
    from analysis_py.runtime.project_files import copy, source

    with filled(folder):
        files = copy(source(), folder)
    print(
        f"Created a project of {len(files)} files in {folder.absolute()}.\n"
        f"Next: cd {shlex.quote(str(folder))} && llm-reassess build"
    )
    return GOOD


@command("snapshot", in_project=False)
@argument("file", type=PATH)
@option("--title", required=True, help="One line that says what a row is.")
@option("--producer", required=True, help="Who published the facts.")
@option("--source", required=True, help="Where they were found.")
@option("--licence", required=True, help="On what terms.")
@option(
    "--taken-on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day of the paper, for its claims; any other file says it in its name.",
)
@option("--notes", default="", help="Known defects of the file.")
def snapshot(file: Path, taken_on: datetime | None, **words: str) -> int:
    r"""Write the provenance of a data file.

    It counts and hashes FILE, named data/<source>/<date>.csv or claims/<paper>/claims.csv, and
    writes beside it where the facts come from, and the checksum by which a build knows that they
    are unchanged. Write it anew whenever you change the file.

    exit codes: 0 written, 1 the file cannot be used, 2 called wrongly

    for example:
      llm-reassess snapshot data/openllm_v2/2025-06-01.csv --title "One row per evaluation" \
          --producer "Hugging Face" --source "https://…" --licence "Apache-2.0"
    """
    from analysis_py.sources.provenance import write_provenance

    path = write_provenance(file, taken_on=taken_on.date() if taken_on else None, **words)
    print(f"wrote {path}")
    return GOOD


@command("check")
@option("--dbt", "with_dbt", is_flag=True, help="Let dbt read models, macros and yml too.")
def check(with_dbt: bool) -> int:
    """Check the files that you can edit, in seconds.

    Without a build it checks data files against their provenance, seeds against their columns,
    types and keys, and also cohorts, claims of your own and expectations. It reports all problems
    at once, with file, row, column, value and what to do.

    exit codes: 0 nothing to object to, 1 problems, 2 called wrongly

    for example:
      llm-reassess check
      llm-reassess check --dbt   # some ten seconds longer
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
    if with_dbt:
        n_problems += not _dbt_reads_it()
    print("Nothing to object to." if not n_problems else f"{n_problems} problem(s) in all.")
    return FAILED if n_problems else GOOD


def _dbt_reads_it() -> bool:
    """Let dbt parse the project; it says itself what it cannot."""
    from dbt.cli.main import dbtRunner

    result = dbtRunner().invoke(["--no-use-colors", "--quiet", "parse"])
    print("dbt ", "the whole project: good" if result.success else "cannot read the project")
    return result.success
