"""Three questions of somebody who never saw the project, each answered from the front page.

Each walk begins at index.html and follows what is seen there: its list of questions, then links
by their words. It ends at a sentence, or a figure, that answers with numbers.
"""

import re

import pytest


@pytest.fixture
def front(opened):
    """Return the front page, at the width of a telephone."""
    page = opened("index", width=390, figures=())
    yield page
    assert page.complaints == []


def asked(page, question):
    """Follow a question of the list at the top; return its section, which is then in sight."""
    page.get_by_role("navigation", name="On this page").get_by_role("link", name=question).click()
    place = page.evaluate("location.hash")
    section = page.locator(f"section:has({place})")
    assert section.get_by_role("heading", name=question).is_visible()
    return section


def follow(page, section, words, figure):
    """Follow a link by its words; return the figure that it leads to, once it is drawn."""
    section.get_by_role("link", name=words).first.click()
    page.wait_for_selector(f"#{figure}[data-drawn]")
    return page.locator(f"#{figure}")


def test_does_size_help(front):
    section = asked(front, "Does size help?")
    answer = section.locator(".answer").text_content()
    assert re.search(r"\bon (all )?\d+ ", answer), answer
    section.locator("figure[data-drawn] svg").wait_for()
    # and what of fine-tunes of one base? The first figure of the page allows for them
    figure = follow(front, section, "More on size", "size_curves")
    title = figure.locator("h3").text_content()
    assert title.startswith("Clustered by base model")


def test_which_conclusions_fail_and_why(front):
    section = asked(front, "Which conclusions of the paper fail, and why?")
    assert re.search(r"\d+ fail", section.locator(".answer").text_content())
    failing = section.locator("li").filter(has_text="fails")
    assert failing.count() > 0
    for row in failing.all():
        conclusion = row.locator("summary")
        assert len(conclusion.text_content().split()) > 3
        conclusion.click()
        assert len(row.locator("p").text_content().split()) > 3
    # a claim behind it, opened with what every judge observed
    section.locator("li").first.get_by_role("link", name=re.compile("claim")).click()
    front.wait_for_selector(".observed:visible")


def test_where_a_model_stands(front):
    form = front.get_by_role("form", name="Find a model")
    form.get_by_label("A part of its name").fill("Qwen2.5-7B-Instruct")
    form.get_by_role("button", name="Find it").click()
    front.wait_for_load_state()
    front.wait_for_function("window.find?.settled")
    front.evaluate("window.find.settled")
    matches = front.locator("#find-matches")
    matches.wait_for()
    matches.locator("a, button").first.click()
    card = front.locator("#card")
    card.wait_for()
    words = card.text_content()
    assert "Qwen2.5-7B-Instruct" in words
    assert "rank" in words.lower()
