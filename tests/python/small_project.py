"""A dbt project of three tables that publishes as the real one does, and builds in seconds."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from building import Workplace
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from analysis_py.build import run
from analysis_py.publishing.publishing import close_publication

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


class SmallProject(Workplace):
    """The project's folder; what a build writes lies in it."""

    def dbt(self, *arguments: str, **variables: str) -> tuple[bool, str]:
        """Run dbt build, in this process; return whether all went well, and what it said."""
        said: list[str] = []
        with self._entered(variables):
            dbt = dbtRunner(callbacks=[lambda event: said.append(event.info.msg)])
            result = dbt.invoke(["--log-level", "none", "build", *arguments])
            said.append(str(result.exception or ""))
        return result.success, "\n".join(said)

    def job(self, *, with_report: bool = False, **variables: str) -> tuple[bool, str]:
        """Do the main job in this process, without the report unless it is asked for."""
        said = io.StringIO()
        with self._entered(variables), redirect_stdout(said):
            code = run.main(with_report=with_report)
        return code == 0, said.getvalue()

    @contextmanager
    def _entered(self, variables: Mapping[str, str]) -> Iterator[None]:
        """Work in the project's folder, in its environment, and let go of all in the end."""
        with pytest.MonkeyPatch.context() as patch:
            for name in os.environ:
                if name.startswith(("LLM_", "DBT_")):
                    patch.delenv(name)
            for name, value in (variables | {"DBT_PROFILES_DIR": "."}).items():
                patch.setenv(name, value)
            patch.chdir(self.project)
            try:
                yield
            finally:
                close_publication()
                manager: Any = DuckDBConnectionManager
                manager.close_all_connections()


def built(project: Path, folder: Path) -> None:
    """Build and publish the small project, with the macros and the profile of the real one."""
    root = folder / "project"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "macros").mkdir()
    for name in ("publish_warehouse.sql", "generate_schema_name.sql"):
        shutil.copy(project / "macros" / name, root / "macros")
    shutil.copy(project / "profiles.yml", root)
    is_good, said = SmallProject(root).dbt()
    assert is_good, said
    assert "Published 2 tables to " in said
