"""Publishing: one writer, one commit, nothing lost; on made-up tables."""

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from made_up import (
    TABLES,
    contents,
    leftovers,
    numbers_in,
    publish_number,
    start,
    write_number,
)

from analysis_py.publishing import manifests, publishing, versions
from analysis_py.publishing.publishing import (
    DATABASE_NAME,
    Publication,
    PublishingError,
    process_in_the_way,
)


@pytest.fixture
def warehouse(tmp_path):
    """A warehouse in which the number 1 is published."""
    publish_number(tmp_path / "warehouse", 1)
    return tmp_path / "warehouse"


# one writer


@pytest.mark.fault("publishing")
def test_a_second_build_is_told_who_holds_the_warehouse(warehouse):
    with Publication(warehouse), pytest.raises(PublishingError) as refused:
        Publication(warehouse)
    message = str(refused.value)
    assert f"process {os.getpid()}, which began at " in message
    assert "Wait until it has ended" in message
    assert "LLM_REASSESSMENT_WAREHOUSE" in message
    assert "\n" not in message
    publish_number(warehouse, 2)
    assert numbers_in(warehouse) == ({2}, {2})


HOLD = """
import subprocess, sys
from pathlib import Path
from analysis_py.publishing.publishing import Publication
publication = Publication(Path(sys.argv[1]))
publication.stage(["marts"])
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
sys.stdin.readline()
"""


@pytest.mark.process
@pytest.mark.fault("publishing")
def test_a_killed_build_leaves_no_lock_and_what_it_staged_is_removed(warehouse):
    holder = start(HOLD, warehouse)
    worker = int(holder.stdout.readline())
    try:
        with pytest.raises(PublishingError, match=f"process {holder.pid}, which began at "):
            Publication(warehouse)
        assert len(leftovers(warehouse)) == 1
        holder.kill()
        holder.wait()
        with Publication(warehouse):
            assert leftovers(warehouse) == []
    finally:
        os.kill(worker, 9)
        holder.communicate()
    assert numbers_in(warehouse) == ({1}, {1})


@pytest.mark.process
@pytest.mark.fault("builds")
def test_a_build_database_that_another_has_open_is_said_with_its_process(tmp_path):
    build = tmp_path / "build.duckdb"
    assert process_in_the_way(build) == []
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, build], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        holder.stdout.readline()
        (said,) = process_in_the_way(build)
        assert said == (
            f"Another build, or a reader, has {build} open: process {holder.pid}. Wait until it "
            "has ended or stop it, or name another file in LLM_REASSESSMENT_BUILD."
        )
        holder.communicate(b"\n")
    assert process_in_the_way(build) == []
    build.write_bytes(b"no database")
    assert process_in_the_way(build) == []


# one commit


def test_what_lies_in_a_warehouse(warehouse):
    assert sorted(path.name for path in warehouse.iterdir()) == [
        ".versions",
        "dbt_docs.html",
        "llm_reassessment.duckdb",
        "parquet",
        "report",
    ]
    folder = versions.current_version(warehouse)
    assert all((warehouse / name).is_symlink() for name in versions.NAMES)
    assert (warehouse / "parquet").resolve() == folder / "parquet"
    assert numbers_in(warehouse) == ({1}, {1})
    # others may read it as the umask allows, whatever made the folder
    assert folder.stat().st_mode == warehouse.stat().st_mode


@pytest.mark.fault("publishing")
@pytest.mark.fault("machine")
def test_the_warehouse_may_be_moved_and_lie_behind_a_link(warehouse, tmp_path):
    moved = warehouse.rename(tmp_path / "moved it's here [1] é")
    warehouse.symlink_to(moved)
    assert numbers_in(moved) == ({1}, {1})
    publish_number(warehouse, 2)
    assert numbers_in(moved) == numbers_in(warehouse) == ({2}, {2})
    assert warehouse.is_symlink()


#: What publishing does last, in its order; each may fail, and so may what comes before.
STEPS = {
    "the manifest is written": (publishing, "write_manifest"),
    "it is read again": (publishing, "problems"),
    "it is on the disk": (publishing, "_sync"),
    "it is in its place": (versions, "make_current"),
}


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), SystemExit(9)])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.fault("publishing")
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


