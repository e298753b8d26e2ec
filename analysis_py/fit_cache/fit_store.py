"""A folder of frames, each under the hash of all that it depends on.

A frame is written under another name and then renamed, and its name ends in the hash of its bytes:
what a killed process, a full disk or an edit has left is not taken for a frame. Whatever cannot be
read or written costs a fit, never a build. The hash proves the bytes and not who wrote them:
whoever may write into the folder decides what is read from it. Trust it as you trust code.
"""

import hashlib
import io
import os
import re
import time
from contextlib import suppress
from pathlib import Path

import polars as pl

from analysis_py.runtime.atomic import PARTIAL_PREFIX, write_bytes

#: What frames may take together; those that were used last stay. A build of the committed data
#: leaves a tenth of it.
LIMIT_BYTES = 500_000_000
#: Half-written files are removed when nobody can be writing them any more.
_STALE_SECONDS = 3600
_FRAME = re.compile(r"[0-9a-f]{64}-[0-9a-f]{64}\.parquet")


class FitStore:
    """The frames in a folder. Several processes may use it at once.

    Files of other names in the folder are neither read nor removed.

    Parameters
    ----------
    folder : Path
        It is made when the first frame is kept.
    limit_bytes : int
        What the frames may take together.
    """

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes

    def get(self, key: str) -> pl.DataFrame | None:
        """Return the frame under a key, or None where there is none that is whole."""
        # two processes that made the same frame may have written it differently
        for path in sorted(self.folder.glob(f"{key}-*.parquet")):
            with suppress(OSError, pl.exceptions.PolarsError):
                content = path.read_bytes()
                if path.name == _name(key, content):
                    os.utime(path)  # it is among the last used now
                    return pl.read_parquet(io.BytesIO(content))
                path.unlink()
        return None

    def put(self, key: str, frame: pl.DataFrame) -> None:
        """Keep a frame under a key, as long as there is room."""
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        content = buffer.getvalue()
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_bytes(self.folder / _name(key, content), content)

    def prune(self) -> None:
        """Remove what was not used for longest, until the rest is small enough."""
        with suppress(OSError):
            ours = [path for path in self.folder.iterdir() if _FRAME.fullmatch(path.name)]
            ages = {path: path.stat().st_mtime for path in ours}
            sizes = {path: path.stat().st_size for path in ours}
            too_many = sum(sizes.values()) - self.limit_bytes
            for path in sorted(ours, key=lambda path: ages[path]):
                if too_many <= 0:
                    break
                path.unlink(missing_ok=True)
                too_many -= sizes[path]
            for path in self.folder.glob(f"{PARTIAL_PREFIX}*"):
                if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                    path.unlink(missing_ok=True)


def _name(key: str, content: bytes) -> str:
    return f"{key}-{hashlib.sha256(content).hexdigest()}.parquet"
