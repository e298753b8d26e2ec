"""Two models asked about by name, item by item: whatever pairs are stored."""

import json

import duckdb
import polars as pl
import pytest
from bringing import table_at
from item_tables import LEVEL, VARIABLES, ItemTables
from made_up_answers import made_up
from small_file import write_small_file

from analysis_py.cli.main import main
from analysis_py.imports.item_storing import store_items
from analysis_py.publishing import DATABASE_NAME
from analysis_py.statistics.positions.paired_items import compare_items

COLUMNS = {
    "score_a": "score_a_pct",
    "score_b": "score_b_pct",
    "difference": "estimate",
    "std_error": "std_error",
    "ci_low": "ci_low",
    "ci_high": "ci_high",
    "p_value": "p_value",
    "smallest_detectable": "detectable_pct",
    "n_items": "n_items",
}


@pytest.fixture(scope="module")
def imports(tmp_path_factory):
    """Return a folder of imports with item results of more models than every two are stored of."""
    folder = tmp_path_factory.mktemp("imports")
    made_up(n_models=60, n_items=60, seed=2).answers.write_parquet(folder / "answers.parquet")
    path = folder / "answers.parquet"
    store_items([table_at(path)], "demo", folder / "items")
    return folder


@pytest.fixture(scope="module")
def tables(imports):
    return ItemTables(imports)


def compared(imports, a, b):
    return compare_items([imports / "items"], a, b, LEVEL, VARIABLES["power"])


def test_stored_pairs_have_the_same_numbers_whichever_comes_first(imports, tables):
    stored = tables.table("stat_item_pairs")
    for a, b in stored.select("model_a", "model_b").unique().sort("model_a").rows()[:3]:
        expected = stored.filter(model_a=a, model_b=b)
        ours = compared(imports, a, b).join(expected, on="benchmark_id", suffix="_stored")
        assert ours.height == expected.height
        for column, name in COLUMNS.items():
            theirs = ours[f"{name}_stored" if name in COLUMNS else name].to_list()
            assert ours[column].to_list() == pytest.approx(theirs, nan_ok=True)
        turned = compared(imports, b, a)
        assert turned["difference"].to_list() == pytest.approx(
            [-each for each in compared(imports, a, b)["difference"]]
        )


def test_models_known_from_items_only_are_found_and_any_two_compared(
    imports, tables, warehouse_folder, tmp_path, monkeypatch, capsys
):
    scores = tables.table("stat_item_scores")
    # best and worst, which are no neighbours and not stored
    by_score = scores.group_by("model_name").agg(pl.mean("score_pct")).sort("score_pct")
    a, b = by_score["model_name"][-1], by_score["model_name"][0]
    folder = tmp_path / "warehouse"
    folder.mkdir()
    file = folder / DATABASE_NAME
    write_small_file(warehouse_folder / DATABASE_NAME, file, {"build_variables": "true"})
    with duckdb.connect(str(file)) as connection:
        connection.register("scores", scores.to_arrow())
        connection.execute("insert into statistics.stat_item_scores by name from scores")
    monkeypatch.chdir(tmp_path)
    words = ["models", a, b.split("/")[-1].upper(), "--warehouse", str(folder), "--json"]
    assert main(words) == 1, "the answers are not beside the file"
    (tmp_path / "imports").symlink_to(imports)
    capsys.readouterr()
    assert main(words) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["benchmark_id"] for row in rows} == set(scores["benchmark_id"])
    assert all(
        (row["model_a"], row["model_b"], row["snapshot_id"]) == (a, b, "items") for row in rows
    )
    assert max(row["difference"] for row in rows) < 0
