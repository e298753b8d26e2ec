"""Work in several processes, for functions that are mostly Python: threads would share one core."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from joblib import Parallel, delayed

from analysis_py.plumbing.progress import announced

# dbt runs models on threads, and joblib keeps one pool of processes for all of them: a failure in
# one model's jobs would shut down another's. One set of jobs at a time already fills the cores.
_ONE_AT_A_TIME = threading.Lock()
_SECONDS_BETWEEN_LOOKS = 0.5


def worker_pool(n_jobs: int, **options: Any) -> Parallel:
    """Return joblib's pool of processes, which end soon after the process that they work for.

    However that ends: joblib's own would wait for more work until somebody stops them. All pools
    are made here, because joblib starts its processes anew when another kind is asked for.

    Parameters
    ----------
    n_jobs : int
        Number of processes.
    **options
        Passed on to joblib.
    """
    return Parallel(n_jobs=n_jobs, initializer=_end_with, initargs=(os.getpid(),), **options)


def _end_with(parent: int) -> None:
    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


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
        pool = worker_pool(n_jobs, return_as="generator")
        results = pool(delayed(_in_background)(function, job) for job in jobs)
        return list(announced(results, len(jobs), label))


def _in_background(function: Callable, job: tuple) -> object:
    """Run a job at a lower priority, so that dbt's own threads keep their core.

    The longest model of a build runs on one of them; what waits for it would wait longer still.
    """
    if hasattr(os, "setpriority"):  # not on Windows
        os.setpriority(os.PRIO_PROCESS, 0, 10)
    return function(*job)
