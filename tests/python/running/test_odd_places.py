"""A warehouse where publishing is hard: no right to write, no room, locks of others."""

import os
import signal
import tempfile
import time
from pathlib import Path

import duckdb
import pytest
from made_up import leftovers, numbers_in, publish_number, start

from analysis_py.publishing.publishing import DATABASE_NAME, Publication, PublishingError


@pytest.fixture
def warehouse(tmp_path):
    """A warehouse in which the number 1 is published."""
    publish_number(tmp_path / "warehouse", 1)
    return tmp_path / "warehouse"


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


# of threads that libraries have begun; the child waits for none of them
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
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
from analysis_py.publishing.publishing import Publication
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
