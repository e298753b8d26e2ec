"""The words of a build: its outcome, its failures, and an end at once when it is interrupted."""

import contextlib
import os
import re
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import duckdb
import pytest
from commands import start

from analysis_py.build import outcome
from analysis_py.build.error_hints import find_remedy
from analysis_py.publishing import DATABASE_NAME

HOSTILE = "x\x1b[2J\x1b]0;owned\x07\r\n\x9b31m \u202egnp.exe \x00"


def test_no_value_of_a_quarantined_record_reaches_the_terminal_as_it_is(tmp_path):
    build = tmp_path / "build.duckdb"
    with duckdb.connect(str(build)) as connection:
        connection.execute("create schema quality")
        connection.execute(
            "create table quality.quarantined_rows as "
            "select 'data/a/b.csv' as file_name, range as row_number, "
            "'arc_pct is not a number' as reason, $1 as detail from range(1, 8)",
            [HOSTILE],
        )
    _, line, *more = outcome.describe_problems(build, {"quarantined_rows"})
    assert line.startswith(r"  data/a/b.csv, row 1: arc_pct is not a number: x\x1b[2J")
    assert line.isprintable()
    assert len(more) == outcome.N_EXAMPLES - 1


def test_a_failure_is_told_in_full_and_leaves_the_last_good_file(own):
    before = (own.warehouse / DATABASE_NAME).read_bytes()
    (own.project / "models/fits/fit_numbers.sql").write_text(
        "{{ config(schema='fits') }} select nosuch from (select 1 as number)"
    )
    is_good, said = own.job()
    assert not is_good
    assert 'Referenced column "nosuch" not found' in said
    assert "The build failed." in said
    assert said.splitlines()[-1].startswith("The last good warehouse stays: warehouse/")
    assert "Traceback" not in said
    assert (own.warehouse / DATABASE_NAME).read_bytes() == before


def test_a_build_whose_report_fails_says_what_is_published_and_what_is_not(own):
    is_good, said = own.job(with_report=True, SHIFT="6")
    assert not is_good
    assert "does not run on this warehouse" in said  # it has three tables
    last = said.splitlines()[-1]
    assert last.startswith(f"The tables are published in warehouse/{DATABASE_NAME}. The report is ")
    assert "not written: there is no warehouse/report yet." in last
    assert "The build failed" not in said
    assert "last good warehouse" not in said
    with duckdb.connect(str(own.warehouse / DATABASE_NAME), read_only=True) as published:
        largest = published.sql("select max(score) from marts.fct_numbers").fetchall()
    assert largest == [(996,)]


@pytest.mark.parametrize("content", [None, b"garbage" * 999])
def test_a_damaged_build_database_is_named(own, content):
    own.build.write_bytes(content or own.build.read_bytes()[:20000])
    is_good, said = own.job()
    assert not is_good
    assert str(own.build.relative_to(own.project)) in said
    assert "A DuckDB file is damaged. Delete the build database" in said
    assert "Traceback" not in said
    own.build.unlink()
    assert own.dbt()[0]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("IO Error: Could not write: No space left on device", "The disk is full. "),
        ("[Errno 27] File too large: 'target/b.duckdb'", "A file would exceed the limit"),
        ("A worker process of the executor was unexpectedly terminated", "Memory ran out. "),
    ],
)
def test_what_the_machine_ran_out_of_has_a_remedy(said, told):
    assert find_remedy(said).startswith(told)


# interrupted

#: A model that takes two processes long.
NAPPING = """
import time

from analysis_py.runtime.processes import in_processes


def model(dbt, session):
    dbt.config(materialized="table", schema="fits")
    in_processes(time.sleep, [(120.0,), (120.0,)], "naps")
    return session.sql("select 1 as number")
"""


def alive(session):
    """Return the commands of the processes of a session that have not ended, by their number."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has just ended
            state, _, _, its_session = (path / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(its_session) == session and state != "Z":
                found[int(path.name)] = (path / "cmdline").read_text().replace("\0", " ")
    return found


def wait_until(holds, said, seconds):
    """Wait until a condition holds, and fail with what is then said if it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, said()
        time.sleep(0.1)


@pytest.mark.process
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
@pytest.mark.parametrize(("name", "to_group"), [("SIGINT", True), ("SIGKILL", False)])
def test_nothing_is_left_alive(own, name, to_group):
    before = (own.warehouse / DATABASE_NAME).read_bytes()
    (model := own.project / "models" / "fits" / "fit_small.py").write_text(NAPPING)
    words = ["llm-reassess", "build", "--no-report"]
    job = start(words, own.project, own.environment, start_new_session=True)
    everybody = partial(alive, job.pid)

    def has_workers():
        """Two, and the trackers of their resources, whether at work or still importing."""
        return sum("loky" in each for each in everybody().values()) >= 3

    try:
        wait_until(has_workers, everybody, 120)
        time.sleep(3)
        number = signal.Signals[name]
        os.killpg(job.pid, number) if to_group else os.kill(job.pid, number)
        output, _ = job.communicate(timeout=20)
        assert job.returncode == -number
        if name == "SIGINT":
            (said,) = re.findall(r"^Interrupted\. .*$", output, re.MULTILINE)
            assert "The last good warehouse stays: warehouse/" in said
            assert "Traceback" not in output
            assert "resource_tracker" not in output
        wait_until(lambda: not everybody(), everybody, 10)
    finally:
        for pid in everybody():
            os.kill(pid, signal.SIGKILL)
    assert (own.warehouse / DATABASE_NAME).read_bytes() == before
    if name == "SIGKILL":
        model.unlink()
        is_good, said = own.dbt(SHIFT="6")
        assert is_good, said
        assert (own.warehouse / DATABASE_NAME).read_bytes() != before


@pytest.mark.process
def test_a_build_database_that_another_has_open_is_said_with_its_process(own):
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    words = ["python", "-c", code, str(own.build)]
    holder = start(words, own.project, os.environ, stdin=subprocess.PIPE)
    holder.stdout.readline()
    is_good, said = own.job()
    holder.communicate("\n")
    assert not is_good
    assert f"PID {holder.pid}" in said
    assert "Traceback" not in said
