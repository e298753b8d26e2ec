"""Every page of the report in a real Chromium, from disk: drawn, legible, for all who read it.

A page is opened once; all that is asked of it as it is opened is asked then, each of its switches
is tried and put back, and axe comes last. Then it is turned to a telephone's width, in the dark.
"""

import pytest
from report.axe import objections

from analysis_py.report.pages import PAGES

#: The figures of each page that have switches of their own; pages without any are left out.
WITH_OWN = {
    page.name: own
    for page in PAGES
    if (own := [f.name for f in page.figures if any(not each.is_shared for each in f.switches)])
}
WITH_SHARED = [
    page.name
    for page in PAGES
    if any(switch.is_shared for figure in page.figures for switch in figure.switches)
]
WITH_DRAWINGS = [page.name for page in PAGES if page.figures]
#: Those with shared switches first, then those with others, then those with figures.
NAMES = list(
    dict.fromkeys([*WITH_SHARED, *WITH_OWN, *WITH_DRAWINGS, *(page.name for page in PAGES)])
)
DOCUMENTS = ["docs", "docs-glossary", "docs-dependence"]

#: Page, width and darkness; pytest asks all of one at a time, in the order of the first test.
DESK = [(name, 1440, False) for name in NAMES]
WITH_FIGURES = DESK[: len(WITH_DRAWINGS)]
OF_SHARED = DESK[: len(WITH_SHARED)]
OF_ANY = DESK[: len({*WITH_SHARED, *WITH_OWN})]
BOTH = ((1440, False), (390, True))
PAGES_OF_BOTH = [(name, *how) for name in NAMES for how in BOTH]
#: One with a canvas, and one that lists less on a telephone.
TURNED = [("clusters", *BOTH[1]), ("claims", *BOTH[1])]
ALL = [*PAGES_OF_BOTH, *((name, *how) for name in DOCUMENTS for how in BOTH)]

#: Counts what is drawn: points, bars, areas, and lines that are more than a stub.
MARKS = """
    const counted = ["symbol", "rect", "area", "line", "rule", "arc", "text"];
    const marks = (item) => (item.items ?? []).reduce((sum, each) => sum + marks(each),
        counted.includes(item.marktype) && item.role === "mark" ? item.items.length : 0);
"""

#: How each figure is drawn, and how many words tell of it.
DRAWN = """() => {
    MARKS
    return Object.fromEntries(Object.keys(window.report.figures).map((name) => {
        const chart = document.querySelector(`#${name} .chart`);
        const { width, height } = chart.getBoundingClientRect();
        const times = document.querySelectorAll(`#${name}[data-drawn]`).length;
        const n_marks = marks(window.report.views[name].scenegraph().root);
        return [name, { times, n_marks, width, height, n_letters: chart.ariaLabel.length }];
    }));
}""".replace("MARKS", MARKS)

#: How wide a page is, how small its smallest words are, and from where to where each figure goes.
LEGIBLE = """() => [
    document.documentElement.scrollWidth,
    Math.min(...[...document.querySelectorAll("main *")]
        .filter((each) => each.checkVisibility())
        .filter((each) => [...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
        .map((each) => parseFloat(getComputedStyle(each).fontSize))),
    Object.keys(window.report.figures).map((name) => {
        const { left, right } = document.getElementById(name).getBoundingClientRect();
        return [name, left, right];
    }),
]"""

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


#: What each figure shows: its choice, the number of its marks, whether it has something to say,
#: and a fingerprint of its picture; one on a canvas is drawn for it anew. Vega counts the areas to
#: which marks are cut over all drawings of a page, so their numbers are not of the picture.
SHOWN = """async () => {
    MARKS
    const shown = {};
    for (const name of Object.keys(window.report.figures)) {
        const view = window.report.views[name];
        const element = document.getElementById(name);
        const drawn = element.querySelector(".chart svg")?.outerHTML ?? await view?.toSVG() ?? "";
        const svg = drawn.replace(/\\b(clip|gradient_)\\d+/g, "$1");
        const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(svg));
        shown[name] = {
            choice: JSON.parse(element.dataset.drawn),
            marks: view ? marks(view.scenegraph().root) : 0,
            says: element.querySelector(".notice").offsetHeight > 0,
            picture: [...new Uint8Array(bytes)].join(),
        };
    }
    return shown;
}""".replace("MARKS", MARKS)

#: How long a page is, and how much of it is seen.
LAID = """() => [
    document.documentElement.scrollHeight,
    [...document.querySelectorAll("main *")].filter((each) => each.checkVisibility()).length,
]"""


