"""What the report reads: published tables, roles instead of cohorts, and the facts of its words."""

import csv
import re

import duckdb
import pytest

from analysis_py.report.figure import PAGES_FOLDER
from analysis_py.report.pages import PAGES
from analysis_py.report.queries import facts, text

REPORT = PAGES_FOLDER.parent
QUERIES = sorted(REPORT.rglob("*.sql"))
TABLE = re.compile(r"\b(?:from|join)\s+([a-z_]+\.[a-z_0-9]+)")

PUBLISHED = {"marts", "quality", "statistics", "imports", "claims", "reporting"}


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.relative_to(REPORT).as_posix())
def test_a_query_reads_published_tables_alone(query):
    read = set(TABLE.findall(re.sub(r"--.*", "", text(query))))
    assert all(table.split(".")[0] in PUBLISHED for table in read), read


def rows(path):
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_no_cohort_stands_in_the_report(project):
    """A query, a chart, a script or a sentence asks for a role; what has it is a row of a seed."""
    roles = {row["role"] for row in rows(project / "seeds/cohort_roles.csv")}
    cohorts = {row["cohort_id"] for row in rows(project / "seeds/cohorts.csv")} - roles
    named = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(cohorts)))})(?![\w.])")
    naming = {
        path.relative_to(REPORT).as_posix()
        for pattern in ("*.py", "*.sql", "*.js", "*.j2")
        for path in REPORT.rglob(pattern)
        if named.search(path.read_text())
    }
    assert naming == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_words_of_a_page_cite_every_fact(warehouse, page):
    words = (PAGES_FOLDER / page.name / "page.html.j2").read_text()
    assert set(re.findall(r"\bfacts\.(\w+)", words)) == set(facts(warehouse, page.facts))


#: Aggregates that make a list of rows, and compute nothing.
LISTING = {"array_agg", "list"}


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        yield opened


def aggregates_in(connection, query):
    """Return the aggregates that a query calls, but for those that make a list."""
    [(parsed,)] = connection.execute("select json_serialize_sql(?)", [query]).fetchall()
    known = connection.sql(
        "select distinct function_name from duckdb_functions() where function_type = 'aggregate'"
    ).fetchall()
    called = set(re.findall(r'"function_name":"(\w+)"', parsed))
    return called & {name for (name,) in known} - LISTING


def test_an_aggregate_is_seen_in_a_subquery(connection):
    query = "select array(select x from (select max(y) as x from a)) as x, count(*) as n from b"
    assert aggregates_in(connection, query) == {"max", "count_star"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_numbers_of_a_page_are_columns_of_published_tables(connection, page):
    """What a page cites is computed where contracts and tests of dbt hold it."""
    assert aggregates_in(connection, text(page.facts)) == set()
