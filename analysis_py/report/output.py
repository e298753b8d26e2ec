"""The output folder of a report: beside its tables, or one that the user names."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis_py.publishing import REPORT_NAME
from analysis_py.publishing.publishing import Publication, PublishingError
from analysis_py.report.queries import ReportError
from analysis_py.runtime.atomic import replace_folder


@contextmanager
def place_report(warehouse: Path, output: Path | None) -> Iterator[Path]:
    """Give an empty folder to write the report into, and put it in its place when all is well.

    Parameters
    ----------
    warehouse : Path
        The folder of published files.
    output : Path or None
        A new or an empty folder to write; that of the warehouse unless given.

    Raises
    ------
    ReportError
        If the folder holds anything, or cannot be written, or a build is going on.
    """
    own = output is None or output.absolute() == (warehouse / REPORT_NAME).absolute()
    try:
        if output is None or own:
            with Publication(warehouse), replace_folder(warehouse / REPORT_NAME) as folder:
                yield folder
        else:
            if output.exists() and (not output.is_dir() or any(output.iterdir())):
                raise ReportError(
                    f"{output} is not an empty folder. Name one that is, or a new one."
                )
            with replace_folder(output) as folder:
                yield folder
    except PublishingError as error:
        raise ReportError(str(error)) from error
    except OSError as error:
        raise ReportError(f"The report cannot be written: {error}.") from error
