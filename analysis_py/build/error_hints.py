"""Remedies for errors of dbt, DuckDB or Python where the machine ran out of something."""

import re

_ELSEWHERE = (
    "LLM_REASSESSMENT_BUILD, LLM_REASSESSMENT_WAREHOUSE, DBT_TARGET_PATH, DBT_LOG_PATH and TMPDIR "
    "name other places"
)
#: What such a message holds, and what to do.
_HINTS = {
    "No space left on device|Disk quota exceeded": (
        f"A disk is full. Make room and try again; {_ELSEWHERE}."
    ),
    "File too large": (
        "A file would be larger than this user may write (ulimit -f), or than its file system can "
        f"hold. Raise the limit and try again; {_ELSEWHERE}."
    ),
    "Out of Memory Error|MemoryError|Cannot allocate memory|failed to allocate|bad_alloc|"
    "TerminatedWorkerError|worker process .* was unexpectedly terminated": (
        "Memory ran out. Close what else needs it, or raise the limit (LLM_REASSESSMENT_MEMORY for "
        "DuckDB, ulimit -v for all), and try again; --threads 1 and LLM_REASSESSMENT_PROCESSES=1 "
        "need least."
    ),
    "not a valid DuckDB database file|Could not read enough bytes|Corrupt database": (
        "A DuckDB file is damaged. Delete the build database (target/build.duckdb, unless "
        "LLM_REASSESSMENT_BUILD names another); llm-reassess build then writes all of it anew."
    ),
}


def remedy(message: str) -> str | None:
    """Return what to do where a message says what ran out or was damaged, or None."""
    return next((hint for words, hint in _HINTS.items() if re.search(words, message)), None)
