"""The search index of the report: sections, figures, claims, tables and terms."""

from pathlib import Path

import duckdb

from analysis_py.report import queries
from analysis_py.report.documents import Document
from analysis_py.report.figure import Page
from analysis_py.report.headings import Heading
from analysis_py.report.pages import TABLES
from analysis_py.report.site import address_of

#: Columns of the index: kind, title, address in the report, and hidden search words.
ENTRY = ("kind", "words", "address", "text")
Entry = tuple[str, str, str, str]

#: Query of the claims, benchmarks and models, with their addresses.
NAMES = Path(__file__).parent / "names.sql"


def entries_of_page(page: Page, headings: list[Heading], found: dict[str, str]) -> list[Entry]:
    """Return a page, its sections and its figures."""
    sections = [
        ("section", f"{page.title}: {each.words}", f"{page.name}.html#{each.place}", each.text)
        for each in headings
    ]
    figures = [
        (
            "figure",
            ". ".join(filter(None, (found[figure.name], figure.title))),
            f"{page.name}.html#{figure.name}",
            "",
        )
        for figure in page.figures
    ]
    address = f"{page.name}.html"
    return [("page", f"{page.title}. {page.summary}", address, ""), *sections, *figures]


def entries_of_document(document: Document, headings: list[Heading]) -> list[Entry]:
    """Return a document and its sections."""
    name, title = f"{document.page.name}.html", document.page.title
    sections = [
        ("method", f"{title}: {each.words}", f"{name}#{each.place}", each.text) for each in headings
    ]
    return [("method", title, name, document.page.summary), *sections]


def entries_of_terms(explained: dict[str, tuple[str, str]]) -> list[Entry]:
    """Return the terms of the glossary with their meanings."""
    return [
        ("word", f"{name}: {meaning}", address, "")
        for name, (meaning, address) in explained.items()
    ]


def entries_of_tables(connection: duckdb.DuckDBPyConnection) -> list[Entry]:
    """Return the published tables with the meaning of their rows."""
    rows = queries.facts(connection, TABLES.facts)["tables_published"]
    return [
        ("table", f"{row['name']}: {row['meaning']}", address_of(row["name"]), "") for row in rows
    ]


def entries_of_names(connection: duckdb.DuckDBPyConnection) -> list[Entry]:
    """Return the claims of the ledger, the benchmarks and the models."""
    rows = queries.answer(connection, NAMES).iter_rows()
    return [(kind, words, address, text) for kind, words, address, text in rows]
