"""Every page of the report in a real Chromium, from disk: drawn, legible, for all who read it.

A page is opened once for each width and theme; all that is asked of it as it is opened is asked
then, and axe, which is heard on the console, comes last.
"""

import pytest
from report.axe import objections

from analysis_py.report.pages import PAGES

#: Those with figures first.
NAMES = [page.name for page in sorted(PAGES, key=lambda page: not page.figures)]
DOCUMENTS = ["docs", "docs-glossary", "docs-dependence"]

#: Page, width and darkness. Lists begin alike, so that pytest asks all of one page at a time.
DESK = [(name, 1440, False) for name in NAMES]
WITH_FIGURES = DESK[: sum(bool(page.figures) for page in PAGES)]
PAGES_OF_BOTH = [*DESK, *((name, 390, True) for name in NAMES)]
ALL = [
    *PAGES_OF_BOTH,
    *((name, *how) for name in DOCUMENTS for how in ((1440, False), (390, True))),
]

#: Counts what a figure has drawn: points, bars, areas, and lines that are more than a stub.
MARKS = """name => {
    let count = 0;
    const walk = (item) => {
        const type = item.marktype;
        if (["symbol", "rect", "area", "line", "rule", "arc", "text"].includes(type)
            && item.role === "mark") count += item.items.length;
        (item.items ?? []).forEach(walk);
    };
    walk(window.report.views[name].scenegraph().root);
    return count;
}"""

#: Longer walks are begun, and ended, but not gone from end to end.
MOST = 400

#: Walks from where a key leads to the last stop and returns what is said at each.
WALK = """([name, most, first]) => {
    const box = document.querySelector(`#${name} .chart`);
    const press = (key) => box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    const heard = [];
    press(first);
    do {
        heard.push([...document.getElementById("mark").children].map((line) => line.textContent));
        press("ArrowRight");
    } while (heard.length < most && new Set(heard.at(-1).at(-1).split(" of ")).size > 1);
    return heard;
}"""

#: What the pointer would be told, mark by mark: the values of each tooltip.
TOLD = """name => {
    const told = new Set();
    const walk = (item) => {
        for (const each of item.role === "mark" ? item.items : [])
            if (each.tooltip && each.opacity !== 0) {
                const lines = window.reportMarks.linesOf(each.tooltip);
                told.add(JSON.stringify(lines.map(([, value]) => value)));
            }
        (item.items ?? []).forEach(walk);
    };
    walk(window.report.views[name].scenegraph().root);
    return [...told].map(JSON.parse);
}"""

LEGEND = """name => {
    const found = [];
    const walk = (item) => {
        if (item.role === "legend-label") found.push(...item.items.map((each) => each.text));
        (item.items ?? []).forEach(walk);
    };
    walk(window.report.views[name].scenegraph().root);
    return found;
}"""


@pytest.fixture(scope="module")
def page(tabs, report, request):
    """Return a page at a width and in a theme, opened once for all that is asked of it."""
    name, width, dark = request.param
    with tabs.lent() as open_file:
        yield open_file(report / f"{name}.html", width, dark=dark)


def opened(each):
    return pytest.mark.parametrize(
        "page", each, indirect=True, ids=lambda each: "-".join(map(str, each))
    )


def figures(page):
    return page.evaluate("Object.keys(window.report.figures)")


@opened(DESK)
def test_every_figure_draws_marks_without_a_complaint(page):
    assert page.title()
    for figure in figures(page):
        assert page.locator(f"#{figure}[data-drawn]").count() == 1, f"{figure} is not drawn"
        assert page.evaluate(MARKS, figure) > 0, f"{figure} has no marks"
        box = page.locator(f"#{figure} .chart").bounding_box()
        assert box["width"] > 200
        assert box["height"] > 60
        assert len(page.locator(f"#{figure} .chart").get_attribute("aria-label")) > 40
    placed = page.evaluate("[...document.querySelectorAll('figure[data-figure]')].map(e => e.id)")
    assert sorted(placed) == sorted(figures(page)), "a figure is on no page, or has no data"
    assert page.complaints == []


@opened(PAGES_OF_BOTH)
def test_a_page_is_legible(page):
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    smallest = page.evaluate("""Math.min(...[...document.querySelectorAll("main *")]
        .filter(e => e.checkVisibility())
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .map(e => parseFloat(getComputedStyle(e).fontSize)))""")
    assert smallest >= 10.5
    for figure in figures(page):
        box = page.locator(f"#{figure}").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@opened(WITH_FIGURES)
def test_every_mark_and_every_entry_of_a_legend_is_walked_to(page):
    for figure in page.evaluate("Object.keys(window.report.views)"):
        box = page.locator(f"#{figure} .chart")
        box.focus()
        heard = page.evaluate(WALK, [figure, MOST, "Home"])
        n_stops = int(heard[-1][-1].split(" of ")[1])
        assert heard[0][-1] == f"1 of {n_stops}", figure
        assert all(len(lines) > 1 and all(lines) for lines in heard), figure
        if n_stops <= MOST:
            assert heard[-1][-1] == f"{n_stops} of {n_stops}", figure
            texts = [" ".join(lines) for lines in heard]
            told = page.evaluate(TOLD, figure)
            assert told, f"{figure} tells the pointer nothing"
            for values in told:
                assert any(all(value in text for value in values) for text in texts), values
        if entries := page.evaluate(LEGEND, figure):
            of_legend = page.evaluate(WALK, [figure, MOST, "l"])
            assert {lines[0] for lines in of_legend} == {"Legend"}, figure
            for entry in entries:
                assert any(entry in " ".join(lines) for lines in of_legend), f"{figure}: {entry}"
        page.keyboard.press("Escape")
        assert page.locator("#mark").text_content() == ""
        assert page.locator(".ring").count() == 0
    assert page.complaints == []
    page.evaluate("document.activeElement.blur()")


@opened(ALL)
def test_axe_finds_nothing(page):
    assert objections(page) == []
