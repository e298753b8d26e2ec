"""Pages: templates filled with facts and figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from analysis_py import __version__
from analysis_py.report import queries
from analysis_py.report.documents import Document
from analysis_py.report.figure import PAGES_FOLDER, Figure, Page
from analysis_py.report.headings import Heading, contents, with_addresses

#: The frame of every page and of every figure.
TEMPLATES = Path(__file__).parent / "templates"

#: Where the frame has the list of a page's sections, which are known when it is filled.
_MARK = Markup("<!-- contents -->")


def environment() -> jinja2.Environment:
    """Return the templates with the filters that their words use.

    A name that a template misspells stops the build instead of leaving a gap.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([TEMPLATES, PAGES_FOLDER]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(num=number, signed=signed, tidy=tidy, p=p_value, plain=plain)
    return made


def render(
    page: Page, facts: dict[str, Any], found: dict[str, str], pages: tuple[Page, ...]
) -> tuple[str, list[Heading]]:
    """Return a page's HTML and its sections.

    Parameters
    ----------
    page : Page
    facts : dict
        Rows of the page's fact queries, as lists of dictionaries.
    found : dict
        By figure: what it shows of the first choice, in words; empty where nothing says it.
    pages : tuple of Page
        All pages, for the list at the top.
    """
    templates = environment()
    figures = {figure.name: figure for figure in page.figures}

    def figure(name: str) -> Markup:
        return _figure(templates, figures[name], found[name], page.query(figures[name]))

    return _framed(
        templates.get_template(f"{page.name}/page.html.j2"),
        page=page,
        pages=pages,
        facts=facts,
        figure=figure,
        sql=lambda fact: queries.text(page.facts[fact]),
        has_figures=bool(found),
    )


def render_document(document: Document, pages: tuple[Page, ...]) -> tuple[str, list[Heading]]:
    """Return a document's HTML and its sections."""
    template = environment().get_template("document.html.j2")
    return _framed(template, page=document.page, pages=pages, html=document.html, has_figures=False)


def _framed(template: jinja2.Template, **values: Any) -> tuple[str, list[Heading]]:
    """Fill a template, give its sections addresses and list them where the frame says."""
    html, headings = with_addresses(
        template.render(contents_mark=_MARK, version=__version__, **values)
    )
    # what scrolls sideways on a telephone is reached by keyboard too
    html = html.replace('<div class="scroll">', '<div class="scroll" tabindex="0">')
    html = html.replace("<pre><code>", '<pre tabindex="0"><code>')
    return html.replace(_MARK, contents(headings), 1), headings


def _figure(templates: jinja2.Environment, figure: Figure, finding: str, query: Path) -> Markup:
    template = templates.get_template("figure.html.j2")
    return Markup(template.render(figure=figure, finding=finding, sql=queries.text(query)))


def number(value: float, digits: int = 1) -> str:
    """Return a number with thousands separated and a true minus sign."""
    # what rounds to zero has no sign
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")


def signed(value: float, digits: int = 1) -> str:
    """Return a number that always shows its sign."""
    return f"{round(value, digits) + 0.0:+,.{digits}f}".replace("-", "−")


def p_value(value: float) -> str:
    """Return a p-value as papers print it."""
    if value < 0.001:
        return "p < 0.001"
    return f"p = {value:.3f}" if value < 0.1 else f"p = {value:.2f}"


def tidy(text: str) -> str:
    """Return an identifier as words: ``training_type`` as ``training type``."""
    return re.sub(r"_+", " ", text)


#: A range of sizes as the tables name it, and a negative number.
_RANGE = re.compile(r"[\[(]([0-9.]+),([0-9.]+)[\])](?: ?B\b)?")
_NEGATIVE = re.compile(r"(?<![\w.,–−-])-(?=\d)")


def plain(text: str) -> str:
    """Return a text of the tables as one says it: ``[7,13) B`` as ``7–13 B``, and a true minus."""
    return _NEGATIVE.sub("−", _RANGE.sub("\\1–\\2\u00a0B", text))
