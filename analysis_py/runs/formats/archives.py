"""The members of an archive, with a limit on what each inflates to."""

import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

import zstandard

from analysis_py.runs.formats.contract import UnreadableFile

#: Most bytes to which a member or a packed file inflates; a small file may claim any size.
LARGEST = 512 * 1024**2
#: Compression of newer versions of Inspect; zipfile reads it from Python 3.14.
_ZSTD = 93


class Archive:
    """An archive that is opened once; ``members`` are by name, the last copy of each.

    Raises
    ------
    UnreadableFile
        If it is no archive; from :meth:`read`, if a member is broken or too large.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise UnreadableFile(f"{error.strerror}") from error
        try:
            self._archive = zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            self._file.close()
            raise UnreadableFile(f"not readable as an archive: {error}") from error
        self.members = {each.filename: each for each in self._archive.infolist()}

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
        self._file.close()

    def read(self, name: str) -> bytes:
        """Return the content of a member."""
        if name not in self.members:
            raise UnreadableFile(f"the archive has no member {name}")
        member = self.members[name]
        if member.file_size > LARGEST:
            raise UnreadableFile(
                f"its member {name} inflates to {member.file_size:,} bytes; the limit is "
                f"{LARGEST:,}"
            )
        try:
            is_zstd = member.compress_type == _ZSTD
            # zipfile inflates no more than the size that the archive states
            return self._inflate_zstd(member) if is_zstd else self._archive.read(member)
        except (
            ValueError,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
            zipfile.BadZipFile,
            zlib.error,
            zstandard.ZstdError,
        ) as error:
            raise UnreadableFile(f"its member {name} is broken: {error}") from error

    def _inflate_zstd(self, member: zipfile.ZipInfo) -> bytes:
        # the data follow a header of 30 bytes, a name and an extra field
        self._file.seek(member.header_offset + 26)
        lengths = self._file.read(4)
        self._file.seek(sum(int.from_bytes(lengths[i : i + 2], "little") for i in (0, 2)), 1)
        packed = self._file.read(member.compress_size)
        with zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True) as parts:
            content = parts.read(member.file_size + 1)
        if len(content) > member.file_size:
            raise ValueError(f"it inflates to more than the {member.file_size:,} bytes it states")
        return bytes(content)
