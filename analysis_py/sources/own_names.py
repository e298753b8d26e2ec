"""Validation of the names of imports and item results."""

import re

from analysis_py.runtime.project import data_folder, imports_folder, items_folder

#: It is the name of a folder, of a snapshot and of a cohort.
OWN_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


def refused_name(name: str, *, is_import: bool) -> str | None:
    """Return why an import, or else item results, cannot be called so, or None.

    One name is one thing: a folder of facts, an import with the answers that it brings, or item
    results by themselves. Nothing is called as the folder of all item results is.
    """
    imports, items = imports_folder(), items_folder()
    if not OWN_NAME.fullmatch(name) or name == items.name:
        return (
            f"the name {name!r} will not do: it has to begin with a letter, to consist of a–z, 0–9 "
            f"and _, such as my_runs, and not to be {items.name}"
        )
    taken = [data_folder() / name, data_folder() / items.name / name]
    if not is_import or not (imports / name).exists():
        taken.append((items if is_import else imports) / name)
    if found := next((path for path in taken if path.exists()), None):
        remedy = f", or remove it: llm-reassess import --remove {name}"
        is_own = not found.is_relative_to(data_folder())
        return f"{found} has that name; choose another{remedy if is_own else ''}"
    return None
