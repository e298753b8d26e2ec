"""Validation of the data files against their provenance and their source's columns."""

from __future__ import annotations

from pathlib import Path

from analysis_py.runtime.project import data_folder, imports_folder
from analysis_py.sources.checks.findings import Findings
from analysis_py.sources.yml_files import read_yml


def check_data_files(root: Path) -> Findings:
    """Look at every file of facts: a snapshot that can be trusted, or the provenance of one."""
    from analysis_py.sources.boards import check_board_file
    from analysis_py.sources.csv_files import SnapshotError
    from analysis_py.sources.papers import claims_files
    from analysis_py.sources.snapshots import (
        check_file,
        refuse_unread_files,
        snapshot_files,
        source_folders,
    )

    roots = root / data_folder(), root / imports_folder()
    required, seeds = _sources(root)
    try:
        folders = source_folders(*roots)
    except SnapshotError as error:
        return Findings("no file", (str(error),))
    problems = []
    n_files = n_records = 0
    for facts in roots:
        try:
            refuse_unread_files(facts)
        except SnapshotError as error:
            problems.append(str(error))
    for source, folder in folders.items():
        try:
            files = snapshot_files(folder)
        except SnapshotError as error:
            problems.append(str(error))
            continue
        for path in files:
            try:
                if source in required:
                    _, records = check_file(path, required[source])
                else:
                    _, records = check_board_file(path, seeds)
            except SnapshotError as error:
                problems.append(str(error))
            else:
                n_files += 1
                n_records += len(records)
    try:
        files = claims_files(root / "claims")
    except SnapshotError as error:
        problems.append(str(error))
        files = []
    for path in files:
        try:
            _, records = check_file(path, required["paper_claims"])
        except SnapshotError as error:
            problems.append(str(error))
        else:
            n_records += len(records)
    papers = f", {len(files)} papers more" if files else ""
    return Findings(f"{n_files} files{papers}, {n_records:,} records", tuple(problems))


def _sources(root: Path) -> tuple[dict[str, list[str]], Path]:
    """Return what dbt's sources say: the columns that folders need, and where boards are declared.

    A folder that no source names is a board's.
    """
    required: dict[str, list[str]] = {}
    seeds = root / "seeds"
    for path in sorted((root / "models").rglob("_sources.yml")):
        for source in read_yml(path)["sources"]:
            for table in source["tables"]:
                meta = table.get("meta", {})
                if "snapshot_source" in meta:
                    required[meta["snapshot_source"]] = meta["required_columns"]
                if "declared_in" in meta:
                    seeds = root / meta["declared_in"]
    return required, seeds