@pytest.fixture(scope="module")
def latest(tabs):
    """Return the page that was asked for last, under its name, which is given back in the end."""
    opened = {}
    yield opened
    for page in opened.values():
        tabs.give_back(page)


@pytest.fixture(scope="module")
def page(tabs, report, latest, request):
    """Return a page at a width and in a theme, opened once for all that is asked of it."""
    name, width, dark = request.param
    if name in latest:
        tabs.turn(latest[name], width, dark=dark)
    else:
        for former in list(latest):
            tabs.give_back(latest.pop(former))
        latest[name] = tabs.open(report / f"{name}.html", width, dark=dark)
    return latest[name]


def opened(each):
    return pytest.mark.parametrize(
        "page", each, indirect=True, ids=lambda each: "-".join(map(str, each))
    )


def settle(page):
    """Wait until everything that a choice asked for is drawn."""
    page.evaluate("window.report.settled()")


@opened(PAGES_OF_BOTH)
def test_a_page_is_legible(page):
    width = page.viewport_size["width"]
    page_width, smallest, places = page.evaluate(LEGIBLE)
    assert page_width <= width
    assert smallest >= 10.5
    for figure, left, right in places:
        assert left >= 0, figure
        assert right <= width, figure


@opened(DESK)
def test_every_figure_draws_marks_without_a_complaint(page):
    assert page.title()
    drawn = page.evaluate(DRAWN)
    for figure, how in drawn.items():
        assert how["times"] == 1, f"{figure} is not drawn"
        assert how["n_marks"] > 0, f"{figure} has no marks"
        assert how["width"] > 200, figure
        assert how["height"] > 60, figure
        assert how["n_letters"] > 40, figure
    placed = page.evaluate("[...document.querySelectorAll('figure[data-figure]')].map(e => e.id)")
    assert sorted(placed) == sorted(drawn), "a figure is on no page, or has no data"
    assert page.complaints == []


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


@opened(OF_SHARED)
def test_shared_switches_change_the_figures(page):
    form = page.locator("#shared-switches")
    for column in page.evaluate(
        "[...document.querySelectorAll('#shared-switches select')].map(e => e.name)"
    ):
        select = form.locator(f"select[name={column}]")
        first = select.input_value()
        others = [
            value
            for value in select.evaluate("e => [...e.options].map(o => o.value)")
            if value != first
        ]
        assert others, f"{column} has nothing to choose"
        before = page.evaluate(SHOWN)
        changed = set()
        for other in others:
            select.select_option(other)
            settle(page)
            for figure, shown in page.evaluate(SHOWN).items():
                if shown["choice"].get(column) == other:
                    assert shown["picture"] != before[figure]["picture"], f"{figure}, {other}"
                    assert shown["marks"] > 0, f"{figure}, {other}"
                    changed.add(figure)
                elif column in shown["choice"]:
                    # a figure that cannot show the choice says so
                    assert shown["says"], f"{figure}, {other}"
        assert changed, f"{column} changes nothing"
        assert f"{column}=" in page.url, "the choice is not in the address"
        select.select_option(first)
        settle(page)
        after = page.evaluate(SHOWN)
        for figure in changed:
            assert after[figure]["picture"] == before[figure]["picture"], (
                f"{figure} does not come back"
            )
    assert page.complaints == []


@opened(OF_ANY)
def test_a_figures_own_switches_change_it(page, request):
    for figure in WITH_OWN.get(request.node.callspec.params["page"][0], ()):
        selects = page.locator(f"#{figure} form.switches select")
        assert selects.count() > 0, figure
        for position in range(selects.count()):
            select = selects.nth(position)
            first = select.input_value()
            values = select.evaluate("e => [...e.options].map(o => o.value)")
            before = page.evaluate(SHOWN)[figure]["picture"]
            select.select_option(next(value for value in values if value != first))
            settle(page)
            assert page.evaluate(SHOWN)[figure]["picture"] != before, (figure, position)
            selects.nth(position).select_option(first)
            settle(page)
    assert page.complaints == []


@opened(TURNED)
def test_a_page_that_is_turned_is_as_one_that_is_opened_so(page, tabs, report, request):
    name, width, dark = request.node.callspec.params["page"]
    with tabs.lent() as open_file:
        fresh = open_file(report / f"{name}.html", width, dark=dark)
        for asked in (SHOWN, LAID):
            assert page.evaluate(asked) == fresh.evaluate(asked)


@opened(ALL)
def test_axe_finds_nothing(page):
    assert objections(page) == []
