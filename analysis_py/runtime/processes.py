"""Work in several processes, as threads of Python functions would share one core."""

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

from analysis_py.runtime.progress import iter_with_progress

#: Variable with the number of processes, by default one per core.
VARIABLE = "LLM_REASSESSMENT_PROCESSES"

Result = TypeVar("Result")

# dbt runs models on threads, and joblib keeps one pool of processes for all of them: a failure in
# one model's jobs would shut down another's. One set of jobs at a time already fills the cores.
_ONE_AT_A_TIME = threading.Lock()
_SECONDS_BETWEEN_LOOKS = 0.5


def n_processes() -> int:
    """Return the number of processes: from the environment, else one per core.

    Only cores available to this process count; a container or ``taskset`` may leave fewer than the
    machine has. No result depends on the number.
    """
    if text := os.environ.get(VARIABLE, "").strip():
        return int(text)
    if hasattr(os, "sched_getaffinity"):  # on Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_processes(
    function: Callable[..., Result],
    jobs: Sequence[tuple[Any, ...]],
    label: str,
    n_jobs: int | None = None,
) -> list[Result]:
    """Call a function once per tuple of arguments, in processes; return the results in order.

    Parameters
    ----------
    function : callable
        Importable from a module, as another process calls it.
    jobs : sequence of tuple
        Positional arguments of each call, the longest calls first if known.
    label : str
        Name of the jobs in lines of progress.
    n_jobs : int, optional
        Number of processes, by default :func:`n_processes`. No result depends on it.
    """
    n_jobs = max(min(n_jobs or n_processes(), len(jobs)), 1)
    with _ONE_AT_A_TIME:
        pool = Parallel(
            n_jobs=n_jobs, initializer=_end_with, initargs=(os.getpid(),), return_as="generator"
        )
        results = pool(delayed(_in_background)(os.getpid(), function, job) for job in jobs)
        return list(iter_with_progress(results, len(jobs), label))


def _end_with(parent: int) -> None:
    """End this process soon after its parent; joblib's own processes would wait for more work.

    Ctrl-C, which a terminal sends to all of a group, would make it tell where it was.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _in_background(caller: int, function: Callable[..., Result], job: tuple[Any, ...]) -> Result:
    """Run a job at a lower priority than its caller, so that dbt's threads stay responsive.

    Matrices are multiplied on one thread: the last digits of a sum depend on how many share it.
    """
    # priorities can only be lowered, and a single process is the caller itself
    if os.getpid() != caller and hasattr(os, "setpriority"):  # not on Windows
        os.setpriority(os.PRIO_PROCESS, 0, max(10, os.getpriority(os.PRIO_PROCESS, 0)))
    with threadpool_limits(1):
        return function(*job)
