"""``llm-reassess metrics``: MetricFlow on the published file, read-only and without the network.

``mf`` itself opens the build database, which it shares with no build, and asks a package index for
a newer version of itself. This does neither.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click
from click import argument

from analysis_py.cli.commands import command
from analysis_py.cli.errors import GOOD, CommandError
from analysis_py.cli.published import published_file

#: The output of profiles.yml that opens the published file.
TARGET = "published"


class _NoUpdates:
    """Stands in for the check for a newer version, and finds none."""

    def check(self, package: str, version: str) -> None:
        """Return None, which is how "up to date" is said."""


@command(
    "metrics",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@argument("words", nargs=-1, type=click.UNPROCESSED, metavar="...")
@click.pass_obj
def metrics(here: Path, words: Sequence[str]) -> int:
    """Ask the published file for metrics by name.

    They are defined once in models/reporting/semantic/. MetricFlow writes the SQL; it takes what
    `mf` takes.

    exit codes: 0 answered, 1 it failed, 2 called wrongly

    for example:
      llm-reassess metrics list metrics
      llm-reassess metrics list dimensions --metrics n_models
      llm-reassess metrics query --metrics n_models,mean_score_pct --group-by cohort --order cohort
      llm-reassess metrics query --metrics n_models --group-by cohort --explain   # the SQL
      llm-reassess metrics query --help
    """
    published_file()
    try:
        from dbt_metricflow.cli import main as metricflow
    except ImportError as error:
        raise CommandError(
            f"MetricFlow cannot be imported ({error}); install llm-reassessment with its extra "
            "[semantic], as in pip install -e '.[semantic]'"
        ) from error
    os.environ["DBT_TARGET"] = TARGET
    setattr(metricflow, "UpdateChecker", _NoUpdates)  # noqa: B010 - it is not theirs to give
    metricflow.cli(_with_file_here(list(words), here), prog_name="llm-reassess metrics")
    return GOOD


def _with_file_here(words: list[str], here: Path) -> list[str]:
    """Let ``--csv FILE`` mean a file where the command was called, not in the project's folder."""
    if "--csv" not in words[:-1]:
        return words
    position = words.index("--csv") + 1
    return [*words[:position], str(here / words[position]), *words[position + 1 :]]
