"""What a reader does with a page: copies its address, goes back, searches, saves, lists numbers."""

import json
from xml.etree import ElementTree

import pytest


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
        page = opened("paper", width=width, hash="#interplay_changes&cohort_id=openllm_v1")
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


FIGURE, COHORT = "size_curves", "openllm_v2"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_saved_drawing_says_what_of_whom_and_whence(opened, kind):
    page = opened("scale", hash=f"#cohort_id={COHORT}", figures=(FIGURE,))
    with page.expect_download() as download:
        page.locator(f"#{FIGURE} [data-save={kind}]").click()
    assert download.value.suggested_filename == f"{FIGURE}.{kind}"
    content = download.value.path().read_bytes()
    if kind == "png":
        assert content.startswith(b"\x89PNG")
        return
    said = " ".join(" ".join(ElementTree.fromstring(content).itertext()).split())
    title = page.locator(f"#{FIGURE} h3").text_content()
    for words in (title, "4,552 evaluations", "2025-03-21", "Licence: ", COHORT, "IFEval"):
        assert words in said


@pytest.mark.parametrize(
    ("text", "kind", "page"),
    [
        ("wrong keys", "page", "items.html"),
        ("contamination", "method", "docs-"),
        ("scaling law", "page", "scale.html"),
        ("bigger", "page", "scale.html"),
        ("cite", "page", "data.html"),
        ("mc2", "benchmark", "find.html"),
        ("cost", "figure", "today.html"),
        ("mmlu", "benchmark", "find.html#cohort_id="),
        ("mistral 7b", "model", "find.html#cohort_id="),
        ("C073", "claim", "claims.html#C073"),
        ("restricted maximum likelihood", "word", "docs-glossary.html"),
        ("who is a base family", "method", "docs-dependence.html#who-is-a-base-family"),
    ],
)
def test_the_search_finds(opened, text, kind, page):
    found = opened("docs")
    found.locator("#search input").fill(text)
    entries = found.locator("#search-results li", has=found.locator(f".kind:text-is('{kind}')"))
    entries.first.wait_for()
    assert entries.first.locator("a").get_attribute("href").startswith(page)
    found.locator("#search input").press("Enter")
    found.wait_for_url("**/*.html*")
    assert found.complaints == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("contamination", "docs-"),
        ("bigger", "scale.html"),
        ("cost", "today.html#today_prices"),
        ("cite", "data.html"),
        ("download", "data.html"),
        ("api", "data.html"),
        ("mc2", "find.html"),
    ],
)
def test_what_people_type_lands_on_the_page_that_has_it(opened, text, address):
    page = opened("docs")
    page.locator("#search input").fill(text)
    first = page.locator("#search-results a").first
    first.wait_for()
    assert first.get_attribute("href").startswith(address)
