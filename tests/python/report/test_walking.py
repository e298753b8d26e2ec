"""Every figure by keyboard: one stop of Tab, arrows from mark to mark, the words seen and heard."""

import re

from analysis_py.report.pages import PAGES

#: The figure whose drawing has the focus; true for a part of a drawing, which should not have it;
#: null beyond the last stop of the page.
FOCUSED = """(() => {
    const focused = document.activeElement;
    if (focused === document.body) return null;
    if (focused.matches(".chart *")) return true;
    return focused.matches(".chart") && focused.closest("figure").id;
})()"""


def test_a_figure_is_one_stop_of_tab_and_says_its_keys(opened):
    page = opened("index")
    reached = []
    for _ in range(1000):
        page.keyboard.press("Tab")
        inside = page.evaluate(FOCUSED)
        if inside is None:
            break
        assert inside is not True, "a part of a drawing is a stop of its own"
        if inside:
            assert "Arrow keys" in page.locator("#mark").inner_text()
            reached.append(inside)
    assert reached == page.evaluate(
        "[...document.querySelectorAll('figure[data-figure]')].map(e => e.id)"
    )


def test_the_keyboard_is_told_what_the_pointer_is_told_at_the_same_place(opened):
    page = opened("index", figures=("findings_tuning",))
    page.locator("#findings_tuning .chart").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
        said = page.locator("#mark").inner_text()
        ring = page.locator(".ring").bounding_box()
        page.mouse.move(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
        page.wait_for_selector("#vg-tooltip-element.visible")
        values = page.locator("#vg-tooltip-element td.value").all_text_contents()
        assert len(values) == 10
        assert all(value in said for value in values)
        page.mouse.move(0, 0)


def test_down_goes_to_the_next_row_and_stays_in_the_column(opened):
    page = opened("structure", figures=("correlation_matrix",))
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


def test_a_model_is_found_by_keyboard_in_the_picture(opened, warehouse):
    ((cohort, name),) = warehouse.sql("""
        select cohort_id, min(model_name) from reporting.rpt_model_positions
        where status = 'ok' group by cohort_id order by count(*), cohort_id limit 1
    """).fetchall()
    page = opened("find", hash=f"#cohort_id={cohort}&model={name}")
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


def test_every_figure_says_what_it_shows():
    topics = [
        figure.name
        for page in PAGES
        for figure in page.figures
        if not page.finding(figure).exists()
    ]
    assert topics == []
