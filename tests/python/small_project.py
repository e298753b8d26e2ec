"""A dbt project of three tables that publishes as the real one does, and builds in seconds."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from forking import Forked, start_dbt

FILES = {
    "dbt_project.yml": """
name: llm_reassessment
version: 0.1.0
profile: llm_reassessment
config-version: 2
flags: {send_anonymous_usage_stats: false, version_check: false}
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
select number, score + {{ var('shift', 0) }} as score from {{ ref('fit_numbers') }}
""",
    "models/quality/quality_gate.sql": """
{{ config(schema='quality') }}
select {{ var('n_critical', 0) }} as n_critical_failures, max(score) as largest
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
    overrides: {vars: {shift: 1}}
    given: [{input: ref('fit_numbers'), rows: [{number: 1, score: 10}]}]
    expect: {rows: [{number: 1, score: 11}]}
""",
}


@dataclass(frozen=True)
class SmallProject:
    """The project's folder, and the environment that it is built in."""

    folder: Path
    environment: dict[str, str]

    @property
    def warehouse(self) -> Path:
        """The folder of published files."""
        return Path(self.environment["LLM_REASSESSMENT_WAREHOUSE"])

    def at(self, folder: Path, **environment: str) -> SmallProject:
        """Return the same project with files of its own for what a build writes."""
        own = {
            "LLM_REASSESSMENT_BUILD": str(folder / "build.duckdb"),
            "LLM_REASSESSMENT_WAREHOUSE": str(folder / "warehouse"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }
        return SmallProject(self.folder, self.environment | own | environment)

    def start(self, *arguments: str, command: str = "build") -> Forked | subprocess.Popen:
        """Start dbt."""
        words = ["--no-use-colors", command, *arguments]
        return start_dbt(words, self.folder, self.environment)

    def dbt(self, *arguments: str, command: str = "build") -> tuple[int, str]:
        """Run dbt to its end and return its exit code and what it printed."""
        process = self.start(*arguments, command=command)
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
    environment = os.environ | {"DBT_PROFILES_DIR": ".", "PYTHONPATH": str(project)}
    environment.pop("LLM_REASSESSMENT_THREADS", None)
    return SmallProject(folder, environment).at(folder)
