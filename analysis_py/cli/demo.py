"""``llm-reassess demo``: a finished warehouse and its report, without a build."""

import hashlib
import json
import lzma
import os
import re
import tarfile
import tempfile
import webbrowser
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import click
from click import argument, option

from analysis_py import __version__
from analysis_py.cli.commands import NEW, Command
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.folders import fill_folder
from analysis_py.publishing import DATABASE_NAME, REPORT_NAME

#: Checksums of the files beside it, as ``sha256sum --check`` reads them.
SUMS = "SHA256SUMS"
#: Version of a finished warehouse and day of its latest facts. It is the last file of an archive,
#: so its presence shows that everything was unpacked.
ABOUT = "release.json"
ARCHIVE = f"llm_reassessment-{__version__}.tar.xz"
#: Timeout of a server in seconds.
_PATIENCE_S = 30
_CHUNK = 1 << 20
_SUM = re.compile(r"^\\?([0-9a-f]{64})\b", re.MULTILINE | re.IGNORECASE)
_NO_RELEASE = """\
no release is published yet. Build it instead. In a clone of the project:
  make
With the package installed:
  llm-reassess init work && cd work && llm-reassess build
To open an archive that you have, add --from FILE"""


@click.command("demo", cls=Command)
@argument("folder", type=NEW, metavar="[DIR]", default=Path(f"llm_reassessment-{__version__}"))
@option("--from", "source", metavar="FILE", help="Archive to open: a file or an address.")
@option("--no-browser", is_flag=True, help="Do not open a browser.")
def demo(folder: Path, source: str | None, no_browser: bool) -> int:
    """Open a finished warehouse and its report, without a build.

    It downloads the archive of this release, verifies its checksum, unpacks it into DIR, opens the
    report and runs one query. If DIR already holds a release, it is only opened. With --from, it
    reads an archive that you have; SHA256SUMS must be in the same folder.

    exit codes: 0 opened, 1 download or checksum failed, 2 no release, or usage error

    for example:
      llm-reassess demo
      llm-reassess demo look --from ~/Downloads/llm_reassessment-0.2.0.tar.xz --no-browser
    """
    from analysis_py.cli.printing import say

    if not (folder / ABOUT).exists():
        address = _address(source)
        say(f"Fetching {address}")
        with fill_folder(folder):
            _unpack(address, folder)
            _check(folder, address)
    _check(folder, str(folder))
    _tell(folder)
    front = folder / REPORT_NAME / "index.html"
    opened = not no_browser and webbrowser.open(front.as_uri())
    say(
        f"\n{'Opened' if opened else 'Open in a browser'}: {front}\n"
        f'More questions:  llm-reassess query --warehouse {folder} "from reporting.start_here"\n'
        "Build it yourself:  llm-reassess init work && cd work && llm-reassess build"
    )
    return GOOD


def _address(source: str | None) -> str:
    """Return the address of the archive: the given one, or that of this release."""
    from analysis_py.runtime.project import SITE, site_address
    from analysis_py.runtime.settings import problems

    if source:
        # unlike that of Path, this leaves the home of nobody as it is
        path = os.path.expanduser(source)
        return source if "://" in source else Path(path).absolute().as_uri()
    if wrong := problems({name: os.environ[name] for name in [SITE] if name in os.environ}):
        raise CommandError(wrong[0], MISUSED)
    if site := site_address():
        return f"{site}/v{__version__}/{ARCHIVE}"
    raise CommandError(_NO_RELEASE, MISUSED)


def _unpack(address: str, folder: Path) -> None:
    """Fetch an archive, verify the checksum beside it, and unpack it."""
    try:
        with urlopen(urljoin(address, SUMS), timeout=_PATIENCE_S) as lines:
            # any name, as browsers may rename the file
            listed = {each.lower() for each in _SUM.findall(lines.read().decode())}
        with tempfile.TemporaryFile(dir=folder) as file:
            hashed = hashlib.sha256()
            with urlopen(address, timeout=_PATIENCE_S) as response:
                while chunk := response.read(_CHUNK):
                    hashed.update(chunk)
                    file.write(chunk)
            if hashed.hexdigest() not in listed:
                raise CommandError(
                    f"{address} does not match a checksum in {SUMS}. Nothing was unpacked; "
                    "download both files again"
                )
            file.seek(0)
            with tarfile.open(fileobj=file, mode="r:xz") as archive:
                archive.extractall(folder, filter="data")
    except (
        OSError,
        ValueError,
        EOFError,
        HTTPException,
        lzma.LZMAError,
        tarfile.TarError,
    ) as error:
        raise CommandError(f"cannot read {address} or {SUMS} beside it: {error}") from error


def _check(folder: Path, whence: str) -> None:
    """Raise if a folder lacks a part of a finished warehouse."""
    for name in (ABOUT, DATABASE_NAME, f"{REPORT_NAME}/index.html"):
        if not (folder / name).is_file():
            raise CommandError(
                f"{whence} is not an archive of a release: {name} is missing. Download the archive "
                "again, into a new folder"
            )
    _about(folder)


def _about(folder: Path) -> str:
    """Return the version and the day of the data; raise if the release does not say them."""
    try:
        facts = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        return f"version {facts['version']}, data up to {facts['taken_on']}"
    except (ValueError, LookupError, TypeError) as error:
        raise CommandError(
            f"{folder / ABOUT} is not a JSON object with version and taken_on; unpack the archive "
            "again"
        ) from error


def _tell(folder: Path) -> None:
    """Describe the warehouse and answer its first question."""
    from analysis_py.cli import printing
    from analysis_py.cli.published import open_published
    from analysis_py.cli.query import answer
    from analysis_py.publishing.reading import limit_memory

    with limit_memory(), open_published(folder) as connection:
        printing.say(f"{folder / DATABASE_NAME}: {_about(folder)}.")
        first = "from reporting.start_here order by question_order limit 1"
        for question, sql in connection.sql(f"select question, example_query {first}").fetchall():
            printing.say(f"\n{question}\n")
            printing.write(None, *answer(connection, sql, _PATIENCE_S))
