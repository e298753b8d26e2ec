"""The report: one folder of pages made from the published file alone."""

import json
import shutil
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import duckdb
import polars as pl
import vl_convert
from markupsafe import Markup

from analysis_py.publishing import DATABASE_NAME, REPORT_NAME, is_report_current
from analysis_py.report import documents, export, queries, site
from analysis_py.report.encodings import DARK
from analysis_py.report.figure import PAGES_FOLDER, Figure, Page
from analysis_py.report.findings import find_titles, findings
from analysis_py.report.lineage import lineage, published_tables, write_models
from analysis_py.report.options import SOURCE_KEYS, Options, read_options
from analysis_py.report.output import place_report
from analysis_py.report.pages import PAGES, SECTIONS
from analysis_py.report.queries import ReportError
from analysis_py.report.searching import (
    ENTRY,
    Entry,
    entries_of_document,
    entries_of_names,
    entries_of_page,
    entries_of_tables,
    entries_of_terms,
)
from analysis_py.report.style import THEME
from analysis_py.report.terms import terms
from analysis_py.runtime.project import site_address
from analysis_py.sources.spreadsheets import inert

ASSETS = Path(__file__).parent / "assets"

VEGA_NOTICE = (
    "/* Vega, Vega-Lite and Vega-Embed, bundled by vl-convert and packed as gzip in base64; "
    "their licence is in vega-licence.txt. */\n"
)


def build(
    warehouse: Path,
    output: Path | None = None,
    say: Callable[[str], None] = lambda line: None,
    only: Sequence[str] = (),
) -> Path:
    """Write the report of a published warehouse and return its front page.

    It replaces the last report only when complete, so a reader never sees half.

    Parameters
    ----------
    warehouse : Path
        Folder of the published file.
    output : Path, optional
        Folder to write, new or empty; ``<warehouse>/report`` unless given.
    say : callable
        Called with a line about each page.
    only : sequence of str
        Names of pages to rewrite in the existing report; all other pages stay.

    Raises
    ------
    ReportError
        If there is no published file, it lacks data of a figure, the folder is not empty, or a page
        is unknown.
    """
    database = warehouse / DATABASE_NAME
    if not database.exists():
        raise ReportError(f"There is no {database}: build it with `llm-reassess build`.")
    front = (output or warehouse / REPORT_NAME) / "index.html"
    if unknown := set(only) - {page.name for page in PAGES}:
        raise ReportError(
            f"There is no page {', '.join(sorted(unknown))}; there are "
            f"{', '.join(page.name for page in PAGES)}."
        )
    if only and (not front.exists() or (output is None and not is_report_current(warehouse))):
        raise ReportError(
            f"There is no {front} of this build yet: write every page first, without --page."
        )
    pages = [page for page in PAGES if not only or page.name in only]
    with (
        nullcontext(front.parent) if only else place_report(warehouse, output) as folder,
        duckdb.connect(str(database), read_only=True) as connection,
    ):
        for name in ("assets", "data", "figures", "sql"):
            (folder / name).mkdir(exist_ok=True)
        options = read_options(connection)
        entries: list[Entry] = []
        for number, page in enumerate(pages, start=1):
            say(f"page {number} of {len(pages)}: {page.title}")
            entries += write_page(connection, page, options, folder)
        if not only:
            say("the pages of docs/")
            entries += write_documents(folder, published_tables(connection))
            write_models(connection, folder)
            write_index(connection, entries, folder)
        _write_assets(folder / "assets")
    return front


def write_page(
    connection: duckdb.DuckDBPyConnection, page: Page, options: Options, folder: Path
) -> list[Entry]:
    """Write one page with the files of its figures and tables into the folder of a report.

    Returns
    -------
    list of Entry
        The page's entries in the search index.
    """
    drawn = {
        figure.name: _write_figure(connection, page, figure, options, folder)
        for figure in page.figures
    }
    content = json.dumps(drawn, separators=(",", ":"), ensure_ascii=False)
    sources = json.dumps(options.sources, ensure_ascii=False)
    (folder / "data" / f"{page.name}.js").write_text(
        f"Object.assign(window.reportFigures ??= {{}}, {content});\n"
        f"window.reportSources={sources};\n"
        f"window.reportPapersRows={json.dumps(options.roles.get('paper'))};\n"
    )
    for name, query in page.tables.items():
        _write_table(connection, page, name, query, folder)
    if page.parts:
        _write_parts(connection, page, folder)
    facts = queries.facts(connection, page.facts)
    found = {name: find_titles(one["findings"], one["choice"]) for name, one in drawn.items()}
    (folder / "sql" / f"{page.name}_words.sql").write_text(queries.text(page.facts))
    html, headings = site.render(
        page, facts, found, SECTIONS, lineage(connection, page), options.dated
    )
    (folder / f"{page.name}.html").write_text(html)
    return entries_of_page(page, headings, found)


def write_documents(folder: Path, published: AbstractSet[str] = frozenset()) -> list[Entry]:
    """Write the pages of ``docs/`` and their explained terms; return their search entries.

    Names of published tables become links to their description.
    """
    docs = documents.folder()
    explained = terms((docs / f"{documents.GLOSSARY}.md").read_text())
    content = json.dumps(explained, separators=(",", ":"), ensure_ascii=False)
    (folder / "data" / "terms.js").write_text(f"window.reportTerms={content};\n")
    entries = entries_of_terms(explained)
    for document in documents.documents(docs):
        html, headings = site.render_document(document, SECTIONS, published)
        (folder / f"{document.page.name}.html").write_text(html)
        entries += entries_of_document(document, headings)
    return entries


