"""Publishing: one writer, one commit, nothing lost; on made-up tables, with real processes."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pytest
from made_up import TABLES, numbers_in, publish_number, write_number

from analysis_py.plumbing import manifests, versions
from analysis_py.plumbing.publishing import DATABASE_NAME, Publication, PublishingError

HERE = Path(__file__).parents[1]


@pytest.fixture
def warehouse(tmp_path):
    """A warehouse in which the number 1 is published."""
    publish_number(tmp_path / "warehouse", 1)
    return tmp_path / "warehouse"


def start(code, *arguments):
    """Start a Python process that has the helpers of the tests."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parents[1]}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def leftovers(warehouse):
    return [path.name for path in (warehouse / ".versions").glob(".staging-*")]


def contents(folder):
    """Return every file below a folder with its bytes, links not followed."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# one writer


HOLD = """
import sys
from pathlib import Path
from analysis_py.plumbing.publishing import Publication
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


@pytest.mark.process
@pytest.mark.fault(
    "publishing", "two publishers at twenty offsets", "each round ends with one whole file"
)
def test_two_publishers_at_twenty_offsets(project):
    """The command of the benchmark, a few rounds of it: each ends with one whole file."""
    command = [sys.executable, "benchmarks/publishers.py", "--rounds", "20"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    counts = {
        name.strip(): int(value)
        for name, value in re.findall(r"^\| ([^|]+)\| *(\d+) \|$", done.stdout, re.MULTILINE)
    }
    assert counts["rounds"] == 20
    assert counts["ended with one whole file"] == 20
    assert counts["builds that published"] + counts["builds that were refused"] == 40
    assert counts["builds that were refused"] > 0, "the offsets should make them meet"
    assert counts["builds that published"] > 20, "and some should come one after the other"


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


STEPS_CODE = """
import os, signal, sys
from pathlib import Path
from made_up import publish_number
last = sys.argv[3]
def reached(step):
    print(step, flush=True)
    if step == last:
        os.kill(os.getpid(), signal.SIGKILL)
publish_number(Path(sys.argv[1]), int(sys.argv[2]), reached)
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
    seen = []
    for step in steps:
        warehouse = tmp_path / step.replace(" ", "_")
        if layout == "present":
            publish_number(warehouse, 1)
        if layout == "former":
            warehouse.mkdir()
            write_number(warehouse, 1)
        old = set() if layout == "none yet" else {1}
        process = start(STEPS_CODE, warehouse, 2, step)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, output
        assert output.splitlines()[-1] == step
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


# the manifest


def test_the_manifest_says_what_was_published(warehouse):
    folder = versions.current_version(warehouse)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["tables"] == dict.fromkeys(TABLES, 20_000)
    assert manifest["passed"] == {"model": 3}
    files = {name for name in contents(folder) if not name.endswith((".json", "reassessment"))}
    assert set(manifest["files"]) == files
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


def test_the_same_content_twice_is_two_versions(warehouse):
    first = versions.current_version(warehouse)
    publish_number(warehouse, 1)
    second = versions.current_version(warehouse)
    assert (first.name[:-2], first.name[-2:]) == (second.name[:-2], "-1")
    assert second.name.endswith("-2")
    assert first.exists()


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


@pytest.mark.fault("publishing", "{spoil}", "nothing is published; {said}")
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
    """A file that is not what the build said it wrote is found before anything leads to it."""
    with Publication(warehouse) as publication:
        staged = publication.stage(["marts", "statistics"])
        rows = write_number(staged, 2)
        spoil(staged)
        with pytest.raises(PublishingError, match=re.escape(said)):
            publication.publish(rows, {})
    assert numbers_in(warehouse) == ({1}, {1})
    assert leftovers(warehouse) == []


@pytest.mark.fault(
    "publishing", "a bit of {name} flips between its hash and the swap", "nothing is published"
)
@pytest.mark.parametrize("name", [DATABASE_NAME, "parquet/marts/first.parquet"])
def test_a_file_that_changes_while_it_is_published_is_found(warehouse, name):
    with Publication(warehouse) as publication:
        staged = publication.stage(["marts", "statistics"])
        rows = write_number(staged, 2)

        def flip(step):
            if step == "manifest written":
                content = bytearray((staged / name).read_bytes())
                content[len(content) // 2] ^= 1
                (staged / name).write_bytes(content)

        with pytest.raises(PublishingError, match="is not the file that was published"):
            publication.publish(rows, {}, flip)
    assert numbers_in(warehouse) == ({1}, {1})


# whose files


@pytest.mark.fault(
    "folders", "a warehouse in a folder that others use", "nothing of theirs is touched"
)
def test_foreign_files_in_the_folder_are_left_alone(tmp_path):
    """A folder that many use: only what cannot be shared is refused, and nothing is removed."""
    lake = tmp_path / "lake"
    for name in (".staging/a", "sales/b.parquet", "notes.txt", ".hidden"):
        (lake / name).parent.mkdir(parents=True, exist_ok=True)
        (lake / name).write_text("mine")
    before = contents(lake)
    for number in (1, 2, 3):
        publish_number(lake, number)
    after = contents(lake)
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {".versions"}


@pytest.mark.fault("folders", "somebody's {name} in the way", "told at the start; it stays")
@pytest.mark.parametrize(
    "name",
    ["parquet/sales/b.parquet", "parquet/b.parquet", "report/index.html", "dbt_docs.html"],
)
def test_a_foreign_file_in_the_way_is_told_at_the_start(tmp_path, name):
    lake = tmp_path / "lake"
    (lake / name).parent.mkdir(parents=True)
    (lake / name).write_text("mine")
    with pytest.raises(PublishingError) as refused:
        Publication(lake)
    assert str(lake / name) in str(refused.value)
    assert "Move it away" in str(refused.value)
    assert (lake / name).read_text() == "mine"
    assert not (lake / DATABASE_NAME).is_symlink()
    (lake / name).unlink()
    shutil.rmtree(lake / name.split("/")[0], ignore_errors=True)
    publish_number(lake, 1)


@pytest.mark.fault("folders", "somebody's link {name} in the way", "told at the start; it stays")
@pytest.mark.parametrize("name", versions.NAMES)
def test_a_foreign_link_in_the_way_is_told_at_the_start(tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    lake = tmp_path / "lake"
    lake.mkdir()
    (lake / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishingError, match="Move it away"):
        Publication(lake)
    assert (lake / name).readlink() == tmp_path / "elsewhere"


@pytest.mark.fault("folders", "a folder of versions that is not ours", "refused")
def test_a_folder_of_versions_that_is_not_ours_is_refused(tmp_path):
    (tmp_path / ".versions").mkdir()
    (tmp_path / ".versions" / "mine").write_text("mine")
    with pytest.raises(PublishingError, match="is not empty"):
        Publication(tmp_path)
    assert contents(tmp_path) == {".versions/mine": b"mine"}


# the former layout


@pytest.fixture
def former(tmp_path):
    """A warehouse as it was before there were versions: plain files, listed by nothing."""
    warehouse = tmp_path / "former"
    warehouse.mkdir()
    write_number(warehouse, 1)
    for name in ("index.html", "ledger.html", "assets/report.js", "data/scores.js"):
        (warehouse / "report" / name).parent.mkdir(parents=True, exist_ok=True)
        (warehouse / "report" / name).write_text("of the former layout")
    (warehouse / "dbt_docs.html").write_text("of the former layout")
    return warehouse


@pytest.mark.fault(
    "publishing",
    "a warehouse of the former layout",
    "taken over; nothing moves before the new one is whole",
)
def test_a_warehouse_of_the_former_layout_is_taken_over(former):
    before = contents(former)
    with Publication(former):
        pass
    assert contents(former).items() >= before.items(), "nothing moves before the new one is whole"
    publish_number(former, 2)
    assert numbers_in(former) == ({2}, {2})
    kept = contents(former / ".versions" / "former")
    assert kept.items() >= before.items()
    publish_number(former, 3)
    assert not (former / ".versions" / "former").exists()


@pytest.mark.fault("folders", "somebody's {name} in a warehouse of the former layout", "it stays")
@pytest.mark.parametrize("name", ["parquet/marts/mine.parquet", "report/CNAME", "parquet/a/b/c"])
def test_foreign_files_among_those_of_the_former_layout_stay(former, name):
    (former / name).parent.mkdir(parents=True, exist_ok=True)
    (former / name).write_text("mine")
    before = contents(former)
    with pytest.raises(PublishingError, match=re.escape(str(former / name))):
        Publication(former)
    assert contents(former).items() >= before.items()
    assert numbers_in(former) == ({1}, {1})


@pytest.mark.fault("publishing", "a published file that is garbage", "it is replaced")
def test_a_former_file_that_is_damaged_is_replaced(tmp_path):
    (tmp_path / DATABASE_NAME).write_bytes(b"half a file")
    publish_number(tmp_path, 2)
    assert numbers_in(tmp_path) == ({2}, {2})


@pytest.mark.fault("publishing", "a take-over cut between two renames", "the next finishes it")
def test_a_take_over_that_was_cut_between_two_renames_is_finished(former):
    """As it is when the folder has been moved and the link to it not yet been made."""
    with Publication(former):
        pass
    version = former / ".versions" / "former"
    version.mkdir()
    os.link(former / DATABASE_NAME, version / DATABASE_NAME)
    versions.make_current(version)
    os.rename(former / "parquet", version / "parquet")
    with Publication(former):
        assert numbers_in(former) == ({1}, {1})
        assert (former / "report" / "index.html").read_text() == "of the former layout"
    assert all((former / name).is_symlink() for name in versions.NAMES)


# where it cannot be


def opened_by_somebody_else(warehouse):
    """Open a warehouse in a process that may not write everywhere; return what it was told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = "nothing"
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            Publication(warehouse)
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        return told.read()


@pytest.mark.fault("machine", "another user may not write the {locked}", "told at the start")
@pytest.mark.parametrize("locked", ["warehouse", "versions"])
def test_a_folder_that_cannot_be_written_is_told_at_the_start(locked):
    # not in pytest's own folder, which others may not enter
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        warehouse = Path(folder) / "warehouse"
        publish_number(warehouse, 1)
        lock = warehouse / ".versions" / ".lock"
        for path in (warehouse, warehouse / ".versions", lock):
            path.chmod(0o777)
        assert opened_by_somebody_else(warehouse) == "nothing"
        for path in (warehouse,) if locked == "warehouse" else (lock.parent, lock):
            path.chmod(0o555)
        told = opened_by_somebody_else(warehouse)
        assert told.startswith(f"PublishingError: Nothing can be published in {warehouse}")
        assert "Permission denied" in told
        assert "LLM_REASSESSMENT_WAREHOUSE" in told
        assert "\n" not in told
        assert numbers_in(warehouse) == ({1}, {1})
        warehouse.chmod(0o755)
        lock.parent.chmod(0o755)


@pytest.mark.fault(
    "machine", "a file in the place of the warehouse, for the publisher", "told; the file stays"
)
def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "warehouse").write_text("mine")
    with pytest.raises(PublishingError, match="LLM_REASSESSMENT_WAREHOUSE"):
        Publication(tmp_path / "warehouse")
    assert (tmp_path / "warehouse").read_text() == "mine"


