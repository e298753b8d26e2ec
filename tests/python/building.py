"""Running dbt on a project and data of a test's own, as a person would: as a process."""

import csv
import functools
import json
import os
import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import commands

from analysis_py.sources.provenance import write_provenance

#: Records per board in the tiny data: enough for every cohort to have members.
RECORDS = {"openllm_v1": 300, "openllm_v2": 100, "supplementary": 200, "base_models": 60}
#: The cohorts of the tiny project, and the seeds whose rows are of cohorts.
COHORTS = {"paper_2024_01", "supplementary"}
COHORT_SEEDS = (
    "cohorts.csv",
    "claims/claim_cohorts.csv",
    "robustness/selection_populations.csv",
)
#: Fewer repetitions of what is repeated, and no second engine: no test of a build looks at them.
VARS = {
    "permutations": "19",
    "bootstrap_samples": "19",
    "level_simulations": "80",
    "heavy_benchmarks": "3",
}
#: Names the folder of fits. Set to that of this test run, or to another; see `ANEW`.
FITS = "LLM_REASSESSMENT_FITS"
#: What a test adds to the environment that is about fitting itself.
ANEW = {FITS: "target/fits"}
WORDS = {"title": "t", "producer": "p", "source": "s", "licence": "l", "notes": "n"}


#: What a run leaves in the project's folder, and results of one's own; all else is the project.
LEFT_BEHIND = {"target", "logs", "warehouse", "imports"}


def stand_in(project: Path, folder: Path, without: Collection[str] = ()) -> Path:
    """Link all of the project into a folder, without what the test brings itself."""
    for path in project.iterdir():
        is_hidden = path.name.startswith(".") and path.name != ".dbtignore"
        if path.name not in LEFT_BEHIND | set(without) and not is_hidden:
            (folder / path.name).symlink_to(path)
    return folder


@dataclass(frozen=True)
class Parsed:
    """A folder that stands for the project, with what dbt has read of it in its target."""

    folder: Path

    @cached_property
    def manifest(self) -> dict:
        """dbt's manifest: every model with its configuration, and much else."""
        return json.loads((self.folder / "target/manifest.json").read_text())

    @property
    def models(self) -> list[dict]:
        """The project's models."""
        nodes = self.manifest["nodes"].values()
        return [node for node in nodes if node["resource_type"] == "model"]


def parse(project: Path, folder: Path) -> None:
    """Let dbt read the project's files in a folder that stands for it."""
    stand_in(project, folder)
    known = project / "target/partial_parse.msgpack"
    if known.exists():  # dbt reads anew what differs
        (folder / "target").mkdir()
        shutil.copy(known, folder / "target")
    code, said = commands.run(["dbt", "parse"], folder, os.environ | {"DBT_PROFILES_DIR": "."})
    assert code == 0, said


@dataclass(frozen=True)
class Workplace:
    """A project, a data folder, a build database and a warehouse folder, apart from the real ones.

    All paths are relative to the project's folder, so a copy of it is a workplace like it.
    """

    project: Path

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.project / "data"

    @property
    def build(self) -> Path:
        """The build database."""
        return self.project / "target/build.duckdb"

    @property
    def warehouse(self) -> Path:
        """The folder of published files."""
        return self.project / "warehouse"

    @property
    def database(self) -> Path:
        """The published database."""
        return self.warehouse / "llm_reassessment.duckdb"

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which dbt works here: nothing of the caller's points elsewhere.

        But for the fits of this test run: what one workplace has fitted, the others need not.
        """
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LLM_", "DBT_"))}
        shared = {FITS: os.environ[FITS]} if FITS in os.environ else {}
        return kept | shared | {"DBT_PROFILES_DIR": ".", "OMP_NUM_THREADS": "1"}

    def dbt_build(self, *arguments: str) -> tuple[int, str]:
        """Run `dbt build` to its end; return its exit code and what it printed."""
        words = ["dbt", "--no-use-colors", "--log-level-file", "info", "build", *arguments]
        return commands.run(words, self.project, self.environment)

    def job(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Run the main job to its end; return its exit code and what it printed."""
        words = ["llm-reassess", "build", *arguments]
        return commands.run(words, self.project, self.environment | environment)

    def edit(self, source: str, change) -> None:
        """Change a snapshot's records (lists of text, header first) and its provenance with it."""
        (path,) = (self.data / source).glob("*.csv")
        records = read(path)
        change(records)
        write(path, records)
        write_provenance(path, **WORDS)


@dataclass(frozen=True)
class Built:
    """A folder with a workplace in which something has been built, and what was printed."""

    folder: Path

    @property
    def workplace(self) -> Workplace:
        """The workplace, for all tests to look at; a test that changes something takes a copy."""
        return Workplace(self.folder / "project")

    @property
    def output(self) -> str:
        """What the build has printed."""
        return (self.folder / "output.txt").read_text(encoding="utf-8")

    def note(self, code: int, output: str) -> None:
        """Keep what a build has printed, if it went well."""
        assert code == 0, output
        (self.folder / "output.txt").write_text(output, encoding="utf-8")


def build_tiny(project: Path, folder: Path) -> None:
    """Do the main job in a tiny workplace."""
    (folder / "project").mkdir()
    Built(folder).note(*tiny_workplace(project, folder / "project").job())


def copied(workplace: Workplace, folder: Path, *, published: bool = True) -> Workplace:
    """Return a copy of a workplace, with all that was built in it, or without what it published."""
    left_out = None if published else shutil.ignore_patterns("warehouse")
    shutil.copytree(workplace.project, folder, symlinks=True, dirs_exist_ok=True, ignore=left_out)
    return type(workplace)(folder)


def tiny_workplace(project: Path, folder: Path) -> Workplace:
    """Lay out a project that builds in seconds: two cohorts, every n-th record, few repetitions."""
    stand_in(project, folder, {"data", "seeds", "dbt_project.yml"})
    workplace = Workplace(folder)
    text = (project / "dbt_project.yml").read_text()
    for name, value in VARS.items():
        text, n = re.subn(rf"(?m)^  {name}: .*$", f"  {name}: {value}", text)
        assert n == 1, name
    (folder / "dbt_project.yml").write_text(text)
    shutil.copytree(project / "seeds", folder / "seeds")
    for name in COHORT_SEEDS:
        header, *rows = read(folder / "seeds" / name)
        write(folder / "seeds" / name, [header, *(row for row in rows if row[0] in COHORTS)])
    for original in (project / "data").glob("*/*.csv"):
        source = original.parent.name
        copy = workplace.data / source / original.name
        copy.parent.mkdir(parents=True)
        copy.write_bytes(original.read_bytes())
        workplace.edit(source, functools.partial(_thin, RECORDS.get(source)))
    return workplace


def _thin(n: int | None, records: list) -> None:
    if n and len(records) > n:
        step = (len(records) - 1) // n
        records[1:] = records[1::step]


def read(path: Path) -> list[list[str]]:
    """Return the records of a CSV file, header first."""
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines))


def write(path: Path, records: list[list[str]]) -> None:
    """Write records, header first, as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines, lineterminator="\n").writerows(records)
