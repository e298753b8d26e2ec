"""The models of items on a real local Spark: the same rows as DuckDB's, to the bit.

Wants Java and `pip install 'llm-reassessment[spark]'`. Without them the tests are skipped, and
where LLM_REASSESSMENT_TEST_SPARK is set they fail instead.
"""

import os
import shutil
from importlib.util import find_spec

import pytest
from items_project import TABLES, laid_down

SUM = "from pathlib import Path; from analysis_py.build.spark import sum_items; "
COMMAND = ("-c", SUM + "sum_items(Path('handover'))")
DEMANDED = "LLM_REASSESSMENT_TEST_SPARK"


@pytest.fixture(scope="module", autouse=True)
def spark():
    """Skip, or fail where Spark is demanded, if there is none."""
    missing = [name for name in ("pyspark", "dbt.adapters.spark") if not find_spec(name)]
    missing += [] if shutil.which("java") else ["java"]
    if missing:
        say = pytest.fail if os.environ.get(DEMANDED) else pytest.skip
        say(f"no {', '.join(missing)}")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a project whose sums DuckDB has made and Spark has handed over."""
    project = laid_down(tmp_path_factory.mktemp("items"))
    code, output = project.run()
    assert code == 0, output
    output, _ = (process := project.started(*COMMAND)).communicate()
    assert process.returncode == 0, output
    assert len(list((project.folder / "handover").iterdir())) == 9
    return project


def test_spark_hands_over_the_rows_of_duckdb(built):
    here = built.tables()
    options = ("--vars", f"{{handover: {built.folder / 'handover'}}}")
    code, output = built.run(*TABLES, options=options)
    assert code == 0, output
    handed = built.tables()
    for name in TABLES:
        assert here[name].height > 0, name
        assert handed[name].schema == here[name].schema, name
        # ordered by all columns, so that equal frames are `except all` both ways empty
        assert handed[name].equals(here[name]), name
    assert {path.name for path in built.folder.iterdir()} & {"derby.log", "metastore_db"} == set()


def test_a_wrong_type_is_refused_by_spark_too_and_the_last_handover_stays(built):
    contract = "models/items/_items.yml"
    before = (built.folder / contract).read_text()
    files = sorted((built.folder / "handover").rglob("*"))
    built.edit(contract, "data_type: bigint", "data_type: string")
    try:
        output, _ = (process := built.started(*COMMAND)).communicate()
        code, said_here = built.run("evaluation_cluster_sums")
    finally:
        (built.folder / contract).write_text(before)
    assert process.returncode == 1
    assert code != 0
    for said in (output, said_here):
        assert "data type mismatch" in said
    assert "the last ones stay" in output
    assert sorted((built.folder / "handover").rglob("*")) == files