def write_index(connection: duckdb.DuckDBPyConnection, entries: list[Entry], folder: Path) -> None:
    """Write the search index, which a page loads on the first search."""
    more = (*entries_of_tables(connection), *entries_of_names(connection))
    rows = pl.DataFrame([*entries, *more], schema=ENTRY, orient="row")
    (folder / "data" / "search.js").write_text(
        f'window.reportIndex = "{export.pack_rows(rows)}";\n'
    )


def _write_figure(
    connection: duckdb.DuckDBPyConnection,
    page: Page,
    figure: Figure,
    options: Options,
    folder: Path,
) -> dict[str, Any]:
    """Write a figure's files and return the data for drawing it."""
    query = page.query(figure)
    frame = queries.answer(connection, query)
    choice = export.first_choice(figure, frame, options.roles.get(page.population, ""))
    found = findings(connection, page, figure, frame)
    spec = export.add_ticks(_specified(figure.chart))
    stem = folder / "figures" / figure.name
    _write_csv(frame, stem)
    drawn = export.select_rows(frame, choice)
    named = options.named_in(queries.text(query))
    keys = (_values(drawn, key) for key in SOURCE_KEYS if key in drawn.columns)
    cohorts = next(keys, named)
    notes = [
        " · ".join(
            f"{switch.label}: {options.words.get(switch.column, {}).get(value, value)}"
            for switch in figure.switches
            if (value := choice.get(switch.column)) is not None
        ),
        Markup(figure.caption).striptags(),
        options.source(cohorts),
        f"{site_address() or REPORT_NAME}/{page.name}.html#{figure.name}",
    ]
    title = find_titles(found, choice) or figure.title
    export.write_picture(spec, drawn, title, notes, stem.with_suffix(".svg"))
    (folder / "sql" / f"{figure.name}.sql").write_text(queries.text(query))
    return {
        "spec": spec,
        "renderer": figure.renderer,
        "choice": choice,
        "cohorts": named,
        "findings": found,
        "switches": [
            {
                "column": switch.column,
                "label": switch.label,
                "shared": switch.is_shared,
                "options": options.options_for(switch.column, _values(frame, switch.column)),
            }
            for switch in figure.switches
        ],
        "rows": export.pack_rows(frame),
    }


@cache
def _specified(chart: Callable[[], alt.TopLevelMixin]) -> dict[str, Any]:
    """Return a chart's specification without data, shared by all reports of a process."""
    with alt.theme.enable(THEME):
        specification: dict[str, Any] = chart().to_dict()
    return specification


def _write_table(
    connection: duckdb.DuckDBPyConnection, page: Page, name: str, query: Path, folder: Path
) -> None:
    """Write the rows that a script of the page reads, packed and as CSV."""
    frame = queries.answer(connection, query)
    _write_csv(frame, folder / "figures" / name)
    (folder / "sql" / f"{name}.sql").write_text(queries.text(query))
    (folder / "data" / f"{page.name}-{name}.js").write_text(
        f'(window.reportTables ??= {{}}).{name} = "{export.pack_rows(frame)}";\n'
    )


def _write_parts(connection: duckdb.DuckDBPyConnection, page: Page, folder: Path) -> None:
    """Write a file per cohort with its rows of every such query, loaded on demand."""
    (folder / "data" / page.name).mkdir(exist_ok=True)
    packed: dict[str, dict[str, str]] = {}
    for name, query in page.parts.items():
        (folder / "sql" / f"{page.name}_{name}.sql").write_text(queries.text(query))
        frame = queries.answer(connection, query)
        for (cohort,), rows in frame.group_by("cohort_id", maintain_order=True):
            packed.setdefault(str(cohort), {})[name] = export.pack_rows(rows.drop("cohort_id"))
    for cohort, parts in packed.items():
        content = json.dumps(parts, separators=(",", ":"))
        (folder / "data" / page.name / f"{export.file_name(cohort)}.js").write_text(
            f"(window.reportParts ??= {{}})[{json.dumps(cohort)}] = {content};\n"
        )


def _write_csv(frame: pl.DataFrame, stem: Path) -> None:
    """Write rows as ``<stem>.csv.gz``, a sixth of the CSV; the page saves them uncompressed."""
    content = export.zip_files(inert(frame).write_csv().encode())
    stem.with_name(f"{stem.name}.csv.gz").write_bytes(content)


def _values(frame: pl.DataFrame, column: str) -> list[str]:
    return frame[column].unique(maintain_order=True).to_list()


def _write_assets(folder: Path) -> None:
    for path in (*ASSETS.iterdir(), *PAGES_FOLDER.glob("*/assets/*")):
        shutil.copyfile(path, folder / path.name)
    (folder / "palette.js").write_text(f"window.reportDark={json.dumps(DARK)};\n")
    # compressed to a third; report.js unpacks it, as it does the rows
    bundle = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub lacks the default
    vega = export.compress(bundle.encode())
    (folder / "vega.js").write_text(f'{VEGA_NOTICE}window.vegaPacked = "{vega}";\n')
