"""Publishing: one writer, one commit, nothing lost; on made-up tables, with real processes."""

import json
import os
import shutil
import signal
from pathlib import Path

import pytest
from made_up import contents, leftovers, numbers_in, publish_number, start, write_number

from analysis_py.publishing import versions
from analysis_py.publishing.publishing import DATABASE_NAME, Publication, PublishingError

pytestmark = pytest.mark.process


@pytest.fixture
def warehouse(tmp_path):
    """A warehouse in which the number 1 is published."""
    publish_number(tmp_path / "warehouse", 1)
    return tmp_path / "warehouse"


# one writer


HOLD = """
import sys
from pathlib import Path
from analysis_py.publishing.publishing import Publication
publication = Publication(Path(sys.argv[1]))
publication.stage(["marts"])
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.mark.fault(
    "publishing", "a second publisher", "it is told who holds the warehouse and since when"
)
def test_a_second_build_is_told_who_holds_the_warehouse(warehouse):
    holder = start(HOLD, warehouse)
    assert holder.stdout.readline() == "open\n"
    with pytest.raises(PublishingError) as refused:
        Publication(warehouse)
    message = str(refused.value)
    assert f"process {holder.pid}, which began at " in message
    assert "Wait until it has ended" in message
    assert "LLM_REASSESSMENT_WAREHOUSE" in message
    assert "\n" not in message
    holder.communicate("\n")
    publish_number(warehouse, 2)
    assert numbers_in(warehouse) == ({2}, {2})


@pytest.mark.fault(
    "publishing", "a publisher killed while it writes", "no lock; what it left is removed"
)
def test_a_killed_build_leaves_no_lock_and_its_staging_folder_is_removed(warehouse):
    holder = start(HOLD, warehouse)
    assert holder.stdout.readline() == "open\n"
    assert len(leftovers(warehouse)) == 1
    holder.kill()
    holder.communicate()
    with Publication(warehouse):
        assert leftovers(warehouse) == []


@pytest.mark.fault("publishing", "a staging folder that is not ours, or held", "it stays")
def test_a_staging_folder_that_is_held_or_not_ours_stays(warehouse):
    foreign = warehouse / ".versions" / ".staging-mine"
    foreign.mkdir()
    (foreign / "notes.txt").write_text("mine")
    holder = start(HOLD, warehouse)
    assert holder.stdout.readline() == "open\n"
    (held,) = set(leftovers(warehouse)) - {foreign.name}
    # as if somebody had removed the lock while a build runs
    (warehouse / ".versions" / ".lock").unlink()
    publish_number(warehouse, 2)
    assert set(leftovers(warehouse)) == {foreign.name, held}
    assert (foreign / "notes.txt").read_text() == "mine"
    holder.communicate("\n")


@pytest.mark.fault("publishing", "somebody removes the lock", "the first publishes nothing")
def test_a_build_whose_lock_was_removed_publishes_nothing(warehouse):
    with Publication(warehouse) as publication:
        rows = write_number(publication.stage(["marts", "statistics"]), 2)
        (warehouse / ".versions" / ".lock").unlink()
        publish_number(warehouse, 3)
        with pytest.raises(PublishingError, match=r"\.lock has been removed"):
            publication.publish(rows, {})
    assert numbers_in(warehouse) == ({3}, {3})


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


@pytest.mark.fault("publishing", "the warehouse is moved", "it is read and published as before")
def test_the_warehouse_may_be_moved(warehouse, tmp_path):
    moved = warehouse.rename(tmp_path / "moved it's here [1] é")
    assert numbers_in(moved) == ({1}, {1})
    publish_number(moved, 2)
    assert numbers_in(moved) == ({2}, {2})


#: In a process for each of some warehouses, publish the number 2 and be killed at a step.
STEPS_CODE = """
import os, signal, sys, warnings
from pathlib import Path
from made_up import publish_number
# of threads that libraries have begun; what is published here waits for none of them
warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
for warehouse, last in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
    process = os.fork()
    if process == 0:
        def reached(step):
            print(step, flush=True)
            if step == last:
                os.kill(os.getpid(), signal.SIGKILL)
        publish_number(Path(warehouse), 2, reached)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    print("ended with", os.waitstatus_to_exitcode(status), flush=True)
