"""The project that a command works on: where it is, and the environment it works in."""

from __future__ import annotations

import os
import re
from pathlib import Path

from analysis_py.plumbing.settings import from_environment

#: Set in the environment, it lets every fit be made anew; what is made is kept all the same.
FRESH = "LLM_REASSESSMENT_FRESH"
#: What a person may call an import or item results: a folder, a snapshot and a cohort.
OWN_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_NAME = re.compile(r"^name:\s*['\"]?llm_reassessment['\"]?\s*(#.*)?$", re.MULTILINE)


def find(start: Path) -> Path | None:
    """Return the nearest folder, from ``start`` upwards, that holds a project of this kind."""
    for folder in (start, *start.parents):
        try:
            text = (folder / "dbt_project.yml").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if _NAME.search(text) and (folder / "profiles.yml").exists():
            return folder
    return None


def enter(root: Path) -> None:
    """Make a project's folder the current one, and set what dbt and its libraries look for.

    dbt takes every relative path, those of the environment included, from the current folder.
    One BLAS thread is faster than two on matrices of this size; processes that a fit starts read
    so in the environment.
    """
    os.chdir(root)
    os.environ["DBT_PROFILES_DIR"] = "."
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")


def data_folder() -> Path:
    """Return the folder of snapshot files."""
    return Path(from_environment("DATA"))


def imports_folder() -> Path:
    """Return the folder of files that are a person's own, beside the committed facts."""
    return Path(from_environment("IMPORTS"))


def items_folder() -> Path:
    """Return the folder of item results, which are Parquet and no snapshots."""
    return imports_folder() / "items"


def build_database() -> Path:
    """Return the database that builds work in."""
    return Path(from_environment("BUILD"))


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
    taken = [data_folder() / name]
    if not is_import or not (imports / name).exists():
        taken.append((items if is_import else imports) / name)
    if found := next((path for path in taken if path.exists()), None):
        return f"{found} has that name; choose another, or be rid of it: llm-reassess forget {name}"
    return None


def warehouse_folder() -> Path:
    """Return the folder of published files."""
    return Path(from_environment("WAREHOUSE"))


def fits_folder() -> Path:
    """Return the folder of fits that need not be made again."""
    return Path(os.environ.get("LLM_REASSESSMENT_FITS") or warehouse_folder() / ".fits")


def is_fresh() -> bool:
    """Return whether every fit is to be made anew."""
    return os.environ.get(FRESH) == "1"
