"""Validation of the data files against their provenance and their source's columns."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis_py.runtime.project import data_folder, imports_folder
from analysis_py.sources.validation.findings import Findings
from analysis_py.sources.yml_files import read_yml


def check_data_files(root: Path) -> Findings:
    """Check every file of facts: snapshots and their provenance."""
    from analysis_py.sources.boards import check_board_file
    from analysis_py.sources.csv_files import SnapshotError
    from analysis_py.sources.papers import claims_files
    from analysis_py.sources.provenance import read_item_facts
    from analysis_py.sources.snapshots import (
        check_file,
        refuse_unread_files,
        snapshot_files,
        source_folders,
    )

    problems: list[str] = []

    def try_check(look: Callable[..., Any], *words: Any) -> Any:
        """Return the result of a check, or None after recording its problem."""
        try:
            return look(*words)
        except SnapshotError as error:
            problems.append(str(error))
        return None

    roots = root / data_folder(), root / imports_folder()
    required, seeds = _sources(root)
    if (folders := try_check(source_folders, *roots)) is None:
        return Findings("no file", tuple(problems))
    for facts in roots:
        try_check(refuse_unread_files, facts)
    try_check(read_item_facts, roots[0] / "items")
    read = []
    for source, folder in folders.items():
        for path in try_check(snapshot_files, folder) or ():
            if source in required:
                read.append(try_check(check_file, path, required[source]))
            else:
                read.append(try_check(check_board_file, path, seeds))
    papers = try_check(claims_files, root / "claims") or []
    n_files = sum(file is not None for file in read)
    read += [try_check(check_file, path, required["paper_claims"]) for path in papers]
    n_records = sum(len(file[1]) for file in read if file is not None)
    also = f", {len(papers)} papers more" if papers else ""
    return Findings(f"{n_files} files{also}, {n_records:,} records", tuple(problems))


def _sources(root: Path) -> tuple[dict[str, list[str]], Path]:
    """Return folders' required columns, and the place of boards' declarations, from dbt's sources.

    A folder without a source is a board.
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
