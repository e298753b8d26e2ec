"""Work in several processes, for functions that are mostly Python: threads would share one core."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence

from joblib import Parallel, delayed

from analysis_py.plumbing.progress import announced

# dbt runs models on threads, and joblib keeps one pool of processes for all of them: a failure in
# one model's jobs would shut down another's. One set of jobs at a time already fills the cores.
_ONE_AT_A_TIME = threading.Lock()


def in_processes(function: Callable, jobs: Sequence[tuple], label: str, n_jobs: int = 2) -> list:
    """Call a function once per tuple of arguments, in processes, and return what it gave, in order.

    Parameters
    ----------
    function : callable
        Importable from a module, since another process calls it.
    jobs : sequence of tuple
        Positional arguments of each call.
    label : str
        What the jobs are, for the lines that tell how many are done.
    n_jobs : int
        Number of processes.
    """
    with _ONE_AT_A_TIME:
        pool = Parallel(n_jobs=n_jobs, return_as="generator")
        results = pool(delayed(_in_background)(function, job) for job in jobs)
        return list(announced(results, len(jobs), label))


def _in_background(function: Callable, job: tuple) -> object:
    """Run a job at a lower priority, so that dbt's own threads keep their core.

    The longest model of a build runs on one of them; what waits for it would wait longer still.
    """
    if hasattr(os, "setpriority"):  # not on Windows
        os.setpriority(os.PRIO_PROCESS, 0, 10)
    return function(*job)
