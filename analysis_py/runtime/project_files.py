"""The files of a project, and the installed package's copy of them.

``setup.py`` packs the copy into the wheel; ``llm-reassess init`` unpacks it. Only the standard
library is imported, because ``setup.py`` runs before anything is installed.
"""

import shutil
from pathlib import Path

#: Files and folders of the source tree that a build of the warehouse, or its reader, needs.
PARTS = (
    ".dbtignore",
    ".gitignore",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "NOTICE",
    "README.md",
    "SECURITY.md",
    "claims",
    "data",
    "dbt_project.yml",
    "docs",
    "expectations",
    "macros",
    "models",
    "profiles.yml",
    "seeds",
    "tests/dbt",
)
PACKAGE = Path(__file__).parents[1]
#: The folder within the installed package; a source tree is the project itself and has none.
COPY_NAME = "_project"


def source() -> Path:
    """Return the folder of a project's files: the installed copy, or the source tree."""
    for folder in (PACKAGE / COPY_NAME, PACKAGE.parent):
        if (folder / "dbt_project.yml").exists():
            return folder
    raise FileNotFoundError(
        f"{PACKAGE} holds no project to copy; install llm-reassessment from its wheel"
    )


def files_of(root: Path) -> list[Path]:
    """Return a project's files, relative to its folder, without the products of a build."""
    files = []
    for part in PARTS:
        path = root / part
        if not path.exists():
            raise FileNotFoundError(f"{root} is incomplete: it has no {part}")
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        files += [file for file in inside if file.is_file() and "__pycache__" not in file.parts]
    return [file.relative_to(root) for file in files]


def copy(root: Path, target: Path) -> list[Path]:
    """Copy a project's files to another folder and return them, relative to it."""
    files = files_of(root)
    for file in files:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        # contents only: an installed file may be read-only, its copy must be editable
        shutil.copyfile(root / file, target / file)
    return files
