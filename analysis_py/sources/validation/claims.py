"""Validation of the claims, by the parsing rules of the last build.

The grammar of claims depends on the architectures and ranges in the data. So the models that parse
claims run in memory, on the current files and on the tables of the last build.
"""

from pathlib import Path

import duckdb
import polars as pl

from analysis_py.runtime.project import build_database, data_folder
from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.hand_files import read_lines
from analysis_py.sources.papers import read_papers_claims
from analysis_py.sources.sql_models import run_models
from analysis_py.sources.validation.findings import Findings, Place
from analysis_py.sources.yml_files import read_yml

FILE = Path("seeds/claims/own_claims.csv")
#: The models that are rerun; the last one needs the others.
MODELS = (
    "stg_paper__claims",
    "stg_paper__own_claims",
    "int_claims_stated",
    "int_claim_expectations_parsed",
    "int_claims_parsed",
    "int_claim_groups_checked",
    "int_claims_checked",
)
#: A broken line of the user's own claims is reported with the seeds.
_REJECTED = (
    "select file_name, row_number, reject_reason from int_claims_checked "
    "where reject_reason is not null and (claim_source != 'own' or record_error is null) "
    "order by file_name, row_number"
)


def check_claims(root: Path) -> Findings:
    """Check the claims of papers and the user's own beyond the form of their files."""
    try:
        own_claims = read_lines(root / FILE, _columns(root, "own_claims"))
        # named as in a build, relative to the project's folder
        own_claims = own_claims.with_columns(file_name=pl.lit(FILE.as_posix()))
        columns = _columns(root, "paper_claims")
        papers = read_papers_claims(root / data_folder(), root / "claims", columns)
    except SnapshotError:
        # the checks of seeds and data files report why
        return Findings("not checked, because a file cannot be read")
    looked_at = f"{papers.height + own_claims.height} found"
    sources = {"own_claims": own_claims, "paper_claims": papers}
    try:
        with run_models(root, MODELS[-1], sources, root / build_database(), MODELS) as connection:
            rows = connection.execute(_REJECTED).fetchall()
    except duckdb.Error:
        # no build yet, one is running, or the last one was of another version
        return Findings(f"{looked_at}, not yet evaluated (run llm-reassess build)")
    return Findings(
        looked_at, tuple(f"{Place(Path(file), row)}: {reason}" for file, row, reason in rows)
    )


def _columns(root: Path, name: str) -> list[str]:
    """Return the columns that a source of claims needs."""
    paths = sorted((root / "models" / "staging").rglob("_sources.yml"))
    for source in (source for path in paths for source in read_yml(path)["sources"]):
        for table in source["tables"]:
            if table["name"] == name:
                return list(table["meta"]["required_columns"])
    raise SnapshotError(f"models/staging: no source {name}. Restore the published files.")
