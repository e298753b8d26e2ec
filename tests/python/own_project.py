"""A project whose hand-edited files are a test's own, on a copy of the finished build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

#: What a run leaves in the project's folder; all else is the project.
LEFT_BEHIND = {"target", "logs", "warehouse"}


@dataclass(frozen=True)
class OwnProject:
    """A folder that stands for the project, and a build database and a warehouse beside it."""

    folder: Path
    build: Path

    def dbt(self, *arguments: str, timeout: int = 600) -> subprocess.CompletedProcess:
        """Run dbt as a person would; stdout holds all that it printed."""
        environment = os.environ | {
            "DBT_PROFILES_DIR": ".",
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "LLM_REASSESSMENT_BUILD": str(self.build),
            "LLM_REASSESSMENT_WAREHOUSE": str(self.folder / "warehouse"),
            "PYTHONPATH": str(self.folder),
        }
        return subprocess.run(
            [Path(sys.executable).with_name("dbt"), "--no-use-colors", *arguments],
            cwd=self.folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
        )


def own_project(project: Path, folder: Path, files: dict[str, bytes]) -> OwnProject:
    """Stand in for the project, with other bytes in some of its files.

    Parameters
    ----------
    project : Path
        The project's folder, in which a build has been finished.
    folder : Path
        An empty folder; all else in it will be links into the project.
    files : dict of str to bytes
        Paths within the project and what they shall hold here.
    """
    build = Path(os.environ.get("LLM_REASSESSMENT_BUILD", project / "target/build.duckdb"))
    assert build.exists(), "no build database: run make first"
    own = folder / "project"
    own.mkdir()
    for path in project.iterdir():
        if path.name == ".dbtignore" or not path.name.startswith((".", *LEFT_BEHIND)):
            (own / path.name).symlink_to(path)
    for name, content in files.items():
        for parent in reversed(Path(name).parents[:-1]):
            if (own / parent).is_symlink():
                (own / parent).unlink()
                (own / parent).mkdir()
                for path in (project / parent).iterdir():
                    (own / parent / path.name).symlink_to(path)
        (own / name).unlink(missing_ok=True)
        (own / name).write_bytes(content)
    copy = folder / "build.duckdb"
    shutil.copyfile(build, copy)
    return OwnProject(own, copy)
