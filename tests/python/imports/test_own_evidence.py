"""The project's own answers beside the worst import of them, through two whole builds."""

import shutil
from pathlib import Path

import duckdb
import pytest
from bringing import table_at
from building import copied

from analysis_py.imports.item_storing import store_items

pytestmark = [pytest.mark.build, pytest.mark.long]

ROOT = Path(__file__).parents[3]
BOARD, BENCHMARK, N_MODELS, N_ITEMS = "mmlu_pro", "mmlu_pro_cot", 11, 600
#: Tables that have rows of the import itself.
ADDED = {f"statistics.stat_item_{name}" for name in ("board_agreement", "ranks", "scores")}


def write_worst(folder: Path) -> Path:
    """Write answers whose every fact contradicts the project's: key, options, audit and letters."""
    items = duckdb.sql(
        f"select item from read_parquet('{ROOT}/data/items/{BOARD}/items.parquet') "
        f"where benchmark_id = '{BENCHMARK}' order by item_key limit {N_ITEMS}"
    ).fetchall()
    assert len(items) == N_ITEMS
    lines = ["model,benchmark,item,score,answer,key,n_options,audit,flagged"]
    lines += [
        f"n{model},{BENCHMARK},{item},{(n + model) % 2},Z,Z,3,<b>me</b>,{n % 2}"
        for model in range(N_MODELS)
        for n, (item,) in enumerate(items)
    ]
    path = folder / "worst.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def _count_rows(connection, table, one, other):
    """Count the rows of a table that one build has published and the other has not, to the bit."""
    query = f"select count(*) from (from {one}.{table} except all from {other}.{table})"
    ((n,),) = connection.sql(query).fetchall()
    return n


def test_the_worst_import_leaves_every_published_row_of_the_boards(tiny, tmp_path):
    """It was stored before imports were held against the project's facts, and is built alike."""
    workplace = copied(tiny.workplace, tmp_path / "project")
    shutil.copytree(ROOT / f"data/items/{BOARD}", workplace.data / f"items/{BOARD}")
    published = []
    for name in ("alone", "beside"):
        code, output = workplace.job("--no-report")
        assert code == 0, output
        published.append(shutil.copy(workplace.database, tmp_path / f"{name}.duckdb"))
        worst = table_at(write_worst(tmp_path))
        store_items([worst], "worst", workplace.project / "imports/items")
    with duckdb.connect() as connection:
        for name, path in zip(("alone", "beside"), published, strict=True):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        tables = connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = 'alone' order by all"
        ).fetchall()
        tables = [table for (table,) in tables]
        lost, added = (
            {table: n for table in tables if (n := _count_rows(connection, table, *pair))}
            for pair in (("alone", "beside"), ("beside", "alone"))
        )
    assert lost == {}
    assert set(added) == ADDED
