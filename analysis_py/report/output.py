"""The output folder of a report: in the warehouse, or given by the user."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis_py.publishing import REPORT_NAME
from analysis_py.publishing.publishing import Publication, PublishingError
from analysis_py.report.queries import ReportError
from analysis_py.runtime.atomic import replace_folder


@contextmanager
def place_report(warehouse: Path, output: Path | None) -> Iterator[Path]:
    """Yield an empty folder for the report and move it into place after success.

    Parameters
    ----------
    warehouse : Path
        The folder of published files.
    output : Path or None
        A new or empty folder; by default that of the warehouse.

    Raises
    ------
    ReportError
        If the folder is not empty or not writable, or a build is running.
    """
    own = output is None or output.absolute() == (warehouse / REPORT_NAME).absolute()
    try:
        if output is None or own:
            with Publication(warehouse), replace_folder(warehouse / REPORT_NAME) as folder:
                yield folder
        else:
            if output.exists() and (not output.is_dir() or any(output.iterdir())):
                raise ReportError(f"{output} is not an empty folder. Name an empty or new one.")
            with replace_folder(output) as folder:
                yield folder
    except PublishingError as error:
        raise ReportError(str(error)) from error
    except OSError as error:
        raise ReportError(f"The report cannot be written: {error}.") from error
