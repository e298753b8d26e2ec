"""The words of a page, written on any tables; its figures are left empty."""

from analysis_py.report import queries, site
from analysis_py.report.pages import SECTIONS


def words_of(connection, page):
    """Return the HTML of a page."""
    figures = dict.fromkeys((figure.name for figure in page.figures), "")
    words, _ = site.render(page, queries.facts(connection, page.facts), figures, SECTIONS)
    return words
