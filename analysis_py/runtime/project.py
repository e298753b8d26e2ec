"""The project of a command: its folder and its environment."""

import os
import re
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from analysis_py.runtime.settings import from_environment

#: Variable with the address of the published reports of all versions.
SITE = "LLM_REASSESSMENT_SITE"
_NAME = re.compile(r"^name:\s*['\"]?llm_reassessment['\"]?\s*(#.*)?$", re.MULTILINE)


def find(start: Path) -> Path | None:
    """Return the nearest folder, from ``start`` upwards, that holds a project."""
    for folder in (start, *start.parents):
        try:
            text = (folder / "dbt_project.yml").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if _NAME.search(text) and (folder / "profiles.yml").exists():
            return folder
    return None


def enter(root: Path) -> None:
    """Make a project's folder the current one and set the environment of dbt and its libraries.

    dbt resolves every relative path, also from the environment, in the current folder. One BLAS
    thread is faster than two on matrices of this size; the processes of a fit inherit the setting.
    """
    os.chdir(root)
    os.environ["DBT_PROFILES_DIR"] = "."
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    # the resource tracker would warn about everything it removes after an interrupt
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")


def data_folder() -> Path:
    """Return the folder of snapshot files."""
    return Path("data")


def imports_folder() -> Path:
    """Return the folder of the user's own files, beside the committed facts."""
    return Path(from_environment("IMPORTS"))


def items_folder() -> Path:
    """Return the folder of item results in Parquet."""
    return imports_folder() / "items"


def item_folders() -> list[Path]:
    """Return the folders of item results: the committed ones and the user's own."""
    return [data_folder() / "items", items_folder()]


def build_database() -> Path:
    """Return the database that builds work in."""
    return Path(from_environment("BUILD"))


def warehouse_folder() -> Path:
    """Return the folder of published files."""
    return Path(from_environment("WAREHOUSE"))


def fits_folder() -> Path:
    """Return the folder of stored fits."""
    return Path(os.environ.get("LLM_REASSESSMENT_FITS") or warehouse_folder() / ".fits")


def site_address() -> str | None:
    """Return the address of published reports, from the environment or the package, or None."""
    if given := os.environ.get(SITE):
        return given.rstrip("/")
    with suppress(metadata.PackageNotFoundError):
        for entry in metadata.metadata("llm-reassessment").get_all("Project-URL") or ():
            name, _, address = entry.partition(", ")
            if name == "Report":
                return str(address).rstrip("/")
    return None
