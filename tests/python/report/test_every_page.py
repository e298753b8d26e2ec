"""Every page of the report in a real Chromium, from disk: drawn, legible, and without a complaint.

Each page is opened once at the width of a desk, its switches are tried, and it is then turned to a
telephone's width, in the dark; axe comes last.
"""

import pytest
from report.axe import objections
from report.browsing import UNFOLD

from analysis_py.report.pages import PAGES

#: Pages with figures, and some of words alone.
NAMES = [*(page.name for page in PAGES), "docs", "docs-glossary"]

#: What each figure shows: its choice, its marks and size, and how many words tell of it.
SHOWN = """() => {
    const counted = ["symbol", "rect", "area", "line", "rule", "arc", "text"];
    const marks = (item) => (item.items ?? []).reduce((sum, each) => sum + marks(each),
        counted.includes(item.marktype) && item.role === "mark" ? item.items.length : 0);
    return Object.fromEntries(Object.keys(window.report?.figures ?? {}).map((name) => {
        const element = document.getElementById(name);
        const chart = element.querySelector(".chart");
        const { width, height } = chart.getBoundingClientRect();
        const view = window.report.views[name];
        return [name, {
            choice: JSON.parse(element.dataset.drawn), width, height,
            n_marks: view ? marks(view.scenegraph().root) : 0,
            n_letters: chart.ariaLabel.length,
            says: element.querySelector(".notice").offsetHeight > 0,
        }];
    }));
}"""

#: How wide a page is, how small its smallest words are, and from where to where each figure goes.
LEGIBLE = """() => [
    document.documentElement.scrollWidth,
    Math.min(...[...document.querySelectorAll("main *")]
        .filter((each) => each.checkVisibility())
        .filter((each) => [...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
        .map((each) => parseFloat(getComputedStyle(each).fontSize))),
    [...document.querySelectorAll("figure[data-figure]")].map((each) => {
        const { left, right } = each.getBoundingClientRect();
        return [each.id, left, right];
    }),
]"""


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_drawn_and_legible_on_a_desk_and_on_a_telephone(tabs, report, name):
    page = tabs.open(report / f"{name}.html", 1440)
    assert page.title()
    page.evaluate(UNFOLD)
    page.wait_for_function("!document.querySelector('figure[data-figure]:not([data-drawn])')")
    figures = page.evaluate(SHOWN)
    placed = page.evaluate("[...document.querySelectorAll('figure[data-figure]')].map(e => e.id)")
    assert sorted(placed) == sorted(figures), "a figure is on no page, or has no data"
    for figure, how in figures.items():
        assert how["n_marks"] > 0, f"{figure} has no marks"
        assert how["width"] > 200, figure
        assert how["height"] > 60, figure
        assert how["n_letters"] > 40, figure
    try_switches(page)
    for width, dark in ((1440, False), (390, True)):
        tabs.turn(page, width, dark=dark)
        page_width, smallest, places = page.evaluate(LEGIBLE)
        assert page_width <= width
        assert smallest >= 10.5
        for figure, left, right in places:
            assert 0 <= left < right <= width, figure
    assert page.complaints == []
    assert objections(page) == []
    tabs.give_back(page)


def try_switches(page):
    """Choose the last value of every switch of a page: figures follow, or say that they cannot."""
    for select in page.locator("form.switches select, #shared-switches select").all():
        column = select.get_attribute("name")
        first = select.input_value()
        other = select.evaluate("e => e.options[e.options.length - 1].value")
        if other == first:
            other = select.evaluate("e => e.options[0].value")
        assert other != first, f"{column} has nothing to choose"
        select.select_option(other)
        page.evaluate("window.report.settled()")
        following = {
            figure
            for figure, how in page.evaluate(SHOWN).items()
            if how["choice"].get(column) == other and how["n_marks"] > 0
        }
        assert following, f"{column} changes nothing"
        for figure, how in page.evaluate(SHOWN).items():
            assert how["n_marks"] > 0 or how["says"], figure
        select.select_option(first)
        page.evaluate("window.report.settled()")
