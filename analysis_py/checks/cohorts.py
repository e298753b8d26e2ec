"""Whether every cohort is of a file of data that is there."""

from __future__ import annotations

from pathlib import Path

from analysis_py.checks.findings import Findings, Place
from analysis_py.checks.seed_files import read_seed
from analysis_py.plumbing.project import data_folder

FILE = Path("seeds/cohorts.csv")


def check_cohorts(root: Path) -> Findings:
    """Look at ``seeds/cohorts.csv``, what :func:`check_seeds` cannot see in it."""
    folder = root / data_folder()
    known = {f"{path.parent.name}_{path.stem}" for path in folder.glob("*/*.csv")}
    path = root / FILE
    rows = read_seed(path, FILE).rows if path.exists() else ()
    problems = []
    for row in rows:
        name = row.value("snapshot_id")
        if name is not None and name not in known:
            place = Place(FILE, row.number, row.line, "snapshot_id", name)
            problems.append(
                f"{place}: no file {folder}/<source>/<date>.csv is called so; write one of "
                f"{', '.join(sorted(known))}"
            )
    return Findings(f"{len(rows)} cohorts", tuple(problems))
