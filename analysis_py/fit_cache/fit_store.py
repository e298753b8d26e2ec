"""A folder of frames, each under the hash of everything it depends on.

A frame is written under another name and then renamed, and its name ends in the hash of its bytes:
a file that a killed process, a full disk or an edit left behind is ignored. A frame that cannot be
read or written costs a fit, never a build. The hash proves the bytes and not their author: anyone
with write access to the folder decides what is read from it. Trust it as you trust code.
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

#: Frames unused for this long are removed.
_KEPT_SECONDS = 30 * 86_400
_OURS = re.compile(rf"[0-9a-f]{{64}}-[0-9a-f]{{64}}\.parquet|{re.escape(PARTIAL_PREFIX)}\w+")


class FitStore:
    """The frames in a folder, which several processes may use at once.

    It is created with the first frame. Other files in it are left alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> pl.DataFrame | None:
        """Return the frame under a key, or None if it is missing or damaged."""
        # two processes may have written the same frame differently
        for path in sorted(self.folder.glob(f"{key}-*.parquet")):
            with suppress(OSError, pl.exceptions.PolarsError):
                content = path.read_bytes()
                if path.name == _name(key, content):
                    os.utime(path)  # mark the frame as used
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
        """Remove frames that no build has used for a month, and leftovers of killed builds."""
        with suppress(OSError):
            for path in self.folder.iterdir():
                is_old = time.time() - path.stat().st_mtime > _KEPT_SECONDS
                if is_old and _OURS.fullmatch(path.name):
                    path.unlink(missing_ok=True)


def _name(key: str, content: bytes) -> str:
    return f"{key}-{hashlib.sha256(content).hexdigest()}.parquet"
