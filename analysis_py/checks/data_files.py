"""Whether the files of data are what their provenance promises."""

from __future__ import annotations

from pathlib import Path

from analysis_py.checks.findings import Findings
from analysis_py.plumbing.project import data_folder


def check_data_files(root: Path) -> Findings:
    """Look at every file under ``data/``: a snapshot that can be trusted, or its provenance."""
    from analysis_py.plumbing.provenance import SnapshotError, provenance_path
    from analysis_py.plumbing.snapshots import check_file

    folder = root / data_folder()
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    snapshots = [path for path in found if path.parent.parent == folder and path.suffix == ".csv"]
    if not snapshots:
        return Findings("no file", (f"{folder}: no snapshot, <source>/<date>.csv, is there",))
    problems = []
    n_records = 0
    for path in snapshots:
        try:
            _, records = check_file(path, ())
        except SnapshotError as error:
            problems.append(str(error))
        else:
            n_records += len(records)
    read = {*snapshots, *map(provenance_path, snapshots)}
    problems += [
        f"{path}: nothing reads this file; a snapshot is {folder}/<source>/<date>.csv with its "
        f"provenance beside it. Move it there, or out of {folder}"
        for path in found
        if path not in read
    ]
    return Findings(f"{len(snapshots)} files, {n_records:,} records", tuple(problems))