"""


def steps_of_publishing(folder):
    steps = []
    publish_number(folder, 1, steps.append)
    return steps


@pytest.mark.process
@pytest.mark.fault(
    "publishing",
    "kill -9 at every step of publishing (layout before: {layout})",
    "the old whole or the new whole, database and Parquet alike",
)
@pytest.mark.parametrize("layout", ["none yet", "former", "present"])
def test_killed_at_any_step_it_leaves_the_old_or_the_new(tmp_path, layout):
    steps = steps_of_publishing(tmp_path / "unhurried")
    assert len(steps) > 6
    old = set() if layout == "none yet" else {1}
    before = tmp_path / "before"
    if layout == "present":
        publish_number(before, 1)
    if layout == "former":
        write_number(before, 1)
    warehouses = {step: tmp_path / step.replace(" ", "_") for step in steps}
    for warehouse in warehouses.values():
        if old:
            shutil.copytree(before, warehouse, symlinks=True)
    pairs = [word for step, warehouse in warehouses.items() for word in (warehouse, step)]
    output, _ = start(STEPS_CODE, *pairs).communicate(timeout=60)
    told = [[*steps[:n], f"ended with {-signal.SIGKILL}"] for n in range(1, len(steps) + 1)]
    assert output.splitlines() == [line for lines in told for line in lines]
    seen = []
    for step, warehouse in warehouses.items():
        found = numbers_in(warehouse)
        assert found in [(old, old), ({2}, {2})], step
        seen.append(found == ({2}, {2}))
        publish_number(warehouse, 3)
        assert numbers_in(warehouse) == ({3}, {3}), step
        assert leftovers(warehouse) == [], step
        # the one before is kept, and nothing else
        kept = [path for path in (warehouse / ".versions").glob("[!.]*") if path.name != "current"]
        assert len(kept) == (2 if old or seen[-1] else 1), step
    # first the old at every step, then the new at every step
    assert seen == sorted(seen)
    assert seen[0] is False
    assert seen[-1] is True


@pytest.mark.fault(
    "publishing", "a power cut", "files and folders are synced before they are current"
)
def test_it_is_on_the_disk_before_anything_leads_to_it(warehouse, monkeypatch):
    """The files and folders of a version are synced before it is current, and the links after."""
    events = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor):
        events.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        fsync(descriptor)

    def noted_replace(source, target):
        if Path(target).name == "current":
            events.append("swap")
        replace(source, target)

    if not Path("/proc/self/fd").exists():
        pytest.skip("only Linux says which file a descriptor belongs to")
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    publish_number(warehouse, 2)
    version = versions.current_version(warehouse).resolve()
    before, after = events[: events.index("swap")], events[events.index("swap") + 1 :]
    synced = {Path(path).name for path in before}
    files = {path.name for path in version.rglob("*")} - {".llm_reassessment"}
    assert files <= synced
    assert {str(version), str(version.parent), str(warehouse.resolve())} <= set(before)
    assert str(version.parent) in after


HELD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
def look():
    tables = ["marts.first", "marts.second", "statistics.third"]
    found = [connection.sql(f"select sum(number) from {t}").fetchall()[0][0] for t in tables]
    print(*found, flush=True)
look()
for _ in sys.stdin:
    look()
"""


@pytest.mark.fault("publishing", "a reader holds a file that is replaced twice", "it reads on")
def test_whoever_holds_an_old_file_reads_on_even_when_it_is_removed(warehouse):
    first = versions.current_version(warehouse)
    reader = start(HELD, warehouse / DATABASE_NAME)
    expected = reader.stdout.readline()
    for number in (2, 3):
        publish_number(warehouse, number)
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == expected
    assert not first.exists()
    reader.communicate()
    assert reader.returncode == 0


def test_the_last_version_is_kept_and_older_ones_go(warehouse):
    seen = [versions.current_version(warehouse)]
    for number in (2, 3, 4):
        publish_number(warehouse, number)
        seen.append(versions.current_version(warehouse))
    assert [path.exists() for path in seen] == [False, False, True, True]


@pytest.mark.fault("folders", "a person's file in an old version", "it stays")
def test_a_foreign_file_in_an_old_version_stays_with_its_folder(warehouse):
    first = versions.current_version(warehouse)
    (first / "parquet" / "marts" / "mine.parquet").write_bytes(b"mine")
    (first / "notes").mkdir()
    (first / "notes" / "mine.txt").write_text("mine")
    (warehouse / ".versions" / "mine").mkdir()
    (warehouse / ".versions" / "mine" / "file").write_text("mine")
    for number in (2, 3, 4):
        publish_number(warehouse, number)
    assert contents(first) == {"parquet/marts/mine.parquet": b"mine", "notes/mine.txt": b"mine"}
    assert (warehouse / ".versions" / "mine" / "file").read_text() == "mine"


@pytest.mark.fault("folders", "a listing that names files elsewhere", "they stay")
def test_what_a_listing_says_of_other_folders_is_not_believed(warehouse, tmp_path):
    first = versions.current_version(warehouse)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a").write_text("mine")
    (outside / "b").write_text("mine")
    (first / "door").symlink_to(outside)
    listing = {"files": ["../../../outside/a", str(outside / "a"), "door/b"]}
    (first / ".llm_reassessment").write_text(json.dumps(listing))
    for number in (2, 3):
        publish_number(warehouse, number)
    assert contents(outside) == {"a": b"mine", "b": b"mine"}
