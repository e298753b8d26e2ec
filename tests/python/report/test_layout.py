"""A finding on the first screen, and no page longer than a reader scrolls."""

import pytest

from analysis_py.report.documents import documents, folder
from analysis_py.report.pages import PAGES

FIGURES = {page.name: page.figures for page in PAGES}
NAMES = [*FIGURES, *(each.page.name for each in documents(folder()))]

#: By the width of the screen: its height, and where the first figure begins at the latest.
SCREENS = {1280: (900, 400), 390: (844, 520)}
#: How long a page may be on a desk, in pixels, and how many words its answer may have.
LONGEST, MOST_WORDS = 6_500, 25
#: The front page is shorter, and its answer two sentences.
LONGEST_FRONT, MOST_WORDS_FRONT = 4_500, 40

MEASURED = """() => ({
    height: document.documentElement.scrollHeight,
    header: document.querySelector("header").offsetHeight,
    links: document.querySelectorAll("header nav a, header .site a").length,
    figures: [...document.querySelectorAll("figure[data-figure]")]
        .filter((each) => each.querySelector(".chart").checkVisibility())
        .map((each) => each.getBoundingClientRect().top + scrollY),
    lead: document.querySelector(".lead")?.innerText.trim().split(/\\s+/).length ?? 0,
})"""


@pytest.mark.parametrize("name", NAMES)
def test_a_page_begins_with_its_answer_and_ends_in_time(tabs, report, name):
    is_front = name == "index"
    page = tabs.open(report / f"{name}.html", 1280)
    for width, (height, first) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)  # it waits before it draws for another width
        page.evaluate("window.report?.settled()")
        found = page.evaluate(MEASURED)
        assert found["header"] <= 64
        assert found["links"] <= 8
        assert found["lead"] <= (MOST_WORDS_FRONT if is_front else MOST_WORDS)
        if FIGURES.get(name):
            assert min(found["figures"]) <= first
        if width > 1000:
            assert found["height"] <= (LONGEST_FRONT if is_front else LONGEST)
    tabs.give_back(page)
