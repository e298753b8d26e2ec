"""The folder of a page holds all that the page is made of, under the names that a reader sees."""

import re

import pytest

from analysis_py.report import queries
from analysis_py.report.figure import PAGES_FOLDER
from analysis_py.report.pages import PAGES

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def names(page, pattern):
    return {path.stem for path in (PAGES_FOLDER / page.name).glob(pattern)} - {"__init__"}


def test_every_folder_is_a_page_and_every_page_a_folder():
    folders = {path.parent.name for path in PAGES_FOLDER.glob("*/*") if path.is_file()}
    assert folders - {"__pycache__"} == {page.name for page in PAGES}


@each_page
def test_a_figure_has_its_query_and_its_chart_under_its_name(page):
    shown = {figure.name for figure in page.figures}
    asked = names(page, "figures/*.sql")
    findings = {name for name in asked if name.endswith(".finding")}
    assert asked - findings == names(page, "figures/*.py") == shown
    assert {name.removesuffix(".finding") for name in findings} <= shown


@each_page
def test_the_words_cite_every_fact(warehouse, page):
    words = (PAGES_FOLDER / page.name / "page.html.j2").read_text()
    cited = set(re.findall(r"\bfacts\.(\w+)", words))
    assert cited == set(queries.facts(warehouse, page.facts))
