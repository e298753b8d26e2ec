"""Work in several processes, for functions that are mostly Python: threads would share one core."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence

from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

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
        Positional arguments of each call, those of the longest first where one knows.
    label : str
        What the jobs are, for the lines that tell how many are done.
    n_jobs : int
        Number of processes. Results do not depend on it.
    """
    with _ONE_AT_A_TIME:
        pool = Parallel(n_jobs=n_jobs, return_as="generator")
        results = pool(delayed(_in_background)(os.getpid(), function, job) for job in jobs)
        return list(announced(results, len(jobs), label))


def _in_background(caller: int, function: Callable, job: tuple) -> object:
    """Run a job at a lower priority than its caller, so that dbt's own threads get on meanwhile.

    Matrices are multiplied on one thread: the last digits of a sum depend on how many share it.
    """
    # priorities can only be lowered, and one process alone is the caller itself
    if os.getpid() != caller and hasattr(os, "setpriority"):  # not on Windows
        os.setpriority(os.PRIO_PROCESS, 0, 10)
    with threadpool_limits(1):
        return function(*job)
