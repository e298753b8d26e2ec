"""The project that a command works on: where it is, and the environment it works in."""

import os
import re
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from analysis_py.runtime.settings import from_environment

#: Names the address at which the reports of all versions are published.
SITE = "LLM_REASSESSMENT_SITE"
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
    # what tidies up after a process that was stopped would warn of all that it removes
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")


def data_folder() -> Path:
    """Return the folder of snapshot files."""
    return Path("data")


def imports_folder() -> Path:
    """Return the folder of files that are a person's own, beside the committed facts."""
    return Path(from_environment("IMPORTS"))


def items_folder() -> Path:
    """Return the folder of item results, which are Parquet and no snapshots."""
    return imports_folder() / "items"


def item_folders() -> list[Path]:
    """Return the folders that item results are read from: the committed ones, and one's own."""
    return [data_folder() / "items", items_folder()]


def build_database() -> Path:
    """Return the database that builds work in."""
    return Path(from_environment("BUILD"))


def warehouse_folder() -> Path:
    """Return the folder of published files."""
    return Path(from_environment("WAREHOUSE"))


def fits_folder() -> Path:
    """Return the folder of fits that need not be made again."""
    return Path(os.environ.get("LLM_REASSESSMENT_FITS") or warehouse_folder() / ".fits")


def site_address() -> str | None:
    """Return where reports are published, by the environment or by the package; None if nowhere."""
    if given := os.environ.get(SITE):
        return given.rstrip("/")
    with suppress(metadata.PackageNotFoundError):
        for entry in metadata.metadata("llm-reassessment").get_all("Project-URL") or ():
            name, _, address = entry.partition(", ")
            if name == "Report":
                return str(address).rstrip("/")
    return None
