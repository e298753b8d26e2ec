"""The switches of every page, in a real Chromium: each choice is drawn, or said to be missing."""

import pytest

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
#: Pages with switches, those with shared ones first: pytest then asks all of one page at a time.
WITH_ANY = [*WITH_SHARED, *(name for name in WITH_OWN if name not in WITH_SHARED)]

#: What each figure shows: its choice, the number of its marks, whether it has something to say,
#: and a fingerprint of its picture; one on a canvas is drawn for it anew. Vega counts the areas to
#: which marks are cut over all drawings of a page, so their numbers are not of the picture.
SHOWN = """async () => {
    const counted = ["symbol", "rect", "area", "line", "rule", "arc", "text"];
    const marks = (item) => (item.items ?? []).reduce((sum, each) => sum + marks(each),
        counted.includes(item.marktype) && item.role === "mark" ? item.items.length : 0);
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
}"""


@pytest.fixture(scope="module")
def page(tabs, report, request):
    """Return a page, opened once for all of its switches, which each test puts back."""
    with tabs.lent() as open_file:
        yield open_file(report / f"{request.param}.html")


def settle(page):
    """Wait until everything that a choice asked for is drawn."""
    page.evaluate("window.report.settled()")


def opened(each):
    return pytest.mark.parametrize("page", each, indirect=True)


@opened(WITH_SHARED)
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


@opened(WITH_ANY)
def test_a_figures_own_switches_change_it(page, request):
    for figure in WITH_OWN.get(request.node.callspec.params["page"], ()):
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
