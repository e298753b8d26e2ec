"""Validation of the claims, by the parsing rules of the last build.

What a claim may say depends on the architectures and ranges that the data have. So the models that
hold claims to their grammar are asked, in memory, on the files as they are now and on the tables of
the last build.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import jinja2
import polars as pl

from analysis_py.runtime.project import build_database, data_folder
from analysis_py.sources.checks.findings import Findings, Place
from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.hand_files import read_lines
from analysis_py.sources.papers import read_papers_claims
from analysis_py.sources.yml_files import read_yml

FILE = Path("seeds/claims/own_claims.csv")
#: The models that are asked anew, in the order in which they need each other.
MODELS = (
    "stg_paper__claims",
    "stg_paper__own_claims",
    "int_claims_stated",
    "int_claim_figures_read",
    "int_claims_parsed",
    "int_claims_checked",
)
#: A line of one's own that is no record is told with the seeds already.
_REJECTED = (
    "select file_name, row_number, reject_reason from int_claims_checked "
    "where reject_reason is not null and (claim_source != 'own' or record_error is null) "
    "order by file_name, row_number"
)


def check_claims(root: Path) -> Findings:
    """Look at the claims of papers and of one's own, what the looks at files cannot see in them."""
    try:
        own = read_lines(root / FILE, _columns(root, "own_claims"))
        # as a build calls it, whose folder is the project's
        own = own.with_columns(file_name=pl.lit(FILE.as_posix()))
        columns = _columns(root, "paper_claims")
        papers = read_papers_claims(root / data_folder(), root / "claims", columns)
    except SnapshotError:
        # the looks at seeds and at files of data tell why
        return Findings("no claim, for a file cannot be used")
    looked_at = f"{papers.height} claims of papers, {own.height} of your own"
    with duckdb.connect(":memory:") as connection:
        try:
            quoted = str(root / build_database()).replace("'", "''")
            connection.execute(f"attach '{quoted}' as build (read_only)")
            connection.register("raw_own_claims", own.to_arrow())
            connection.register("raw_paper_claims", papers.to_arrow())
            _make(connection, root)
            rows = connection.execute(_REJECTED).fetchall()
        except duckdb.Error:
            # there is no build yet, one is going on, or the last one was of another version
            return Findings(f"{looked_at}, of which a build says what they say")
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


def _make(connection: duckdb.DuckDBPyConnection, root: Path) -> None:
    """Create the models, from tables of the attached build and seeds as they are now."""
    tables = {
        name: f"build.{schema}.{name}"
        for schema, name in connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'build'"
        ).fetchall()
    }
    seeds = {path.stem: str(path) for path in (root / "seeds").rglob("*.csv")}
    made: set[str] = set()

    def ref(name: str) -> str:
        if name in made:
            return name
        if name in seeds and name in tables:
            # with the types that the build loaded it with
            connection.execute(f"create table if not exists {name} as from {tables[name]} limit 0")
            connection.execute(f"delete from {name}")
            connection.execute(f"insert into {name} from read_csv(?, header = true)", [seeds[name]])
            made.add(name)
            return name
        return tables.get(name, name)

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do"])
    variables = read_yml(root / "dbt_project.yml")["vars"]
    environment.globals |= {"var": variables.__getitem__, "config": lambda **_: ""}
    text = "".join(path.read_text("utf-8") for path in sorted((root / "macros").glob("*.sql")))
    macros = vars(environment.from_string(text).module)
    environment.globals |= {name: each for name, each in macros.items() if name[0] != "_"}
    environment.globals |= {"ref": ref, "source": lambda _, name: f"raw_{name}"}
    for name in MODELS:
        (path,) = (root / "models").rglob(f"{name}.sql")
        sql = environment.from_string(path.read_text(encoding="utf-8")).render()
        connection.execute(f"create or replace table {name} as {sql}")
        made.add(name)
