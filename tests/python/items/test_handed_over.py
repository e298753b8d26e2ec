"""Sums over items that come from elsewhere, and runs that end in the middle of them."""

import shutil
import signal

import polars as pl
import pytest
from items_project import TABLES, laid_down

pytestmark = pytest.mark.build


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a project whose sums DuckDB has made, and handed over as Spark would."""
    project = laid_down(tmp_path_factory.mktemp("items"))
    code, output = project.run()
    assert code == 0, output
    return project


@pytest.fixture(scope="module")
def good(built):
    """Return the tables that DuckDB has made."""
    return built.tables()


@pytest.fixture
def written(built, good):
    """Hand the sums over as Spark would write them."""
    folder = built.folder / "handed"
    for name, table in good.items():
        (folder / name).mkdir(parents=True)
        table.write_parquet(folder / name / "part-0.parquet")
        (folder / name / "_SUCCESS").touch()
    yield folder
    shutil.rmtree(folder)


def handed_over(folder):
    """Let dbt keep what it parses with a variable apart: another value, and it parses all anew."""
    return ("--target-path", "target_handed", "--vars", f"{{handover: {folder}}}")


def test_what_is_handed_over_is_taken_as_it_is(built, good, written):
    assert all(table.height for table in good.values())
    changed = good["item_sums"].with_columns(total=pl.col("total") + 1)
    changed.write_parquet(written / "item_sums/part-0.parquet")
    code, output = built.run(*TABLES, options=handed_over(written))
    assert code == 0, output
    after = built.tables()
    assert after.pop("item_sums").equals(changed)
    assert all(table.equals(good[name]) for name, table in after.items())


def test_half_a_table_is_refused_and_it_is_said_what_to_do(built, written):
    before = built.tables()
    (written / "item_sums/_SUCCESS").unlink()
    code, output = built.run("item_sums", options=handed_over(written))
    assert code != 0
    assert "item_sums holds no finished table" in output
    assert "llm-reassess build --spark" in output
    assert built.tables()["item_sums"].equals(before["item_sums"])


def test_a_type_that_breaks_the_contract_is_refused(built, written):
    text = pl.read_parquet(written / "item_sums/*.parquet").cast({"total": pl.String})
    text.write_parquet(written / "item_sums/part-0.parquet")
    code, output = built.run("item_sums", options=handed_over(written))
    assert code != 0
    assert "total" in output
    assert "data type mismatch" in output


def test_a_run_killed_in_the_middle_of_sums_is_followed_by_a_good_one(built, good):
    """A table is swapped in when it is whole; the next run makes all of them anew."""
    pairs = built.tables()["pair_cluster_sums"]
    process = built.dbt("run", "--select", *TABLES)
    for line in process.stdout:
        if "pair_cluster_sums" in line and "START" in line:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    assert process.returncode == -signal.SIGKILL
    assert built.tables()["pair_cluster_sums"].equals(pairs)
    code, output = built.run(*TABLES)
    assert code == 0, output
    assert all(table.equals(good[name]) for name, table in built.tables().items())
