"""The output folder of a report: beside its tables, or one that the user names."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis_py.publishing.owned_folders import ForeignFileError, relinked, rewritten
from analysis_py.publishing.versions import REPORT_NAME, current_version
from analysis_py.report.queries import ReportError


@contextmanager
def placed(warehouse: Path, home: Path, output: Path | None) -> Iterator[Path]:
    """Give an empty folder to write the report into, and put it in its place when all is well.

    Parameters
    ----------
    warehouse : Path
        The folder of published files.
    home : Path
        The version that the report shows. It stays with it when a newer one is published.
    output : Path or None
        The folder to write; the report of that version unless given.

    Raises
    ------
    ReportError
        If the folder holds what this project has not written, or cannot be written.
    """
    own = output is None or output.absolute() == (warehouse / REPORT_NAME).absolute()
    if own and home == current_version(warehouse):
        place = relinked(home / REPORT_NAME)
    else:
        place = rewritten(output or warehouse / REPORT_NAME)
    try:
        with place as folder:
            yield folder
    except ForeignFileError as error:
        raise ReportError(str(error)) from error
    except OSError as error:
        raise ReportError(f"The report cannot be written: {error}.") from error
