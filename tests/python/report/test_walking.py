"""Every figure by keyboard: one stop of Tab, arrows from mark to mark, the words seen and heard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from report import browsing

from analysis_py.report.pages import PAGES

WITH_FIGURES = [page.name for page in PAGES if page.figures]

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

#: The figure whose drawing has the focus; true for a part of a drawing, which should not.
FOCUSED = """(() => {
    const focused = document.activeElement;
    if (focused.matches(".chart *")) return true;
    return focused.matches(".chart") && focused.closest("figure").id;
})()"""

LEGEND = """name => {
    const found = [];
    const walk = (item) => {
        if (item.role === "legend-label") found.push(...item.items.map((each) => each.text));
        (item.items ?? []).forEach(walk);
    };
    walk(window.report.views[name].scenegraph().root);
    return found;
}"""


def opened(chromium, report, name, **options):
    return browsing.open_page(chromium, report / f"{name}.html", **options)


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_every_mark_and_every_entry_of_a_legend_is_walked_to(chromium, report, name):
    page = opened(chromium, report, name)
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
    page.close()


def test_a_figure_is_one_stop_of_tab_and_says_its_keys(chromium, report):
    page = opened(chromium, report, "index")
    boxes = page.evaluate("Object.keys(window.report.views)")
    reached = []
    for _ in range(300):
        page.keyboard.press("Tab")
        inside = page.evaluate(FOCUSED)
        assert inside is not True, "a part of a drawing is a stop of its own"
        if inside:
            assert "Arrow keys" in page.locator("#mark").inner_text()
            reached.append(inside)
    assert reached[: len(boxes)] == page.evaluate(
        "[...document.querySelectorAll('figure[data-figure]')].map(e => e.id)"
    )
    page.close()


def test_the_keyboard_is_told_what_the_pointer_is_told_at_the_same_place(chromium, report):
    page = opened(chromium, report, "index")
    page.locator("#findings_tuning .chart").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
        said = page.locator("#mark").inner_text()
        ring = page.locator(".ring").bounding_box()
        page.mouse.move(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
        page.wait_for_selector("#vg-tooltip-element.visible")
        values = page.locator("#vg-tooltip-element td.value").all_text_contents()
        assert len(values) == 4
        assert all(value in said for value in values)
        page.mouse.move(0, 0)
    page.close()


def test_down_goes_to_the_next_row_and_stays_in_the_column(chromium, report):
    page = opened(chromium, report, "correlations")
    page.locator("#correlation_matrix .chart").focus()
    page.keyboard.press("Home")
    places = []
    for key in ("ArrowRight", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        box = page.locator(".ring").bounding_box()
        top = page.locator("#correlation_matrix .chart svg").bounding_box()["y"]
        places.append((round(box["x"]), round(box["y"] - top)))
    assert places[1][0] == places[0][0]
    assert places[1][1] > places[0][1]
    assert places[2] == places[0]
    page.close()


def test_enter_on_an_entry_of_the_legend_does_what_a_click_does(chromium, report):
    page = opened(chromium, report, "training_types")
    page.locator("#size_by_type .chart").focus()
    page.keyboard.press("l")
    faint = "document.querySelectorAll('#size_by_type path[opacity=\"0.12\"]').length"
    assert page.evaluate(faint) == 0
    page.keyboard.press("Enter")
    page.wait_for_function(f"{faint} > 0")
    page.close()


def test_a_model_is_found_by_keyboard_in_the_picture(chromium, report, warehouse):
    ((cohort, name),) = warehouse.sql("""
        select cohort_id, min(model_name) from reporting.rpt_model_positions
        where status = 'ok' group by cohort_id order by count(*), cohort_id limit 1
    """).fetchall()
    page = opened(chromium, report, "find", hash=f"#cohort_id={cohort}&model={name}")
    page.wait_for_function("window.report.views.find_curve")
    page.locator("#find-curve").focus()
    page.keyboard.press("End")
    said = page.locator("#mark").inner_text()
    assert re.search(r"model: \S+", said)
    page.keyboard.press("Enter")
    name = re.search(r"model: (.+)", said)[1]
    page.wait_for_function(
        "name => document.getElementById('card').textContent.includes(name)", arg=name
    )
    page.close()


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_axe_finds_nothing_while_somebody_walks(chromium, report, width, dark):
    page = opened(chromium, report, "scale", width=width, dark=dark)
    page.locator("#size_slopes .chart").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#mark").is_visible()
    box = page.locator("#mark").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
    page.close()


def test_every_figure_says_what_it_shows():
    topics = [
        figure.name
        for page in PAGES
        for figure in page.figures
        if not page.finding(figure).exists()
    ]
    assert topics == []
