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


def test_a_figures_own_switch_is_in_the_address(opened):
    page = opened("training_types")
    select = page.locator("#type_effects form.switches select[name=comparison]")
    _, after = choose(page, select)
    both = ("type_effects", "type_equivalence")
    other = opened("training_types", hash=page.evaluate("location.hash"), figures=both)
    assert shown(other, "type_effects")["comparison"] == after
    # another figure with a switch of that name keeps its own choice
    assert shown(other, "type_equivalence")["comparison"] != after


def test_an_address_lands_on_its_figure_below_the_bar(opened):
    for width in (390, 1440):
        page = opened("interplay", width=width, hash="#interplay_concurvity&cohort_id=openllm_v1")
        settle(page)
        top, bar = page.evaluate("""[
            document.getElementById("interplay_concurvity").getBoundingClientRect().top,
            document.getElementById("shared-switches").offsetHeight,
        ]""")
        assert bar <= top < bar + 60, width


def test_an_unknown_population_is_said(opened):
    page = opened("structure", hash="#cohort_id=nobody", figures=("correlation_matrix",))
    notice = page.locator("#correlation_matrix .notice")
    assert notice.is_visible()
    assert "nobody" in notice.text_content()


def test_the_link_that_is_copied_shows_the_same(chromium, report, opened):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((report / "training_types.html").as_uri())
    page.evaluate("window.report.ready")
    choose(page, page.locator("#type_effects form.switches select[name=comparison]"))
    button = page.locator("#type_effects button[data-copy=link]")
    button.click()
    page.wait_for_function("e => e.textContent === 'Copied'", arg=button.element_handle())
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"{page.url.split('#')[0]}#type_effects&" in copied
    other = opened("training_types", hash=copied[copied.index("#") :], figures=("type_effects",))
    assert shown(other, "type_effects") == shown(page, "type_effects")
    context.close()


def test_an_embedded_figure_is_alone(opened):
    page = opened("scale", hash="#size_curves&cohort_id=openllm_v2&engine=reml&embed=1")
    # what is said to those who listen is not seen
    assert page.locator("main > :not([role=status])").count() == 1
    assert page.locator("#size_curves[data-drawn]").is_visible()
    assert not page.locator("header").is_visible()
    assert "4,552 evaluations" in page.locator("#size_curves .of").text_content()
    assert page.complaints == []


def test_the_ledgers_filters_are_in_the_address(opened):
    page = opened("claims")
    count = page.locator("#ledger-count")
    whole = count.text_content()
    page.locator("#ledger-controls select[name=verdict]").select_option("contradicted")
    page.locator("#ledger-controls input[name=text]").fill("llama")
    assert set(page.evaluate("location.hash.slice(1)").split("&")) == {
        "verdict=contradicted",
        "text=llama",
    }
    filtered = count.text_content()
    assert filtered != whole
    other = opened("claims", hash=page.evaluate("location.hash"))
    assert other.locator("#ledger-count").text_content() == filtered
    page.go_back()
    assert count.text_content() == whole
