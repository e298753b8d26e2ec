"""Fixtures: the report in a browser, and the published tables, of which a test may change some."""

import shutil

import duckdb
import pytest
from report import browsing

from analysis_py.publishing import DATABASE_NAME
from analysis_py.report.build import write_page
from analysis_py.report.options import read_options
from analysis_py.report.pages import PAGES


@pytest.fixture
def other(warehouse_folder):
    """Return the published tables as views that a test may replace; ``published`` keeps them."""
    with duckdb.connect() as connection:
        path = warehouse_folder / DATABASE_NAME
        connection.execute(f"attach '{path}' as published (read_only)")
        for (table,) in connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables()"
        ).fetchall():
            connection.execute(f"create schema if not exists {table.split('.')[0]}")
            connection.execute(f"create view {table} as from published.{table}")
        yield connection


@pytest.fixture(scope="session")
def tabs(chromium):
    """Return the tabs of the browser."""
    return browsing.Tabs(chromium)


@pytest.fixture
def opened(tabs, report):
    """Return a function that opens pages of the report; their tabs are given back in the end."""
    with tabs.lent() as open_file:
        yield lambda name, **options: open_file(report / f"{name}.html", **options)


@pytest.fixture
def pages_of(report):
    """Return a function that writes pages of a report on tables that a test has changed."""

    def write(connection, folder, names=tuple(page.name for page in PAGES)):
        shutil.copytree(report / "assets", folder / "assets")
        for name in ("data", "figures", "sql"):
            (folder / name).mkdir()
        # of docs/, which is of no data
        shutil.copy(report / "data" / "terms.js", folder / "data")
        options = read_options(connection)
        for page in PAGES:
            if page.name in names:
                write_page(connection, page, options, folder)

    return write
