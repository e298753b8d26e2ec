"""Every page of the report in a real Chromium, from disk: drawn, legible, and without a complaint.

Each page is opened once at the width of a desk: it begins with its answer, and its
switches are tried. It is then turned to a telephone's width, in the dark;
axe comes last.
"""

import pytest
from report.axe import objections
from report.browsing import UNFOLD

from analysis_py.report.documents import documents, folder
from analysis_py.report.pages import PAGES

FIGURES = {page.name: page.figures for page in PAGES}
NAMES = [*FIGURES, *(each.page.name for each in documents(folder()))]
#: Of those of words alone, which all are made alike, axe is asked about these.
HEARD = [*FIGURES, "docs", "docs-glossary"]

#: The widths of a desk and of a telephone, and where the first figure begins there at the latest.
DESK, TELEPHONE = 1280, 390
FIRST = {DESK: 400, TELEPHONE: 520}
#: How many words the answer of a page may have; that of the front page is two sentences.
MOST_WORDS, MOST_WORDS_FRONT = 25, 40

FOLD = UNFOLD.replace("true", "false")
BEGINNING = """() => ({
    header: document.querySelector("header").offsetHeight,
    links: document.querySelectorAll("header nav a, header .site a").length,
    figures: [...document.querySelectorAll("figure[data-figure] .chart, table.trial")]
        .filter((each) => each.checkVisibility())
        .map((each) => each.closest("figure, table").getBoundingClientRect().top + scrollY),
    lead: document.querySelector(".lead")?.innerText.trim().split(/\\s+/).length ?? 0,
})"""

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

#: What each figure was drawn of.
DRAWN = """Object.fromEntries([...document.querySelectorAll("figure[data-drawn]")]
    .map((each) => [each.id, each.dataset.drawn]))"""

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
    page = tabs.open(report / f"{name}.html", DESK)
    assert page.title()
    begins_with_its_answer(page, name, DESK)
    unfold(page)
    figures = page.evaluate(SHOWN)
    placed = page.evaluate("[...document.querySelectorAll('figure[data-figure]')].map(e => e.id)")
    assert sorted(placed) == sorted(figures), "a figure is on no page, or has no data"
    for figure, how in figures.items():
        assert how["n_marks"] > 0, f"{figure} has no marks"
        assert how["width"] > 200, figure
        assert how["height"] > 60, figure
        assert how["n_letters"] > 40, figure
    try_switches(page)
    has_an_address(tabs, page, report / f"{name}.html")
    is_legible(page, DESK)
    tabs.turn(page, TELEPHONE, dark=True)
    is_legible(page, TELEPHONE)
    assert page.complaints == []
    if name in HEARD:
        assert objections(page) == []
    page.evaluate(FOLD)
    begins_with_its_answer(page, name, TELEPHONE)
    tabs.give_back(page)


def is_legible(page, width):
    """Hold a page to its width, and its words to a size."""
    page_width, smallest, places = page.evaluate(LEGIBLE)
    assert page_width <= width
    assert smallest >= 10.5
    for figure, left, right in places:
        assert 0 <= left < right <= width, figure


def begins_with_its_answer(page, name, width):
    """Hold a page to a finding on the first screen."""
    found = page.evaluate(BEGINNING)
    assert found["header"] <= 64
    assert found["links"] <= 8
    assert found["lead"] <= (MOST_WORDS_FRONT if name == "index" else MOST_WORDS)
    if FIGURES.get(name):
        assert min(found["figures"]) <= FIRST[width]


def unfold(page):
    """Open all that is folded away, and wait until its figures are drawn."""
    page.evaluate(UNFOLD)
    page.wait_for_function("!document.querySelector('figure[data-figure]:not([data-drawn])')")


def has_an_address(tabs, page, path):
    """Choose something, and open the address: every figure is the same there."""
    selects = [one for one in page.locator("main select").all() if one.is_visible()]
    if not selects or not page.locator("figure[data-figure]").count():
        return
    first = selects[-1].input_value()
    others = selects[-1].evaluate("e => [...e.options].map(o => o.value)")
    selects[-1].select_option(next(each for each in others if each != first))
    page.evaluate("window.report.settled()")
    other = tabs.open(path, DESK, hash=page.evaluate("location.hash"))
    unfold(other)
    assert other.evaluate(DRAWN) == page.evaluate(DRAWN)
    assert other.complaints == []
    tabs.give_back(other)
    page.bring_to_front()


def try_switches(page):
    """Choose the last value of every switch of a page: figures follow, or say that they cannot."""
    for select in page.locator("form.switches select, #shared-switches select").all():
        if not select.is_visible():  # there is nothing to choose
            continue
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
