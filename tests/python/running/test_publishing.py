"""Publishing: one writer, one rename, nothing lost; on made-up tables."""

import errno
import os
import random
import re
import time
from pathlib import Path

import duckdb
import pytest
from commands import start
from made_up import contents, leftovers, numbers_in, publish_number, write_number

from analysis_py.publishing import DATABASE_NAME, is_report_current, publishing
from analysis_py.publishing.publishing import Publication, PublishingError
from analysis_py.publishing.reading import open_database
from analysis_py.report import ReportError
from analysis_py.report.output import place_report
from analysis_py.runtime.atomic import replace_folder


@pytest.fixture
def warehouse(tmp_path):
    """A warehouse in which the number 1 is published."""
    publish_number(tmp_path / "warehouse", 1)
    return tmp_path / "warehouse"


# one writer


#: Where a process finds the helpers of tests.
HERE = Path(__file__).parents[1]
PUBLISH = """
import sys
from pathlib import Path
from made_up import publish_number
print("ready", flush=True)
for number in range(2, 1000):
    publish_number(Path(sys.argv[1]), number)
"""


@pytest.mark.process
@pytest.mark.parametrize("moment", range(6))
def test_killed_at_any_moment_the_last_published_file_is_whole(warehouse, moment):
    process = start(["python", "-c", PUBLISH, str(warehouse)], HERE, os.environ)
    process.stdout.readline()
    time.sleep(random.Random(moment).uniform(0.05, 1.5))
    process.kill()
    process.communicate()
    # a file that is cut short, or of two builds, fails in here
    in_database, in_parquet = numbers_in(warehouse)
    assert len(in_database) == 1
    assert len(in_parquet) <= 1
    publish_number(warehouse, 5000)
    assert numbers_in(warehouse) == ({5000}, {5000})
    assert leftovers(warehouse) == []


#: What publishing does last, in its order; each may fail, and so may what comes before.
STEPS = {
    "it is read again": (publishing, "_differences"),
    "it is on the disk": (publishing, "_sync"),
    "it is in its place": (os, "replace"),
}


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), SystemExit(9)])
@pytest.mark.parametrize("step", STEPS)
def test_stopped_at_any_step_it_leaves_the_old(warehouse, monkeypatch, step, error):
    def stop(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], stop)
        with pytest.raises(type(error)):
            publish_number(warehouse, 2)
    assert numbers_in(warehouse) == ({1}, {1})
    assert leftovers(warehouse) == []
    publish_number(warehouse, 3)
    assert numbers_in(warehouse) == ({3}, {3})


def test_whoever_holds_an_old_file_reads_on(warehouse):
    with open_database(warehouse / DATABASE_NAME) as old:
        for number in (2, 3):
            publish_number(warehouse, number)
            assert numbers_in(warehouse) == ({number}, {number})
            assert old.sql("select max(number) from marts.first").fetchall() == [(1,)]


def lose_a_row(staged):
    with duckdb.connect(str(staged / DATABASE_NAME)) as connection:
        connection.execute("delete from marts.first where rowid = 0")


def empty_a_parquet_file(staged):
    path = staged / "parquet/statistics/third.parquet"
    duckdb.sql("select 1 as number limit 0").write_parquet(str(path))


def garble_database(staged):
    (staged / DATABASE_NAME).write_bytes(b"garbage" * 999)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lose_a_row, "marts.first has 19999 rows in the DuckDB file, not 20000"),
        (empty_a_parquet_file, "statistics.third has 0 rows in the Parquet files, not 20000"),
        (garble_database, "cannot be read"),
    ],
)
def test_what_was_written_must_be_what_was_built(warehouse, spoil, said):
    with Publication(warehouse) as publication:
        staged = publication.stage(["marts", "statistics"])
        rows = write_number(staged, 2)
        spoil(staged)
        with pytest.raises(PublishingError, match=re.escape(said)):
            publication.publish(rows)
    assert numbers_in(warehouse) == ({1}, {1})
    assert leftovers(warehouse) == []


# files of somebody else, and places where nothing can be published


def test_foreign_files_in_the_folder_are_left_alone(tmp_path):
    lake = tmp_path / "lake"
    for name in ("sales/b.parquet", "notes.txt", ".hidden", ".fits/mine"):
        (lake / name).parent.mkdir(parents=True, exist_ok=True)
        (lake / name).write_text("mine")
    before = contents(lake)
    for number in (1, 2):
        publish_number(lake, number)
    after = contents(lake)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("name", ["llm_reassessment.duckdb/x", "parquet/b.parquet", "report/a"])
def test_a_foreign_file_in_the_way_is_told_at_the_start(tmp_path, name):
    lake = tmp_path / "lake"
    (lake / name).parent.mkdir(parents=True)
    (lake / name).write_text("mine")
    with pytest.raises(PublishingError, match="Move it away") as refused:
        Publication(lake)
    assert str(lake / name.split("/")[0]) in str(refused.value)
    assert (lake / name).read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told_at_the_start(tmp_path):
    for folder in (Path("/proc/warehouse"), tmp_path / "what?"):
        with pytest.raises(PublishingError, match="LLM_REASSESSMENT_WAREHOUSE"):
            Publication(folder)
        assert not folder.exists()


# the report


def test_the_last_report_stays_until_the_next_is_written(warehouse):
    """Also where a build is killed at it, or is told to write none."""
    assert not is_report_current(warehouse)
    with place_report(warehouse, None) as folder:
        (folder / "index.html").write_text("first")
    assert is_report_current(warehouse)
    time.sleep(0.01)
    publish_number(warehouse, 2)
    assert not is_report_current(warehouse)
    with pytest.raises(ZeroDivisionError), place_report(warehouse, None) as folder:
        (folder / "index.html").write_text(str(1 / 0))
    assert (warehouse / "report/index.html").read_text() == "first"
    with place_report(warehouse, None) as folder:
        (folder / "index.html").write_text("second")
    assert (warehouse / "report/index.html").read_text() == "second"
    assert is_report_current(warehouse)
    assert leftovers(warehouse) == []


def test_a_report_is_written_into_no_folder_of_somebody_else(warehouse, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/notes.txt").write_text("mine")
    for name, said in (("docs", "is not an empty"), ("docs/notes.txt/site", "cannot be written")):
        with pytest.raises(ReportError, match=said), place_report(warehouse, tmp_path / name):
            pass
        assert contents(tmp_path / "docs") == {"notes.txt": b"mine"}
    with place_report(warehouse, tmp_path / "new/deep") as folder:
        (folder / "index.html").write_text("new")
    assert contents(tmp_path / "new") == {"deep/index.html": b"new"}


@pytest.mark.parametrize("moment", ["in the block", "between the renames"])
def test_a_folder_is_replaced_as_a_whole_or_not_at_all(tmp_path, moment):
    final = tmp_path / "handover"
    with replace_folder(final) as partial:
        (partial / "a").write_text("good")
    if moment == "between the renames":
        final.rename(tmp_path / ".handover.former")
    with pytest.raises(IsADirectoryError), replace_folder(final) as partial:
        partial.write_text("half")
    assert (final / "a").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["handover"]
