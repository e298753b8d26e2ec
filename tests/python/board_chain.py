"""The models that lead from files to facts, run one after the other without dbt.

Everything between ``data/`` and the marts is plain SQL, so a test can have it on a folder and on
seeds of its own within a second.
"""

import csv
import shutil
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from tempfile import NamedTemporaryFile

import duckdb
import polars as pl
import pyarrow as pa
import yaml
from building import WORDS

from analysis_py.sources import sql_models
from analysis_py.sources.boards import read_board_records
from analysis_py.sources.hand_files import read_lines
from analysis_py.sources.provenance import write_provenance
from analysis_py.sources.seed_declarations import Declaration, declarations
from analysis_py.sources.snapshots import read_provenances, read_records, snapshot_files

ROOT = Path(__file__).parents[2]


environment = partial(sql_models.environment, ROOT)
rendered = partial(sql_models.render_sql, ROOT)


@cache
def declared_seeds() -> dict[str, Declaration]:
    """Return what the yml files say of the project's seeds."""
    return declarations(ROOT)[0]


@cache
def read_seed(name: str, content: str) -> pa.Table:
    """Return the rows of a seed, with the types that dbt would give them."""
    declared = declared_seeds()
    types = dict(declared[name].types) if name in declared else None
    with NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        return duckdb.read_csv(file.name, header=True, dtype=types).to_arrow_table()


@cache
def committed_records(source: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """Return the records of a committed source, to which the folders of many tests link."""
    return read_records(snapshot_files(ROOT / "data" / source), columns)


@cache
def described_sources() -> dict[str, dict]:
    """Return what the yml files of staging say of every table of a source."""
    return {
        table["name"]: table["meta"]
        for path in (ROOT / "models/staging").rglob("_*.yml")
        for source in yaml.safe_load(path.read_text()).get("sources", [])
        for table in source["tables"]
    }


def has_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Tell whether there is a table; to read a list of all takes ten times as long."""
    try:
        connection.table(f'"{name}"')
    except duckdb.CatalogException:
        return False
    return True


@dataclass(frozen=True)
class Chain:
    """A folder with ``data/`` and ``seeds/``, and the tables that the models make of them."""

    folder: Path

    @property
    def data(self) -> Path:
        """The folder of facts."""
        return self.folder / "data"

    @property
    def seeds(self) -> Path:
        """The folder of seeds."""
        return self.folder / "seeds"

    def add_file(self, board: str, text: str, day: str = "2025-06-01", root: str = "data") -> Path:
        """Write a snapshot and its provenance."""
        path = self.folder / root / board / f"{day}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        write_provenance(path, **WORDS)
        return path

    def add_rows(self, seed: str, *rows: dict[str, object]) -> None:
        """Append rows to a seed; columns that a row does not name stay empty."""
        path = self.seeds / seed
        with path.open(newline="", encoding="utf-8") as lines:
            header = next(csv.reader(lines))
        with path.open("a", newline="", encoding="utf-8") as lines:
            csv.DictWriter(lines, header, lineterminator="\n").writerows(rows)

    def table(self, name: str) -> pl.DataFrame:
        """Return what a model makes of the files as they are when it is first asked for."""
        self._make(name)
        return self._connection.sql(f'from "{name}"').pl()

    def rows(self, sql: str, *models: str) -> list[tuple]:
        """Return the rows of a query over models."""
        for model in models:
            self._make(model)
        return self._connection.sql(sql).fetchall()

    def scores(self) -> dict[tuple[str, str], float]:
        """Return the facts that are scores: percent by model and benchmark."""
        found = self.rows(
            "select model_name, benchmark_id, score_pct "
            "from fct_scores join fct_evaluations using (evaluation_id)",
            "fct_scores",
        )
        return {(model, benchmark): score for model, benchmark, score in found}

    def reasons(self, board: str) -> dict[int, str]:
        """Return why records of a board are rejected, by row number."""
        sql = "select row_number, reject_reason from int_evaluations_checked where board = '{}'"
        found = self.rows(sql.format(board), "int_evaluations_checked")
        return {row: reason for row, reason in found if reason is not None}

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(config={"threads": 1})  # the tables have a few rows

    @cached_property
    def _seed_files(self) -> dict[str, Path]:
        return {path.stem: path for path in self.seeds.rglob("*.csv")}

    def _make(self, name: str) -> None:
        if has_table(self._connection, name):
            return
        if name in self._seed_files:
            self._load_seed(self._seed_files[name])
        else:
            sql, models, sources = rendered(name)
            for _, table in sources:
                self._load_source(table)
            for model in models:
                self._make(model)
            self._connection.execute(f'create table "{name}" as {sql}')

    def _load_source(self, table: str) -> None:
        meta = described_sources()[table]
        if "file" in meta:
            frame = read_lines(self.folder / meta["file"], meta["required_columns"])
        elif "declared_in" in meta:
            boards = self.seeds / "boards"
            frame = read_board_records(
                [self.data, self.folder / "imports"], boards, meta["other_folders"]
            )
        elif "snapshot_source" in meta:
            source, columns = meta["snapshot_source"], tuple(meta["required_columns"])
            if (self.data / source).is_symlink():
                frame = committed_records(source, columns)
            else:
                frame = read_records(snapshot_files(self.data / source), columns)
        else:
            frame = read_provenances(self.data, self.folder / "imports")
        self._connection.register(f"raw_{table}", frame.to_arrow())

    def _load_seed(self, path: Path) -> None:
        rows = read_seed(path.stem, path.read_text(encoding="utf-8"))  # which DuckDB finds by name
        assert rows.num_columns
        self._connection.execute(f'create table "{path.stem}" as from rows')


def empty_chain(folder: Path) -> Chain:
    """Return a chain with the project's seeds, no board, what the paper printed, and prices."""
    chain = Chain(folder)
    shutil.copytree(ROOT / "seeds", chain.seeds)
    for name in ("boards", "board_columns"):
        path = chain.seeds / "boards" / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    chain.data.mkdir()
    printed = ("paper_claims", "published_gamm_terms", "published_tukey")
    for folder in (*printed, "price_listings", "price_spans", "task_costs"):
        (chain.data / folder).symlink_to(ROOT / "data" / folder)
    return chain