@pytest.mark.fault("publishing")
def test_what_cannot_be_removed_stops_nothing(warehouse, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr(versions, "prune", refuse)
    publish_number(warehouse, 2)
    assert numbers_in(warehouse) == ({2}, {2})


@pytest.mark.fault("publishing")
def test_it_is_on_the_disk_before_anything_leads_to_it(warehouse, monkeypatch):
    events = []
    fsync, make_current = os.fsync, versions.make_current

    def noted_fsync(descriptor):
        events.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")).name)
        fsync(descriptor)

    def noted_make_current(version):
        events.append("current")
        make_current(version)

    if not Path("/proc/self/fd").exists():
        pytest.skip("only Linux says which file a descriptor belongs to")
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(versions, "make_current", noted_make_current)
    publish_number(warehouse, 2)
    version = versions.current_version(warehouse)
    written = {path.name for path in version.rglob("*")}
    assert written <= set(events[: events.index("current")])


@pytest.mark.fault("publishing")
def test_whoever_holds_an_old_file_reads_on_even_when_it_is_removed(warehouse):
    first = versions.current_version(warehouse)
    with duckdb.connect(str(warehouse / DATABASE_NAME), read_only=True) as old:
        for number in (2, 3):
            publish_number(warehouse, number)
            assert numbers_in(warehouse) == ({number}, {number})
            assert old.sql("select max(number) from marts.first").fetchall() == [(1,)]
    assert not first.exists()


def test_the_last_version_is_kept_and_older_ones_go(warehouse):
    seen = [versions.current_version(warehouse)]
    for number in (2, 3, 4):
        publish_number(warehouse, number)
        seen.append(versions.current_version(warehouse))
    assert [path.exists() for path in seen] == [False, False, True, True]


# the manifest


def test_the_manifest_says_what_was_published(warehouse):
    folder = versions.current_version(warehouse)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["tables"] == dict.fromkeys(TABLES, 20_000)
    assert manifest["passed"] == {"model": 3}
    assert manifest["files"].keys() == contents(folder).keys() - {"manifest.json"}
    assert folder.name == f"{manifest['build_id'][:12]}-1"
    assert str(warehouse) not in (folder / "manifest.json").read_text()
    assert manifests.problems(folder) == []


def test_the_build_id_is_that_of_the_content(tmp_path):
    ids = []
    for name, number in (("a", 1), ("b", 1), ("c", 2)):
        publish_number(tmp_path / name, number)
        folder = versions.current_version(tmp_path / name)
        ids.append(manifests.read_manifest(folder)["build_id"])
    assert ids[0] == ids[1] != ids[2]


def test_the_build_id_knows_the_comments(tmp_path):
    """They are in the DuckDB file only."""
    ids = set()
    for comment in ("one", "another"):
        rows = write_number(tmp_path / comment, 1)
        with duckdb.connect(str(tmp_path / comment / DATABASE_NAME)) as connection:
            connection.execute(f"comment on column marts.first.number is '{comment}'")
        ids.add(manifests.write_manifest(tmp_path / comment, rows, {}))
    assert len(ids) == 2


def spoil_a_row(staged):
    with duckdb.connect(str(staged / DATABASE_NAME)) as connection:
        connection.execute("delete from marts.first where rowid = 0")


def drop_a_table(staged):
    with duckdb.connect(str(staged / DATABASE_NAME)) as connection:
        connection.execute("drop table marts.second")


def empty_a_parquet_file(staged):
    duckdb.sql("select 1 as number limit 0").write_parquet(
        str(staged / "parquet/statistics/third.parquet")
    )


def garble_the_database(staged):
    (staged / DATABASE_NAME).write_bytes(b"garbage" * 999)


def garble_a_parquet_file(staged):
    (staged / "parquet/statistics/third.parquet").write_bytes(b"garbage" * 999)


@pytest.mark.fault("publishing")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_a_row, "marts.first has 19999 rows in the DuckDB file, not 20000"),
        (drop_a_table, "marts.second has None rows in the DuckDB file, not 20000"),
        (empty_a_parquet_file, "statistics.third has 0 rows in the Parquet files, not 20000"),
        (garble_a_parquet_file, "cannot be read"),
        (garble_the_database, "cannot be read"),
    ],
)
def test_what_was_written_must_be_what_was_built(warehouse, spoil, said):
    with Publication(warehouse) as publication:
        staged = publication.stage(["marts", "statistics"])
        rows = write_number(staged, 2)
        spoil(staged)
        with pytest.raises(PublishingError, match=re.escape(said)):
            publication.publish(rows, {})
    assert numbers_in(warehouse) == ({1}, {1})
    assert leftovers(warehouse) == []
