"""Sums over items that come from elsewhere, and runs that end in the middle of them."""

import shutil

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
