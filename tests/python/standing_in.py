"""A folder that stands for the project, so that a test leaves nothing in the project's own."""

from collections.abc import Collection
from pathlib import Path

#: What a run leaves in the project's folder, and results of one's own; all else is the project.
LEFT_BEHIND = {"target", "logs", "warehouse", "imports"}


def stand_in(project: Path, folder: Path, without: Collection[str] = ()) -> Path:
    """Link all of the project into a folder, without what the test brings itself."""
    for path in project.iterdir():
        is_hidden = path.name.startswith(".") and path.name != ".dbtignore"
        if path.name not in LEFT_BEHIND | set(without) and not is_hidden:
            (folder / path.name).symlink_to(path)
    return folder
