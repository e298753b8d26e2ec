"""Reading of papers' claims: one folder per paper, ``claims/<paper>/claims.csv``.

The claims of the report's main paper are among the snapshots. Every other paper has a folder with
its claims and their provenance.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.provenance import CLAIMS_FILE, provenance_path
from analysis_py.sources.snapshots import provenance_row, read_records, snapshot_files

#: The source of the main paper's claims.
FIRST = "paper_claims"


def claims_files(papers_dir: Path) -> list[Path]:
    """Return the file of claims of every paper; raise for a folder without one."""
    if not papers_dir.is_dir():
        return []
    files, unread = [], []
    for folder in sorted(papers_dir.iterdir()):
        if folder.name.startswith(".") or folder.name.upper() == "README.MD":
            continue
        path = folder / CLAIMS_FILE
        if not path.is_file():
            unread.append(folder)
            continue
        files.append(path)
        read = {path, provenance_path(path)}
        unread += [p for p in sorted(folder.iterdir()) if p not in read and p.name[0] != "."]
    if unread:
        raise SnapshotError(
            f"nothing reads {', '.join(map(str, unread))}. A paper is a folder "
            f"{papers_dir}/<paper> with {CLAIMS_FILE} and its provenance; move the rest elsewhere."
        )
    return files


def read_papers_claims(data_dir: Path, papers_dir: Path, columns: Sequence[str]) -> pl.DataFrame:
    """Read the claims of all papers, including the main paper's snapshot."""
    paths = [*snapshot_files(data_dir / FIRST), *claims_files(papers_dir)]
    return read_records(paths, columns)


def read_claims_provenances(papers_dir: Path) -> pl.DataFrame:
    """Return one row per paper with its provenance; see ``snapshots.read_provenances``."""
    return pl.DataFrame([provenance_row(path) for path in claims_files(papers_dir)])
