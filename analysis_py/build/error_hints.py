"""Remedies for errors of dbt, DuckDB or Python when the machine runs out of a resource."""

import re

_ELSEWHERE = (
    "LLM_REASSESSMENT_BUILD, LLM_REASSESSMENT_WAREHOUSE, DBT_TARGET_PATH, DBT_LOG_PATH and TMPDIR "
    "name other folders"
)
#: Patterns of messages, with remedies.
_HINTS = {
    "No space left on device|Disk quota exceeded": (
        f"The disk is full. Free some space and try again; {_ELSEWHERE}."
    ),
    "File too large": (
        "A file would exceed the limit of the user (ulimit -f) or of the file system. Raise the "
        f"limit and try again; {_ELSEWHERE}."
    ),
    "Out of Memory Error|MemoryError|Cannot allocate memory|failed to allocate|bad_alloc|"
    "TerminatedWorkerError|worker process .* was unexpectedly terminated": (
        "Memory ran out. Close other programs or raise the limit (LLM_REASSESSMENT_MEMORY for "
        "DuckDB, ulimit -v for all), and try again; --threads 1 with LLM_REASSESSMENT_PROCESSES=1 "
        "needs the least memory."
    ),
    "not a valid DuckDB database file|Could not read enough bytes|Corrupt database": (
        "A DuckDB file is damaged. Delete the build database (target/build.duckdb, unless "
        "LLM_REASSESSMENT_BUILD names another) and run llm-reassess build."
    ),
}


def find_remedy(message: str) -> str | None:
    """Return the remedy for a message about an exhausted resource or a damaged file, or None."""
    return next((hint for words, hint in _HINTS.items() if re.search(words, message)), None)
