"""What dbt knows of the project's files as they are now, without touching the project's target."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from standing_in import stand_in


@dataclass(frozen=True)
class Parsed:
    """A folder that stands for the project, with a target folder of its own."""

    folder: Path

    @cached_property
    def manifest(self) -> dict:
        """dbt's manifest: every model with its configuration, and much else."""
        return json.loads((self.folder / "target/manifest.json").read_text())

    @property
    def models(self) -> list[dict]:
        """The project's models."""
        nodes = self.manifest["nodes"].values()
        return [node for node in nodes if node["resource_type"] == "model"]


def parse(project: Path, folder: Path) -> Parsed:
    """Let dbt parse the project's files from another folder, where its artefacts then lie."""
    stand_in(project, folder)
    known = project / "target/partial_parse.msgpack"
    if known.exists():  # dbt reads anew what differs
        (folder / "target").mkdir()
        shutil.copy(known, folder / "target")
    dbt = Path(sys.executable).with_name("dbt")
    environment = os.environ | {"DBT_PROFILES_DIR": "."}
    command = [dbt, "--no-use-colors", "parse"]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
    return Parsed(folder)
