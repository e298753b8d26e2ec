"""What is called significant is clustered, and the front page agrees with the tables and itself."""

import html
import re

import pytest
from report.writing import words_of

from analysis_py.report import queries
from analysis_py.report.findings import findings
from analysis_py.report.pages import PAGES, TODAY

#: The decisions of tests that take rows as independent of each other, turned around.
INDEPENDENT = {
    "reporting.rpt_group_differences": "* replace (if(is_cluster_robust, is_significant, "
    "not coalesce(is_significant, false)) as is_significant)",
    "reporting.rpt_pair_decisions": "* replace (not is_significant as is_significant, "
    "not is_significant_over_all as is_significant_over_all)",
    "statistics.stat_selection": "* replace (if(decision = 'positive', 'negative', 'positive') "
    "as decision, if(decision_whole = 'positive', 'negative', 'positive') as decision_whole)",
    "statistics.stat_multiplicity": "* replace (not is_significant as is_significant)",
}
#: Those of clustered rows that are neither adjusted nor the default.
NOT_DEFAULT = {
    "reporting.rpt_group_differences": "* replace (if(is_cluster_robust and not is_adjusted "
    "and not is_default, not coalesce(is_significant, false), is_significant) as is_significant)"
}
CALLED = re.compile(r"significan|\bgain", re.IGNORECASE)


def text_of(part):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).split())


def sentences_of(page_html):
    """Return what a page says by sentence; a row of a table is one, with its heads."""
    body = re.sub(r"<(script|style|svg|head)\b.*?</\1>", " ", page_html, flags=re.DOTALL)
    found = []

    def taken(table):
        _, *rows = re.split(r"<tr\b", re.sub(r"</?t(?:able|head|body)\b", "", table.group()))
        heads = text_of("<tr" + rows[0]) if rows else ""
        found.extend(f"{heads}: {text_of('<tr' + row)}" for row in rows[1:])
        return " "

    body = re.sub(r"<table\b.*?</table>", taken, body, flags=re.DOTALL)
    blocks = re.split(
        r"</?(?:p|li|h[1-6]|dt|dd|div|section|summary|details|ul|figure)\b[^>]*>", body
    )
    for block in blocks:
        found.extend(re.split(r"(?<=[.!?])\s+(?=[A-Z])", text_of(block)))
    return found


def said(connection, page):
    """Return every sentence of a page with what its figures find."""
    shown = [
        one["finding"]
        for figure in page.figures
        for one in findings(
            connection, page, figure, queries.answer(connection, page.query(figure))
        )
    ]
    return [*sentences_of(words_of(connection, page)), *shown]


def changed(connection, page, before, changes):
    """Return what is called significant on changed tables, and was not said before."""
    for table, columns in changes.items():
        connection.execute(
            f"create or replace view {table} as select {columns} from published.{table}"
        )
    return [one for one in said(connection, page) if CALLED.search(one) and one not in before]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_significant_rests_on_clustered_defaults_or_says_that_rows_are_independent(
    other, page
):
    """A sentence that changes when decisions are turned rests on them."""
    before = set(said(other, page))
    assert changed(other, page, before, NOT_DEFAULT) == []
    on_rows = changed(other, page, before, INDEPENDENT)
    assert [one for one in on_rows if "independent" not in one] == []


@pytest.mark.committed
def test_intervals_that_cover_less_say_so_where_they_are_printed(warehouse):
    measured = warehouse.sql("""
        select procedure_coverage, procedure_coverage_top from statistics.stat_ability_scales
        where least(procedure_coverage, procedure_coverage_top) < 85
    """).fetchall()
    assert measured
    words = " ".join(said(warehouse, TODAY))
    for of_all, of_top in measured:
        expected = f"cover {of_all:.0f} % of all models and {of_top:.0f} % of the 25 most able."
        assert expected in words
