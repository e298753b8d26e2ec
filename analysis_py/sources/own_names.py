"""Validation of the names of imports."""

import re

from analysis_py.runtime.project import data_folder, items_folder

#: Names of imports, which also name a folder, a snapshot and a cohort.
OWN_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


def problem_of_name(name: str) -> str | None:
    """Return why a name cannot be that of an import, such as a reserved folder, or None."""
    items = items_folder().name
    if not OWN_NAME.fullmatch(name) or name == items:
        return (
            f"the name {name!r} will not do: it has to begin with a letter, to consist of a–z, 0–9 "
            f"and _, such as my_runs, and not to be {items}"
        )
    taken = [data_folder() / name, data_folder() / items / name]
    existing = next((path for path in taken if path.exists()), None)
    return f"{existing} has that name; choose another" if existing else None
