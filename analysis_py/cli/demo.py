"""``llm-reassess demo``: a finished warehouse and its report, without a build."""

import hashlib
import tarfile
import tempfile
import time
import webbrowser
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import click
from click import argument, option

from analysis_py import __version__
from analysis_py.cli.commands import PATH, command
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.folders import filled
from analysis_py.publishing.versions import DATABASE_NAME, REPORT_NAME

#: Seconds that a server may take to answer.
_PATIENCE_S = 30
_CHUNK = 1 << 20


@command("demo", in_project=False)
@argument("folder", type=PATH, metavar="[DIR]", default=Path(f"llm_reassessment-{__version__}"))
@option("--from", "source", metavar="FILE", help="The archive, a file or an address.")
@option("--no-browser", is_flag=True, help="Open no browser.")
@click.pass_obj
def demo(here: Path, folder: Path, source: str | None, no_browser: bool) -> int:
    """Open a finished warehouse and its report, without a build.

    It fetches the archive of this release, checks it against its checksum, unpacks it into DIR,
    opens the report and answers a first question. If DIR already holds one, it is only opened.

    The archive is llm_reassessment-VERSION.tar.xz of a release. It is looked for in the folder of
    this version at the address that LLM_REASSESSMENT_SITE names, by default that of the release.

    exit codes: 0 opened, 1 it cannot be fetched or is not what was released, 2 called wrongly

    for example:
      llm-reassess demo
      llm-reassess demo look --from ~/Downloads/llm_reassessment-0.2.0.tar.xz --no-browser
    """
    from analysis_py.exports.release import ABOUT

    start = time.perf_counter()
    # the last file of an archive: where it is, all of it was unpacked
    if not (folder / ABOUT).exists():
        address = _address(source, here)
        print(f"Fetching {address}", flush=True)
        with filled(folder):
            _unpack(address, folder)
    _tell(folder)
    front = (folder / REPORT_NAME / "index.html").absolute()
    opened = not no_browser and webbrowser.open(front.as_uri())
    print(
        f"\n{'Opened' if opened else 'Open in a browser'}: {front}\n"
        f'Ask more:  llm-reassess query --warehouse {folder} "from reporting.start_here"\n'
        "To build it yourself, from the files of facts: llm-reassess init work && cd work && "
        f"llm-reassess build\n({time.perf_counter() - start:.0f} s)"
    )
    return GOOD


def _address(source: str | None, here: Path) -> str:
    """Return the address of the archive: the one that was named, or that of this release."""
    from analysis_py.exports.release import archive_name
    from analysis_py.runtime.project import site_address

    if source:
        return source if "://" in source else (here / source).expanduser().absolute().as_uri()
    if site := site_address():
        return f"{site}/v{__version__}/{archive_name()}"
    raise CommandError(
        "this copy of llm-reassess knows no address of its release; name the archive with --from, "
        "or the site in LLM_REASSESSMENT_SITE",
        MISUSED,
    )


def _unpack(address: str, folder: Path) -> None:
    """Fetch an archive, hold it to the checksum that lies beside it, and unpack it.

    Raises
    ------
    CommandError
        If it cannot be fetched, or is not what the checksum is of.
    """
    from analysis_py.exports.release import ABOUT, SUMS

    name = address.rpartition("/")[2]
    try:
        with urlopen(urljoin(address, SUMS), timeout=_PATIENCE_S) as lines:
            listed = dict(line.split()[::-1] for line in lines.read().decode().splitlines())
        with tempfile.TemporaryFile(dir=folder) as file:
            hashed = hashlib.sha256()
            with urlopen(address, timeout=_PATIENCE_S) as response:
                while chunk := response.read(_CHUNK):
                    hashed.update(chunk)
                    file.write(chunk)
            if listed.get(name) != hashed.hexdigest():
                raise CommandError(
                    f"{address} is not what {SUMS} beside it says; fetch both again. Nothing was "
                    "unpacked"
                )
            file.seek(0)
            with tarfile.open(fileobj=file, mode="r:xz") as archive:
                archive.extractall(folder, filter="data")
    except (OSError, ValueError, EOFError, tarfile.TarError) as error:
        raise CommandError(f"{address} or {SUMS} beside it cannot be read: {error}") from error
    if not (folder / ABOUT).is_file():
        raise CommandError(f"{address} is no archive of a release: it holds no {ABOUT}")


def _tell(folder: Path) -> None:
    """Say what there is, and answer the first question of the file."""
    from analysis_py.cli import printing
    from analysis_py.cli.published import open_published
    from analysis_py.exports.release import about

    told = about(folder)
    with open_published(folder) as connection:
        ((n_tables,),) = connection.sql("select count(*) from duckdb_tables()").fetchall()
        ((question, sql),) = connection.sql(
            "select question, example_query from reporting.start_here where question_order = 1"
        ).fetchall()
        print(
            f"{folder / DATABASE_NAME}: {n_tables} tables, with facts up to {told.taken_on}, as "
            f"released with version {told.version}.\n\n{question}\n"
        )
        answer = connection.sql(sql)
        printing.write(None, answer.columns, answer.fetchall())
