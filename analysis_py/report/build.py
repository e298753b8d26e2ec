"""The report: one folder of pages made from the published file alone."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import vl_convert

from analysis_py.plumbing.spreadsheets import inert
from analysis_py.plumbing.versions import DATABASE_NAME, REPORT_NAME, folder_of_files
from analysis_py.report import export, queries, site
from analysis_py.report.figure import PAGES_FOLDER, Figure, Page
from analysis_py.report.pages import PAGES
from analysis_py.report.placing import placed
from analysis_py.report.queries import ReportError
from analysis_py.report.switches import Options, read_options

ASSETS = Path(__file__).parent / "assets"

VEGA_NOTICE = (
    "/* Vega, Vega-Lite and Vega-Embed, bundled by vl-convert and packed as gzip in base64; "
    "their licence is in vega-licence.txt. */\n"
)


def build(
    warehouse: Path, output: Path | None = None, say: Callable[[str], None] = lambda line: None
) -> Path:
    """Write the report of a published warehouse and return its front page.

    It takes the place of the last one when all of it is written, so a reader never sees half.

    Parameters
    ----------
    warehouse : Path
        Folder of the published file.
    output : Path, optional
        Folder to write, new, empty or of an earlier report; ``<warehouse>/report`` unless given.
    say : callable
        Is told of each page as it is begun.

    Raises
    ------
    ReportError
        If there is no published file, it lacks what a figure shows, or the folder is not ours.
    """
    home = folder_of_files(warehouse)
    database = home / DATABASE_NAME
    if not database.exists():
        raise ReportError(
            f"There is no {warehouse / DATABASE_NAME}: build it with `llm-reassess build`."
        )
    with (
        placed(warehouse, home, output) as folder,
        duckdb.connect(str(database), read_only=True) as connection,
    ):
        for name in ("assets", "data", "figures", "sql"):
            (folder / name).mkdir()
        options = read_options(connection)
        for number, page in enumerate(PAGES, start=1):
            say(f"page {number} of {len(PAGES)}: {page.title}")
            write_page(connection, page, options, folder)
        _write_assets(folder / "assets")
    return (output or warehouse / REPORT_NAME) / "index.html"


def write_page(
    connection: duckdb.DuckDBPyConnection, page: Page, options: Options, folder: Path
) -> None:
    """Write one page with the files of its figures and tables into the folder of a report."""
    drawn = {
        figure.name: _write_figure(connection, figure, page.query(figure), options, folder)
        for figure in page.figures
    }
    content = json.dumps(drawn, separators=(",", ":"), ensure_ascii=False)
    (folder / "data" / f"{page.name}.js").write_text(f"window.reportFigures={content};\n")
    for name, query in page.tables.items():
        _write_table(connection, page, name, query, folder)
    facts = {
        name: queries.answer(connection, query).to_dicts() for name, query in page.facts.items()
    }
    (folder / f"{page.name}.html").write_text(site.render(page, facts, drawn, PAGES))


def _write_figure(
    connection: duckdb.DuckDBPyConnection,
    figure: Figure,
    query: Path,
    options: Options,
    folder: Path,
) -> dict[str, Any]:
    """Write a figure's files and return what its page needs to draw it."""
    frame = queries.answer(connection, query)
    choice = export.chosen(figure, frame)
    spec = figure.chart().to_dict()
    stem = folder / "figures" / figure.name
    _write_csv(frame, stem)
    export.write_images(spec, export.selected(frame, choice), stem)
    (folder / "sql" / f"{figure.name}.sql").write_text(queries.text(query))
    return {
        "spec": spec,
        "renderer": figure.renderer,
        "choice": choice,
        "switches": [
            {
                "column": switch.column,
                "label": switch.label,
                "shared": switch.is_shared,
                "options": options.of(switch.column, _values(frame, switch.column)),
            }
            for switch in figure.switches
        ],
        "rows": export.packed(frame),
    }


def _write_table(
    connection: duckdb.DuckDBPyConnection, page: Page, name: str, query: Path, folder: Path
) -> None:
    """Write the rows that a script of the page reads, for it and as CSV for people."""
    frame = queries.answer(connection, query)
    _write_csv(frame, folder / "figures" / name)
    (folder / "sql" / f"{name}.sql").write_text(queries.text(query))
    (folder / "data" / f"{page.name}-{name}.js").write_text(
        f'(window.reportTables ??= {{}}).{name} = "{export.packed(frame)}";\n'
    )


def _write_csv(frame: pl.DataFrame, stem: Path) -> None:
    """Write rows as ``<stem>.csv.gz``: a sixth of the CSV, which the page saves plain."""
    content = gzip.compress(inert(frame).write_csv().encode(), mtime=0)
    stem.with_name(f"{stem.name}.csv.gz").write_bytes(content)


def _values(frame: pl.DataFrame, column: str) -> list[str]:
    return frame[column].unique(maintain_order=True).to_list()


def _write_assets(folder: Path) -> None:
    for path in (*ASSETS.iterdir(), *PAGES_FOLDER.glob("*/assets/*")):
        shutil.copyfile(path, folder / path.name)
    # a third of its size; report.js unpacks it, as it does the rows
    bundle = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub lacks the default
    vega = export.compressed(bundle.encode())
    (folder / "vega.js").write_text(f'{VEGA_NOTICE}window.vegaPacked = "{vega}";\n')
