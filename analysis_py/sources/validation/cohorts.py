"""Validation of the cohorts: their data file and their predicate."""

from pathlib import Path

import duckdb
import polars as pl

from analysis_py.runtime.project import data_folder
from analysis_py.sources.predicates import Evaluations, PredicateError
from analysis_py.sources.validation.findings import Findings, Place
from analysis_py.sources.validation.seed_files import read_seed
from analysis_py.sources.yml_files import read_yml

FILE = Path("seeds/cohorts.csv")
CONTRACT = Path("models/marts/fct_evaluations.yml")


def check_cohorts(root: Path) -> Findings:
    """Check ``seeds/cohorts.csv`` beyond :func:`check_seeds`."""
    folder = root / data_folder()
    known = {f"{path.parent.name}_{path.stem}" for path in folder.glob("*/*.csv")}
    path = root / FILE
    rows = read_seed(path, FILE).rows if path.exists() else ()
    empty = Evaluations(_no_evaluations(root))
    problems = []
    for row in rows:
        name = row.value("snapshot_id")
        if name is not None and name not in known:
            place = Place(FILE, row.number, row.line, "snapshot_id", name)
            problems.append(
                f"{place}: no file {folder}/<source>/<date>.csv is called so; write one of "
                f"{', '.join(sorted(known))}"
            )
        if predicate := row.value("predicate"):
            try:
                empty.matching(predicate)
            except PredicateError as error:
                place = Place(FILE, row.number, row.line, "predicate")
                problems.append(f"{place}: {error}; write one expression over fct_evaluations")
    return Findings(f"{len(rows)} cohorts", tuple(problems))


def _no_evaluations(root: Path) -> pl.DataFrame:
    """Return an empty table with the columns of ``marts.fct_evaluations``."""
    (model,) = read_yml(root / CONTRACT)["models"]
    columns = ", ".join(
        f'null::{column["data_type"]} as "{column["name"]}"' for column in model["columns"]
    )
    with duckdb.connect(":memory:") as connection:
        return connection.sql(f"select {columns} limit 0").pl()
