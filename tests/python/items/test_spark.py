"""Sums over items that Spark makes and dbt takes over: the same rows as DuckDB's, to the bit.

Spark itself wants Java and `pip install 'llm-reassessment[spark]'`. Without them its tests are
skipped, but never in continuous integration.
"""

import os
import shutil
from importlib.util import find_spec

import pytest
from building import copied
from fingerprints import differences, fingerprint
from items_project import TABLES, laid_down, store_made_up

pytestmark = pytest.mark.build

SUM = "from pathlib import Path; from analysis_py.build.spark import sum_items; "
COMMAND = ("python", "-c", SUM + "sum_items(Path('handover'))")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a project whose sums DuckDB has made."""
    project = laid_down(tmp_path_factory.mktemp("items"))
    code, output = project.run()
    assert code == 0, output
    return project


@pytest.fixture(scope="module")
def good(built):
    """Return the tables that DuckDB has made."""
    return built.tables()


@pytest.fixture(scope="module")
def spark():
    """Say why what follows is left out, where Spark cannot run."""
    missing = [name for name in ("pyspark", "dbt.adapters.spark") if not find_spec(name)]
    missing += [] if shutil.which("java") else ["java"]
    if missing:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"no Spark: {', '.join(missing)} missing")


def handed_over(folder):
    """Let dbt keep what it parses with a variable apart: another value, and it parses all anew."""
    return ("--target-path", "target_handed", "--vars", f"{{handover: {folder}}}")


def test_whole_tables_are_taken_as_they_are_and_half_a_table_is_refused(built, good):
    assert all(table.height for table in good.values())
    folder = built.project / "handed"
    tables = good | {
        "item_sums": good["item_sums"].with_columns(total=good["item_sums"]["total"] + 1)
    }
    for name, table in tables.items():
        (folder / name).mkdir(parents=True)
        table.write_parquet(folder / name / "part-0.parquet")
        (folder / name / "_SUCCESS").touch()
    code, output = built.run(*TABLES, options=handed_over(folder))
    assert code == 0, output
    after = built.tables()
    assert all(table.equals(after[name]) for name, table in tables.items())
    (folder / "item_sums/_SUCCESS").unlink()
    code, output = built.run("item_sums", options=handed_over(folder))
    assert code != 0
    assert "item_sums holds no finished table" in output
    assert "llm-reassess build --spark" in output
    assert built.tables()["item_sums"].equals(after["item_sums"])


@pytest.mark.usefixtures("spark")
def test_spark_hands_over_the_rows_of_duckdb(built, good):
    code, output = built.command(*COMMAND)
    assert code == 0, output
    assert len(list((built.project / "handover").iterdir())) == len(TABLES)
    code, output = built.run(*TABLES, options=handed_over(built.project / "handover"))
    assert code == 0, output
    handed = built.tables()
    for name in TABLES:
        assert handed[name].schema == good[name].schema, name
        # ordered by all columns, so that equal frames are `except all` both ways empty
        assert handed[name].equals(good[name]), name
    assert {path.name for path in built.project.iterdir()} & {"derby.log", "metastore_db"} == set()
    files = sorted((built.project / "handover").rglob("*"))
    contract = built.project / "models/items/_items.yml"
    contract.write_text(contract.read_text().replace("data_type: bigint", "data_type: string", 1))
    code, output = built.command(*COMMAND)
    assert code == 1
    assert "data type mismatch" in output
    assert "the last sums stay" in output
    assert sorted((built.project / "handover").rglob("*")) == files


@pytest.mark.usefixtures("spark")
def test_a_whole_build_with_spark_publishes_what_one_without_does(tiny, tmp_path):
    workplace = copied(tiny.workplace, tmp_path)
    store_made_up(workplace.project, n_models=12, n_items=40)
    published = []
    for options in ((), ("--spark",)):
        code, output = workplace.job("--no-report", *options)
        assert code == 0, output
        published.append(fingerprint(workplace.database, {}))
    assert differences(*published) == []
    scores = published[0].filter(table_name="statistics.stat_item_scores", column_name="n_items")
    assert scores["n_values"].item() > 0
