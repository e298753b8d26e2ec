"""The job is stopped, by itself or with its group, while processes work for it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from forking import Forked
from small_project import NAPPING

from analysis_py.publishing import manifests, versions

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")


@pytest.fixture(scope="module")
def small(built_small, tmp_path_factory):
    """The small project, published, and then given a model that takes two processes long."""
    made = built_small.copied(tmp_path_factory.mktemp("slow") / "project")
    (made.folder / "models" / "fits" / "fit_small.py").write_text(NAPPING)
    return made


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


@pytest.mark.fault(
    "signals",
    "{name} to the job (to its group: {to_group})",
    "no process is left, nor a semaphore unless all are killed; the last good warehouse is whole",
)
@pytest.mark.parametrize("to_group", [False, True], ids=["alone", "group"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_nothing_is_left_alive(small, name, to_group):
    words = ["llm-reassess", "build", "--no-report", "--no-docs"]
    job = Forked(words, small.folder, small.environment, new_session=True)
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
            # one that hangs up shows nothing more; who terminates does not read along
            assert name != "SIGINT" or "Traceback" not in output
            assert "resource_tracker" not in output
        deadline = time.monotonic() + 10
        while alive := {pid: started[pid] for pid in started.keys() & processes().keys()}:
            assert time.monotonic() < deadline, alive
            time.sleep(0.1)
        # of a group that is killed at once nobody is left to tidy up a few bytes in memory
        assert (name == "SIGKILL" and to_group) or kept_in_memory(job.pid) == []
    finally:
        for pid in {job.pid, *started} & processes().keys():
            os.kill(pid, signal.SIGKILL)
    assert manifests.problems(versions.current_version(small.warehouse)) == []


STOPPABLE = """
import signal, sys, time
from pathlib import Path
from analysis_py.job.console import Console
from analysis_py.job.interrupt import stopped_at_once

with stopped_at_once(Console(sys.stdout, live=False), Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(60)
"""


def start(warehouse, project, hang_up=signal.SIG_DFL):
    """Start what can be stopped, with a way to take SIGHUP whatever the tests' own is."""
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPABLE, warehouse],
        cwd=project,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, hang_up),
    )
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.fault("signals", "SIGHUP under nohup", "it goes on")
def test_with_nohup_it_outlives_its_terminal(project, tmp_path):
    process = start(tmp_path, project, signal.SIG_IGN)
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    process.terminate()
    process.communicate()
    assert process.returncode == 128 + signal.SIGTERM


@pytest.mark.fault("signals", "SIGHUP, and the terminal is gone", "it ends")
def test_it_ends_even_where_its_message_reaches_nobody(project, tmp_path):
    """As when the terminal is gone: writing to it fails."""
    process = start(tmp_path, project)
    process.stdout.close()
    process.send_signal(signal.SIGHUP)
    assert process.wait(timeout=10) == 128 + signal.SIGHUP
