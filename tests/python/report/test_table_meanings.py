"""From every number to the meaning of its tables, its query and its model."""

import re
from html import unescape

import pytest

from analysis_py.report.pages import PAGES
from analysis_py.report.queries import text

FIGURES = [(page, figure) for page in PAGES for figure in page.figures]


@pytest.fixture(scope="module")
def published(warehouse):
    """Return the comment of each published table, and the meaning of each of its columns."""
    tables = warehouse.sql(
        "select schema_name || '.' || table_name, comment from duckdb_tables() where not internal"
    ).fetchall()
    columns = warehouse.sql("""
        select schema_name || '.' || table_name, list([column_name, comment]) from duckdb_columns()
        where not internal group by all
    """).fetchall()
    return {table: (comment, dict(columns)[table]) for table, comment in tables}


@pytest.fixture(scope="module")
def sections(report):
    """Return what the page of tables says of each."""
    parts = re.split(r'<details class="table" id="', (report / "tables.html").read_text())[1:]
    return {part.partition('"')[0]: part.partition("</details>")[0] for part in parts}


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_table_has_a_section_with_its_meaning_and_that_of_its_columns(published, sections):
    assert sections.keys() == published.keys()
    for table, (comment, columns) in published.items():
        words = re.search(r"<summary>(.*?)</summary>", sections[table], re.DOTALL)[1]
        assert re.search(r"\bOne row\b|\bone row\b", comment), f"{table} does not say what a row is"
        assert plain(words) == f"{table.split('.')[1]} {' '.join(comment.split())}"
        shown = re.findall(r"<dt>(\w+) <small>.*?<dd>(.*?)\s*(?=<dt>|</dl>)", sections[table], re.S)
        expected = {name: "".join(meaning.split()) for name, meaning in columns}
        assert {name: "".join(plain(meaning).split()) for name, meaning in shown} == expected


@pytest.mark.parametrize(("page", "figure"), FIGURES, ids=lambda each: each.name)
def test_a_figure_names_the_tables_that_its_query_reads(report, sections, page, figure):
    html = (report / f"{page.name}.html").read_text()
    element = re.search(rf'<figure id="{figure.name}".*?</figure>', html, re.DOTALL)[0]
    linked = re.findall(r'href="tables\.html#([^"]+)"', element)
    assert linked
    assert set(linked) <= sections.keys()
    # the same by another way: names in the text of the query, without its comments
    query = re.sub(r"--.*", "", text(page.query(figure)))
    assert set(linked) == set(re.findall(r"\b[a-z]+\.[a-z_0-9]+\b", query)) & sections.keys()
