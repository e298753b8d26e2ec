"""Work in several processes, for functions that are mostly Python: threads would share one core."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from joblib import Parallel, delayed

# dbt runs models on threads, and joblib keeps one pool of processes for all of them: a failure in
# one model's jobs would shut down another's. One set of jobs at a time already fills the cores.
_ONE_AT_A_TIME = threading.Lock()


def in_processes(function: Callable, jobs: Iterable[tuple], n_jobs: int = 2) -> list:
    """Call a function once per tuple of arguments, in processes, and return what it gave, in order.

    Parameters
    ----------
    function : callable
        Importable from a module, since another process calls it.
    jobs : iterable of tuple
        Positional arguments of each call.
    n_jobs : int
        Number of processes.
    """
    with _ONE_AT_A_TIME:
        return Parallel(n_jobs=n_jobs)(delayed(function)(*job) for job in jobs)