@pytest.mark.fault("machine", "a question mark in the warehouse's path", "told at the start")
def test_a_path_that_duckdb_cannot_write_is_told_at_the_start(tmp_path):
    """It takes what follows a question mark for options."""
    with pytest.raises(PublishingError, match="question mark"):
        Publication(tmp_path / "what?")
    assert not (tmp_path / "what?").exists()


@pytest.mark.fault(
    "machine", "a full disk while it is published", "the old file stays; nothing is left over"
)
def test_a_full_disk_while_it_is_published_changes_nothing(warehouse):
    """A limit on the size of files stands for the disk: the kernel refuses to write on."""
    code = """
import resource, signal, sys
from pathlib import Path
from made_up import publish_number
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
publish_number(Path(sys.argv[1]), 2)
"""
    process = start(code, warehouse)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1, output
    assert numbers_in(warehouse) == ({1}, {1})
    assert leftovers(warehouse) == []
    publish_number(warehouse, 3)
    assert numbers_in(warehouse) == ({3}, {3})


@pytest.mark.fault("publishing", "a worker outlives its build", "it holds no lock")
def test_a_lock_is_not_held_by_processes_that_it_has_started(warehouse):
    """A worker that outlives its build would keep others out."""
    code = """
import subprocess, sys
from pathlib import Path
from analysis_py.plumbing.publishing import Publication
publication = Publication(Path(sys.argv[1]))
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
sys.stdin.readline()
"""
    holder = start(code, warehouse)
    child = int(holder.stdout.readline())
    try:
        holder.kill()
        holder.wait()
        deadline = time.monotonic() + 5
        while True:
            try:
                Publication(warehouse).close()
                break
            except PublishingError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        os.kill(child, 0)
    finally:
        os.kill(child, signal.SIGKILL)
        holder.stdout.close()
        holder.stdin.close()


@pytest.mark.fault(
    "publishing", "a process that holds the old file asks anew", "it sees the new one"
)
def test_a_new_connection_sees_the_new_version_though_an_old_one_is_open(warehouse):
    """This DuckDB follows the links; older ones join what is open under the same name."""
    with duckdb.connect(str(warehouse / DATABASE_NAME), read_only=True) as old:
        publish_number(warehouse, 2)
        assert numbers_in(warehouse) == ({2}, {2})
        assert old.sql("select max(number) from marts.first").fetchall() == [(1,)]
