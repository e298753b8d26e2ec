"""Jobs in several processes: their order, their priority, and the threads they multiply on."""

import operator
import os
import subprocess
import sys

import pytest

from analysis_py.runtime.processes import VARIABLE, in_processes, n_processes


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_results_come_in_the_order_of_the_jobs(n_jobs):
    jobs = [(i, 10) for i in range(7)]
    assert in_processes(operator.add, jobs, "sums", n_jobs) == list(range(10, 17))


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_matrices_are_multiplied_on_one_thread_whatever_the_number_of_processes(n_jobs, project):
    """Joblib would give a process the cores that are left, and its sums other last digits."""
    script = (
        "import numpy, threadpoolctl\n"
        "from analysis_py.runtime.processes import in_processes\n"
        f"(info,) = in_processes(threadpoolctl.threadpool_info, [()], 'looks', {n_jobs})\n"
        "assert {library['num_threads'] for library in info} == {1}, info\n"
        "outside = threadpoolctl.threadpool_info()\n"
        "assert {library['num_threads'] for library in outside} != {1}, outside\n"
    )
    environment = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "2")
    subprocess.run([sys.executable, "-c", script], check=True, cwd=project, env=environment)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no way to ask for cores")
def test_one_process_per_core_that_may_be_used(monkeypatch):
    for nothing in (None, "", " "):
        monkeypatch.delenv(VARIABLE, raising=False)
        if nothing is not None:
            monkeypatch.setenv(VARIABLE, nothing)
        assert n_processes() == len(os.sched_getaffinity(0))
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {4})
    assert n_processes() == 1
