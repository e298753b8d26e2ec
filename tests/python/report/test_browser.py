"""The report in a real Chromium, from disk: drawn, switched, legible, without a network."""

import json
import shutil

import pytest
from report import browsing

from analysis_py.report.build import write_documents, write_page
from analysis_py.report.pages import PAGES
from analysis_py.report.switches import read_options

NAMES = [page.name for page in PAGES]
WITH_SHARED = [
    page.name
    for page in PAGES
    if any(switch.is_shared for figure in page.figures for switch in figure.switches)
]
WITH_OWN = [
    (page.name, figure.name)
    for page in PAGES
    for figure in page.figures
    if any(not switch.is_shared for switch in figure.switches)
]

#: Counts what a figure has drawn: points, bars, areas, and lines that are more than a stub.
MARKS = """name => {
    let count = 0;
    const walk = (item) => {
        const type = item.marktype;
        if (["symbol", "rect", "area", "line", "rule", "arc", "text"].includes(type)
            && item.role === "mark") count += item.items.length;
        (item.items ?? []).forEach(walk);
    };
    walk(window.report.views[name].scenegraph().root);
    return count;
}"""

#: A picture of a figure as data: everything that is drawn, wherever it lies. Vega counts the areas
#: to which marks are cut over all drawings of a page, so their numbers are not of the picture.
PICTURE = """async name =>
    (await window.report.views[name].toSVG()).replace(/\\b(clip|gradient_)\\d+/g, "$1")"""


def opened(chromium, report, name, **options):
    return browsing.open_page(chromium, report / f"{name}.html", **options)


def figures(page):
    return page.evaluate("Object.keys(window.report.figures)")


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_draws_marks_without_a_complaint(chromium, report, name):
    page = opened(chromium, report, name)
    assert page.title()
    for figure in figures(page):
        assert page.locator(f"#{figure}[data-drawn]").count() == 1, f"{figure} is not drawn"
        assert page.evaluate(MARKS, figure) > 0, f"{figure} has no marks"
        box = page.locator(f"#{figure} .chart").bounding_box()
        assert box["width"] > 200
        assert box["height"] > 60
        assert len(page.locator(f"#{figure} .chart").get_attribute("aria-label")) > 40
    placed = page.evaluate("[...document.querySelectorAll('figure[data-figure]')].map(e => e.id)")
    assert sorted(placed) == sorted(figures(page)), "a figure is on no page, or has no data"
    assert page.complaints == []
    page.close()


@pytest.mark.parametrize("name", WITH_SHARED)
def test_shared_switches_change_the_figures(chromium, report, name):
    page = opened(chromium, report, name)
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
        before = {figure: page.evaluate(PICTURE, figure) for figure in figures(page)}
        changed = set()
        for other in others:
            select.select_option(other)
            settle(page)
            for figure in figures(page):
                shown = json.loads(page.locator(f"#{figure}").get_attribute("data-drawn"))
                if shown.get(column) == other:
                    assert page.evaluate(PICTURE, figure) != before[figure], f"{figure}, {other}"
                    assert page.evaluate(MARKS, figure) > 0, f"{figure}, {other}"
                    changed.add(figure)
                elif column in shown:
                    # a figure that cannot show the choice says so
                    assert page.locator(f"#{figure} .notice").is_visible(), f"{figure}, {other}"
        assert changed, f"{column} changes nothing"
        assert f"{column}=" in page.url, "the choice is not in the address"
        select.select_option(first)
        settle(page)
        for figure in changed:
            assert page.evaluate(PICTURE, figure) == before[figure], f"{figure} does not come back"
    assert page.complaints == []
    page.close()


def settle(page):
    """Wait until everything that a choice asked for is drawn."""
    page.evaluate("window.report.settled()")


@pytest.mark.parametrize(("name", "figure"), WITH_OWN)
def test_a_figures_own_switches_change_it(chromium, report, name, figure):
    page = opened(chromium, report, name)
    selects = page.locator(f"#{figure} form.switches select")
    assert selects.count() > 0
    for position in range(selects.count()):
        select = selects.nth(position)
        first = select.input_value()
        values = select.evaluate("e => [...e.options].map(o => o.value)")
        before = page.evaluate(PICTURE, figure)
        select.select_option(next(value for value in values if value != first))
        settle(page)
        assert page.evaluate(PICTURE, figure) != before
        selects.nth(position).select_option(first)
        settle(page)
    assert page.complaints == []
    page.close()


def test_a_choice_goes_along_to_the_next_page(chromium, report):
    page = opened(chromium, report, "scale", hash="#cohort_id=openllm_v2")
    shown = json.loads(page.locator("#size_curves").get_attribute("data-drawn"))
    assert shown["cohort_id"] == "openllm_v2"
    page.locator("nav a", has_text="Findings").click()
    assert page.url.endswith("index.html#cohort_id=openllm_v2")
    page.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_legible(chromium, report, name, width):
    page = opened(chromium, report, name, width=width, dark=width == 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    smallest = page.evaluate("""Math.min(...[...document.querySelectorAll("main *")]
        .filter(e => e.checkVisibility())
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .map(e => parseFloat(getComputedStyle(e).fontSize)))""")
    assert smallest >= 10.5
    for figure in figures(page):
        box = page.locator(f"#{figure}").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.close()


@pytest.mark.parametrize("dark", [False, True])
def test_words_in_figures_stand_out(chromium, report, dark):
    page = opened(chromium, report, "scale", dark=dark)
    ink, paper = page.evaluate("""[
        getComputedStyle(document.querySelector(".chart svg text")).fill,
        getComputedStyle(document.body).backgroundColor,
    ]""")
    levels = [sum(map(int, colour[4:-1].split(", "))) / 765 for colour in (ink, paper)]
    assert (levels[0] > 0.85) == dark
    assert (levels[1] < 0.15) == dark
    page.close()


def test_without_a_script_the_pictures_and_words_are_there(chromium, report):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((report / "index.html").as_uri())
    pictures = page.locator("figure img")
    assert pictures.count() == len(PAGES[0].figures)
    for position in range(pictures.count()):
        assert pictures.nth(position).bounding_box()["height"] > 60
        assert pictures.nth(position).get_attribute("alt")
    context.close()


@pytest.mark.parametrize("gone", ["cohort_id = 'january_2024'", "true"])
def test_a_report_of_less_says_so(chromium, report, other, tmp_path, gone):
    """Whoever builds on other data may lack a population, or have nothing that can be fitted."""
    tables = other.sql("""
        select distinct table_schema || '.' || table_name
        from information_schema.columns
        where table_catalog = 'published' and column_name = 'cohort_id'
    """).fetchall()
    for (table,) in tables:
        other.execute(
            f"create or replace view {table} as from published.{table} where not ({gone})"
        )
    shutil.copytree(report / "assets", tmp_path / "assets")
    for folder in ("data", "figures", "sql"):
        (tmp_path / folder).mkdir()
    options = read_options(other)
    write_documents(tmp_path)
    for written in PAGES:
        write_page(other, written, options, tmp_path)
        page = opened(chromium, tmp_path, written.name)
        # words about what is gone take their figure with them
        placed = [figure for figure in figures(page) if page.locator(f"#{figure}").count()]
        for figure in placed:
            empty = page.evaluate("name => !window.report.views[name]", figure)
            assert page.locator(f"#{figure} .notice").is_visible() == empty, figure
        assert page.complaints == []
        page.close()
