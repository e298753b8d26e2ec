"""A dbt project of three tables that publishes as the real one does, and builds in seconds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from forking import Forked, start_dbt
from sharing import once

#: What the environment says is asked when a model is run: the project need not be read anew.
FILES = {
    "dbt_project.yml": """
name: llm_reassessment
version: 0.1.0
profile: llm_reassessment
config-version: 2
flags: {send_anonymous_usage_stats: false, version_check: false, write_json: false}
vars: {published_schemas: [marts, quality]}
on-run-start: "{{ open_warehouse() }}"
on-run-end: "{{ publish_warehouse(results) }}"
models: {+materialized: table}
""",
    "models/fits/fit_numbers.sql": """
{{ config(schema='fits') }}
select range as number, 10 * range as score from range(100)
""",
    "models/marts/fct_numbers.sql": """
{{ config(schema='marts') }}
select number, score + {{ env_var('SHIFT', '0') if execute }} as score from {{ ref('fit_numbers') }}
""",
    "models/quality/quality_gate.sql": """
{{ config(schema='quality') }}
select {{ env_var('N_CRITICAL', '0') if execute }} as n_critical_failures, max(score) as largest
from {{ ref('fct_numbers') }}
""",
    "models/models.yml": """
models:
  - name: fct_numbers
    description: "One row per number; a reader's, with a quotation mark in it."
    columns:
      - {name: number, description: "It's a number.", data_tests: [unique]}
      - name: score
        data_tests:
          - accepted_values:
              arguments: {values: [1], quote: false}
              config: {severity: warn}
unit_tests:
  - name: scores_are_shifted
    model: fct_numbers
    overrides: {env_vars: {SHIFT: 1}}
    given: [{input: ref('fit_numbers'), rows: [{number: 1, score: 10}]}]
    expect: {rows: [{number: 1, score: 11}]}
""",
}


#: A model that takes two processes long.
NAPPING = """
import time

from analysis_py.runtime.processes import in_processes


def model(dbt, session):
    dbt.config(materialized="table", schema="fits")
    in_processes(time.sleep, [(120.0,), (120.0,)], "naps")
    return session.sql("select 1 as number")
"""


@dataclass(frozen=True)
class SmallProject:
    """The project's folder, and the environment that it is built in.

    What a build writes lies in that folder, but where the environment names another place.
    """

    folder: Path
    environment: dict[str, str]

    @property
    def build(self) -> Path:
        """The build database."""
        name = self.environment.get("LLM_REASSESSMENT_BUILD", "target/build.duckdb")
        return self.folder / name

    @property
    def warehouse(self) -> Path:
        """The folder of published files."""
        return self.folder / self.environment.get("LLM_REASSESSMENT_WAREHOUSE", "warehouse")

    def copied(self, folder: Path, **environment: str) -> SmallProject:
        """Copy the project into a new folder, with all that was built.

        As long as no path has changed that the profile names, dbt takes over what it has parsed.
        """
        shutil.copytree(self.folder, folder, symlinks=True)
        return SmallProject(folder, self.environment | environment)

    def start(
        self, *arguments: str, command: str = "build", **environment: str
    ) -> Forked | subprocess.Popen:
        """Start dbt."""
        words = ["--no-use-colors", command, *arguments]
        return start_dbt(words, self.folder, self.environment | environment)

    def dbt(self, *arguments: str, command: str = "build", **environment: str) -> tuple[int, str]:
        """Run dbt to its end and return its exit code and what it printed."""
        process = self.start(*arguments, command=command, **environment)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output

    def job(
        self, *arguments: str, limits: Mapping[str, int] | None = None, **environment: str
    ) -> tuple[int, str]:
        """Do the main job, without report and documentation; limits are those of ``resource``."""
        words = ["llm-reassess", "build", "--no-report", "--no-docs", *arguments]
        process = Forked(words, self.folder, self.environment | environment, limits=limits)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output


def make(project: Path, folder: Path) -> SmallProject:
    """Write the small project into a folder, with the macros and the profile of the real one."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "macros").mkdir()
    for name in ("publish_warehouse.sql", "generate_schema_name.sql"):
        shutil.copy(project / "macros" / name, folder / "macros")
    shutil.copy(project / "profiles.yml", folder)
    return SmallProject(folder, _environment(project))


def built_once(project: Path, folder: Path) -> SmallProject:
    """Return the small project as this test run has built and published it, to be copied."""

    def build(folder: Path) -> None:
        code, output = make(project, folder / "project").dbt()
        assert code == 0, output
        assert "Published 2 tables to " in output

    return SmallProject(once(folder, build) / "project", _environment(project))


def _environment(project: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LLM_", "DBT_"))}
    return kept | {"DBT_PROFILES_DIR": ".", "PYTHONPATH": str(project)}
