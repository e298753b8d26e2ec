"""No page fails on a null: each column that a template places is null in turn, then all are."""

import pytest

from analysis_py.report import queries, site
from analysis_py.report.lineage import lineage
from analysis_py.report.nulls import NULL
from analysis_py.report.pages import PAGES, SECTIONS


def places(value, path=()):
    """Return the columns of a page's facts; * stands for the rows of a list."""
    if isinstance(value, dict):
        return {place for name, each in value.items() for place in places(each, (*path, name))}
    if isinstance(value, list):
        return {place for each in value for place in places(each, (*path, "*"))}
    return {path}


def without(value, path):
    """Return facts with null in a column."""
    if not path or value is NULL:
        return NULL
    name, *rest = path
    if name == "*":
        return [without(each, rest) for each in value]
    return {**value, name: without(value[name], rest)} if name in value else value


@pytest.mark.fault("nothing")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_written_with_nulls_in_any_column(warehouse, page):
    facts = queries.facts(warehouse, page.facts)
    found = {figure.name: "" for figure in page.figures}
    read = lineage(warehouse, page)

    def written(given):
        html, _ = site.render(page, given, found, SECTIONS, read)
        return html

    n_none = written(facts).count("None")
    every = facts
    for place in sorted(places(facts)):
        assert written(without(facts, place)).count("None") == n_none, place
        every = without(every, place)
    assert written(every).count("None") <= n_none


def test_arithmetic_and_filters_keep_a_null():
    words = "{{ (100 * x - 1) | num }} {{ x | signed }} {{ x | p }} {{ x | plain }} {{ of(x, 3) }}"
    told = site.environment().from_string(words).render(x=NULL)
    assert told == "not known not known p = not known not known not known"
    branch = "{{ 1 if x is none }}{{ 2 if x > 0 }}{{ 3 if x <= 0 }}{{ x or 4 }}"
    assert site.environment().from_string(branch).render(x=NULL) == "14"
