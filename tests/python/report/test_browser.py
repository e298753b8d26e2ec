"""The report in a real Chromium, from disk: in the dark, without a script, of less data."""

from functools import partial

import pytest
from report.browsing import UNFOLD

from analysis_py.report.pages import PAGES


def figures(page):
    return page.evaluate("Object.keys(window.report.figures)")


def test_without_a_script_the_pictures_and_words_are_there(chromium, report):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((report / "index.html").as_uri())
    pictures = page.locator("figure img")
    assert pictures.count() == len(PAGES[0].figures)
    for position in range(pictures.count()):
        assert pictures.nth(position).bounding_box()["height"] > 60
        assert pictures.nth(position).get_attribute("alt")
    context.close()


#: Of which rows there are none, where somebody builds on other data.
GONE = {"all_but_one_population": "cohort_id != 'january_2024'", "all_populations": "true"}


@pytest.mark.parametrize("gone", GONE)
def test_a_report_of_less_says_so(tabs, pages_of, other, build_kept, published_manifest, gone):
    """Whoever builds on other data may have one population, or nothing that can be fitted."""
    write = partial(write_without, GONE[gone], other, pages_of)
    folder = build_kept(f"report_without_{gone}", write, __file__, published_manifest)
    for written in PAGES:
        page = tabs.open(folder / f"{written.name}.html")
        page.evaluate(UNFOLD)
        page.wait_for_function("!document.querySelector('figure[data-figure]:not([data-drawn])')")
        # words about what is gone take their figure with them
        placed = [figure for figure in figures(page) if page.locator(f"#{figure}").count()]
        for figure in placed:
            empty = page.evaluate("name => !window.report.views[name]", figure)
            assert page.locator(f"#{figure} .notice").is_visible() == empty, figure
        assert page.complaints == []
        tabs.give_back(page)


def write_without(gone, other, pages_of, folder):
    """Write the pages of a report on what is left without some rows of the cohorts."""
    tables = other.sql("""
        select distinct table_schema || '.' || table_name
        from information_schema.columns
        where table_catalog = 'published' and column_name = 'cohort_id'
    """).fetchall()
    for (table,) in tables:
        other.execute(
            f"create or replace view {table} as from published.{table} where not ({gone})"
        )
    pages_of(other, folder)
