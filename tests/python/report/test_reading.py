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


#: What people type: the first hit of its kind, where it leads, and whether it is the first of all.
SEARCHED = [
    ("wrong keys", "page", "items.html", False),
    ("contamination", "method", "docs-", True),
    ("scaling law", "page", "scale.html", False),
    ("bigger", "page", "scale.html", True),
    ("cite", "page", "data.html", True),
    ("download", "page", "data.html", True),
    ("api", "page", "data.html", True),
    ("mc2", "benchmark", "find.html", True),
    ("cost", "figure", "today.html#today_prices", True),
    ("mmlu", "benchmark", "find.html#cohort_id=", False),
    ("mistral 7b", "model", "find.html#cohort_id=", False),
    ("C073", "claim", "claims.html#C073", False),
    ("restricted maximum likelihood", "word", "docs-glossary.html", False),
    ("who is a base family", "method", "docs-dependence.html#who-is-a-base-family", False),
]


@pytest.mark.parametrize(("text", "kind", "address", "is_first"), SEARCHED)
def test_the_search_finds(opened, text, kind, address, is_first):
    page = opened("docs")
    page.locator("#search input").fill(text)
    entries = page.locator("#search-results li", has=page.locator(f".kind:text-is('{kind}')"))
    entries.first.wait_for()
    links = [entries.first.locator("a")] + is_first * [page.locator("#search-results a").first]
    assert all(link.get_attribute("href").startswith(address) for link in links)
    page.locator("#search input").press("Enter")
    page.wait_for_url("**/*.html*")
    assert page.complaints == []
