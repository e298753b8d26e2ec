"""One address per view: whoever opens it sees what was copied, and Back undoes a choice."""

import json


def settle(page):
    page.evaluate("window.report.settled()")


def shown(page, figure):
    return json.loads(page.locator(f"#{figure}").get_attribute("data-drawn"))


def choose(page, select, position=1):
    """Choose another value than the one that is chosen and return both."""
    before = select.input_value()
    values = select.evaluate("e => [...e.options].map(o => o.value)")
    value = [each for each in values if each != before][position - 1]
    select.select_option(value)
    settle(page)
    return before, value


def test_back_undoes_a_switch_and_forward_does_it_again(opened):
    page = opened("structure")
    select = page.locator("#shared-switches select[name=cohort_id]")
    before, after = choose(page, select)
    assert shown(page, "correlation_matrix")["cohort_id"] == after
    page.go_back()
    settle(page)
    assert shown(page, "correlation_matrix")["cohort_id"] == before
    assert select.input_value() == before
    page.go_forward()
    settle(page)
    assert shown(page, "correlation_matrix")["cohort_id"] == after
    assert page.complaints == []


def test_an_address_lands_on_its_figure_below_the_bar(opened):
    for width in (390, 1440):
        page = opened("structure", width=width, hash="#interplay_changes&cohort_id=openllm_v1")
        settle(page)
        top, bar = page.evaluate("""[
            document.getElementById("interplay_changes").getBoundingClientRect().top,
            document.getElementById("shared-switches").offsetHeight,
        ]""")
        assert bar <= top < bar + 60, width


def test_an_unknown_population_is_said(opened):
    page = opened("structure", hash="#cohort_id=nobody", figures=("correlation_matrix",))
    notice = page.locator("#correlation_matrix .notice")
    assert notice.is_visible()
    assert "nobody" in notice.text_content()
