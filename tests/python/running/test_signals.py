"""A build that is interrupted or killed ends at once, and nothing of it stays alive."""

import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from commands import start

from analysis_py.publishing import manifests, versions


@pytest.fixture
def own(built_small, tmp_path):
    """Return a copy of the small project, which was built and published."""
    return built_small.copied(tmp_path / "own")


#: A model that takes two processes long.
NAPPING = """
import time

from analysis_py.runtime.processes import in_processes


def model(dbt, session):
    dbt.config(materialized="table", schema="fits")
    in_processes(time.sleep, [(120.0,), (120.0,)], "naps")
    return session.sql("select 1 as number")
"""


def processes():
    """Return the parent and the command of every process that has not ended."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (path / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (path / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if state != "Z":
            found[int(path.name)] = int(parent), command
    return found


def below(process):
    """Return the processes that a process has started, and those that they have, by command."""
    alive = processes()
    found = {}
    generation = {process}
    while generation:
        generation = {pid for pid, (parent, _) in alive.items() if parent in generation}
        found |= {pid: alive[pid][1] for pid in generation}
    return found


def kept_in_memory(process):
    """Return the semaphores and folders that a process has had made, by the name of each."""
    return [
        path.name
        for place in ("/dev/shm", tempfile.gettempdir())
        for pattern in (f"*-{process}-*", f"*_{process}_*")
        for path in Path(place).glob(pattern)
    ]


@pytest.mark.process
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
@pytest.mark.parametrize(("name", "to_group"), [("SIGINT", True), ("SIGKILL", False)])
@pytest.mark.fault("signals")
def test_nothing_is_left_alive(own, name, to_group):
    (model := own.folder / "models" / "fits" / "fit_small.py").write_text(NAPPING)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LLM_", "DBT_"))}
    words = ["llm-reassess", "build", "--no-report", "--no-docs"]
    job = start(words, own.folder, environment, start_new_session=True)
    started = {}
    try:
        deadline = time.monotonic() + 120
        # two workers and the trackers of their resources, whether at work or still importing
        while sum("loky" in command for command in below(job.pid).values()) < 3:
            assert time.monotonic() < deadline, below(job.pid)
            assert job.poll() is None, job.stdout.read()
            time.sleep(0.1)
        started = below(job.pid)
        assert kept_in_memory(job.pid), "semaphores, which outlive whom they belong to"
        number = signal.Signals[name]
        os.killpg(job.pid, number) if to_group else os.kill(job.pid, number)
        output, _ = job.communicate(timeout=20)
        if name == "SIGKILL":
            assert job.returncode == -number
        else:
            assert job.returncode == 128 + number
            (said,) = re.findall(r"^Interrupted\. .*$", output, re.MULTILINE)
            assert "The last good warehouse stays: warehouse/" in said
            assert "Traceback" not in output
            assert "resource_tracker" not in output
        deadline = time.monotonic() + 10
        while alive := {pid: started[pid] for pid in started.keys() & processes().keys()}:
            assert time.monotonic() < deadline, alive
            time.sleep(0.1)
        assert kept_in_memory(job.pid) == []
    finally:
        for pid in {job.pid, *started} & processes().keys():
            os.kill(pid, signal.SIGKILL)
    before = versions.current_version(own.warehouse)
    assert manifests.problems(before) == []
    if name == "SIGKILL":
        model.unlink()
        is_good, said = own.dbt(SHIFT="6")
        assert is_good, said
        assert versions.current_version(own.warehouse) != before


STOPPABLE = """
import sys, time
from pathlib import Path
from analysis_py.build.interrupt import stopped_at_once
from analysis_py.build.progress import Progress

with stopped_at_once(Progress(), Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.process
@pytest.mark.fault("signals")
def test_a_terminal_that_hangs_up(project, tmp_path):
    environment = os.environ | {"PYTHONPATH": str(project)}
    for taken, code in ((signal.SIG_IGN, signal.SIGTERM), (signal.SIG_DFL, signal.SIGHUP)):
        process = start(
            ["python", "-c", STOPPABLE, tmp_path],
            tmp_path,
            environment,
            preexec_fn=lambda taken=taken: signal.signal(signal.SIGHUP, taken),
        )
        assert process.stdout.readline() == "ready\n"
        process.stdout.close()
        process.send_signal(signal.SIGHUP)
        if taken == signal.SIG_IGN:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=1)
            process.terminate()
        assert process.wait(timeout=10) == 128 + code
