"""Remedies for errors of dbt, DuckDB or Python where the machine ran out of something."""

import re

#: How a path stands in such a message: DuckDB and Python quote it.
_PATH = re.compile(r"""["']((?:/|[\w.-]+/)[^"']+)["']""")
#: What is said where no room is left, a file may not grow, or memory ran out.
_FULL = re.compile("No space left on device|Disk quota exceeded")
_TOO_LARGE = re.compile("File too large")
_MEMORY = re.compile(
    r"Out of Memory Error|MemoryError|Cannot allocate memory|failed to allocate|"
    r"bad_alloc|TerminatedWorkerError|worker process .* was unexpectedly terminated"
)
_ELSEWHERE = (
    "LLM_REASSESSMENT_BUILD, LLM_REASSESSMENT_WAREHOUSE, DBT_TARGET_PATH, DBT_LOG_PATH and TMPDIR "
    "name other places"
)


def remedy(message: str) -> str | None:
    """Return a sentence that says what ran out and what to do, or None if nothing did.

    Parameters
    ----------
    message : str
        Of an error, from whomever.

    >>> remedy('Could not write file "/data/b.duckdb": No space left on device')[:63]
    'The disk under /data/b.duckdb is full. Make room and try again;'
    >>> remedy("Binder Error: no such column")
    """
    paths = _PATH.findall(message)
    if _FULL.search(message):
        where = f"The disk under {paths[-1]}" if paths else "A disk"
        return f"{where} is full. Make room and try again; {_ELSEWHERE}."
    if _TOO_LARGE.search(message):
        what = paths[-1] if paths else "A file"
        return (
            f"{what} would be larger than this user may write (ulimit -f), or than its file system "
            f"can hold. Raise the limit and try again; {_ELSEWHERE}."
        )
    if _MEMORY.search(message):
        return (
            "Memory ran out. Close what else needs it, or raise the limit "
            "(LLM_REASSESSMENT_MEMORY for DuckDB, ulimit -v for all), and try again; --threads 1 "
            "and LLM_REASSESSMENT_PROCESSES=1 need least."
        )
    return None
