"""Chosen pages as one PDF."""

import re

import pytest

from analysis_py.report import ReportError
from analysis_py.report.paper import joined, print_pages


@pytest.fixture(scope="module")
def printed(chromium, report):
    return print_pages(report, ("index", "today")).read_bytes()


def test_pages_are_printed_with_their_figures(printed):
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type ?/Page\b", printed)) >= 4
    # pages of words alone take a tenth of it
    assert len(printed) > 200_000


def test_the_folder_holds_no_more_than_before(report, printed):
    assert not (report / "print.html").exists()
    assert not list(report.glob("*.pdf"))
    assert report.with_suffix(".pdf").exists()


def test_an_unknown_page_is_named_with_those_that_there_are(report):
    with pytest.raises(ReportError, match=r"no page nowhere; there are .*scale"):
        print_pages(report, ("index", "nowhere"))


def test_pages_are_joined_with_all_their_data(report):
    pages = [(report / f"{name}.html").read_text() for name in ("index", "claims")]
    html = joined(pages)
    assert html.count("<main") == 1
    assert html.count('<div class="sheet">') == 2
    for data in ("data/index.js", "data/claims.js", "data/claims-ledger.js", "data/terms.js"):
        assert html.count(f'src="{data}"') == 1
        assert html.index(data) < html.index("assets/report.js")
