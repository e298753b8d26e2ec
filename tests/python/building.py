"""Running dbt on a folder of data of a test's own, as a person would: as a process."""

from __future__ import annotations

import csv
import functools
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from analysis_py.plumbing.provenance import write_provenance

#: Records per source in the small data: enough for every cohort to have members.
SMALL = {"openllm_v1": 420, "openllm_v2": 160, "supplementary": 200, "base_models": 148}
WORDS = {"title": "t", "producer": "p", "source": "s", "licence": "l", "notes": "n"}


@dataclass(frozen=True)
class Workplace:
    """A data folder, a build database and a warehouse folder, apart from the project's own."""

    project: Path
    folder: Path

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    @property
    def build(self) -> Path:
        """The build database."""
        return self.folder / "build.duckdb"

    @property
    def warehouse(self) -> Path:
        """The folder of published files."""
        return self.folder / "warehouse"

    @property
    def database(self) -> Path:
        """The published database."""
        return self.warehouse / "llm_reassessment.duckdb"

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which dbt works here."""
        return os.environ | {
            "LLM_REASSESSMENT_DATA": str(self.data),
            "LLM_REASSESSMENT_BUILD": str(self.build),
            "LLM_REASSESSMENT_WAREHOUSE": str(self.warehouse),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "OMP_NUM_THREADS": "1",
        }

    def start(self, *arguments: str) -> subprocess.Popen:
        """Start `dbt build` and return the process."""
        command = [Path(sys.executable).with_name("dbt"), "--no-use-colors", "build"]
        return subprocess.Popen(
            [*command, *arguments],
            cwd=self.project,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def dbt_build(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run `dbt build` to its end; stdout holds all that it printed."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=600)
        return subprocess.CompletedProcess(process.args, process.returncode, output)

    def job(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run the main job to its end; stdout holds all that it printed."""
        return subprocess.run(
            [sys.executable, "-m", "analysis_py", "build", *arguments],
            cwd=self.project,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
        )

    def edit(self, source: str, change) -> None:
        """Change a snapshot's records (lists of text, header first) and its provenance with it."""
        (path,) = (self.data / source).glob("*.csv")
        with path.open(newline="", encoding="utf-8") as lines:
            records = list(csv.reader(lines))
        change(records)
        with path.open("w", newline="", encoding="utf-8") as lines:
            csv.writer(lines, lineterminator="\n").writerows(records)
        write_provenance(path, **WORDS)


def small_workplace(project: Path, folder: Path) -> Workplace:
    """Copy the project's data, cut to every n-th record, into a workplace."""
    workplace = Workplace(project, folder)
    for original in (project / "data").glob("*/*.csv"):
        source = original.parent.name
        copy = workplace.data / source / original.name
        copy.parent.mkdir(parents=True)
        copy.write_bytes(original.read_bytes())
        workplace.edit(source, functools.partial(_thin, SMALL.get(source)))
    return workplace


def _thin(n: int | None, records: list) -> None:
    if n and len(records) > n:
        step = (len(records) - 1) // n
        records[1:] = records[1::step]
