"""Pages: templates filled with facts and figures."""

import re
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from analysis_py import __version__
from analysis_py.report import queries
from analysis_py.report.documents import Document
from analysis_py.report.figure import PAGES_FOLDER, Figure, Page, Section
from analysis_py.report.headings import Heading, contents, fold_sections, with_addresses
from analysis_py.report.lineage import Lineage, models
from analysis_py.report.nulls import NULL
from analysis_py.runtime.formatting import p_words
from analysis_py.runtime.project import site_address

#: The frame of every page and of every figure.
TEMPLATES = Path(__file__).parent / "templates"

#: Characters of a document's HTML after which sections are folded.
OPEN_LETTERS = 12_000

#: Placeholder for the list of a page's sections, known after rendering.
_MARK = Markup("<!-- contents -->")

#: A table name in a sentence, and one alone in code that is not already a link.
_TABLE = re.compile(r"\b([a-z_]+\.[a-z_0-9]+)\b")
_NAMED = re.compile(
    r"<(?P<skipped>a|summary)\b.*?</(?P=skipped)>|<code>(?P<table>[a-z_.0-9]+)</code>", re.DOTALL
)

#: Lineage of a page with unknown tables.
NOTHING_KNOWN = Lineage()


@cache
def environment() -> jinja2.Environment:
    """Return the templates of all pages with their filters.

    A name that a template misspells stops the build instead of leaving a gap.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([TEMPLATES, PAGES_FOLDER]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(num=number, signed=signed, tidy=tidy, p=p_words, plain=plain, cited=cited)
    made.filters["with_links"] = _with_links
    made.filters["or_none"] = lambda count: "none" if count == 0 else count
    made.tests["none"] = lambda value: value is None or value is NULL
    table = made.get_template("table.html.j2").module.table  # type: ignore[attr-defined]
    made.globals.update(tables_from=tables_from, of=of, table=table)
    return made


def render(
    page: Page,
    facts: dict[str, Any],
    found: dict[str, str],
    sections: tuple[Section, ...],
    lineage: Lineage = NOTHING_KNOWN,
    dated: str = "",
) -> tuple[str, list[Heading]]:
    """Return a page's HTML and its sections.

    Parameters
    ----------
    facts : dict
        The numbers that the text cites, mostly lists of dictionaries.
    found : dict
        The finding of each figure for the first choice; empty without one.
    sections : tuple of Section
        The navigation.
    lineage : Lineage
        Tables that its queries read, for links from its figures and text.
    dated : str
        The day of the newest data.
    """
    figures = {figure.name: figure for figure in page.figures}

    def figure(name: str) -> Markup:
        return _figure(figures[name], found[name], page.query(figures[name]), lineage)

    return _fill_frame(
        environment().get_template(f"{page.name}/page.html.j2"),
        page=page,
        sections=sections,
        section=next((each for each in sections if page in each.pages), None),
        facts=facts,
        figure=figure,
        tables_of=lineage.tables_of,
        models=models(),
        has_figures=bool(found),
        published=lineage.published,
        dated=dated,
    )


def render_document(
    document: Document, sections: tuple[Section, ...], published: AbstractSet[str] = frozenset()
) -> tuple[str, list[Heading]]:
    """Return a document's HTML and its sections, with links at names of published tables."""
    template = environment().get_template("document.html.j2")
    return _fill_frame(
        template,
        page=document.page,
        sections=sections,
        section=sections[-1],
        html=fold_sections(document.html, OPEN_LETTERS),
        has_figures=False,
        published=published,
    )


def _fill_frame(
    template: jinja2.Template, published: AbstractSet[str], **values: Any
) -> tuple[str, list[Heading]]:
    """Fill a template, give its sections addresses and list them at the placeholder."""
    html, headings = with_addresses(
        template.render(
            contents_mark=_MARK,
            version=__version__,
            site=site_address(),
            published=published,
            **values,
        )
    )
    # make tables that scroll sideways on a phone reachable by keyboard
    html = html.replace('<div class="scroll">', '<div class="scroll" tabindex="0">')
    html = html.replace("<pre><code>", '<pre tabindex="0"><code>')
    html = _NAMED.sub(lambda found: _named(found, published), html)
    return html.replace(_MARK, contents(headings), 1), headings


def address_of(table: str) -> str:
    """Return the address of a published table's description; the table is ``schema.table``."""
    return f"tables.html#{table}"


def tables_from(tables: tuple[str, ...]) -> Markup:
    """Return links to the descriptions of the tables that a query reads."""
    links = Markup(", ").join(
        Markup('<a href="{}">{}</a>').format(address_of(table), table.partition(".")[2])
        for table in tables
    )
    return Markup('<span class="tables">from {}</span>').format(links) if tables else Markup("")


def with_links(text: str, published: AbstractSet[str]) -> Markup:
    """Return a text with names of published tables linked to their descriptions."""
    parts = _TABLE.split(str(text))
    return Markup("").join(
        Markup('<a href="{}">{}</a>').format(address_of(part), part)
        if part in published
        else escape(part)
        for part in parts
    )


@jinja2.pass_context
def _with_links(context: jinja2.runtime.Context, text: str) -> Markup:
    return with_links(text, context["published"])


def _named(found: re.Match[str], published: AbstractSet[str]) -> str:
    if found["table"] not in published:
        return found[0]
    return f'<a href="{address_of(found["table"])}">{found[0]}</a>'


def _figure(figure: Figure, finding: str, query: Path, lineage: Lineage) -> Markup:
    template = environment().get_template("figure.html.j2")
    return Markup(
        template.render(
            figure=figure,
            finding=finding,
            query=query,
            sql=queries.text(query),
            tables_of=lineage.tables_of,
        )
    )


def number(value: float, digits: int = 1) -> str:
    """Return a number with thousands separated and a true minus sign."""
    # numbers that round to zero have no sign
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")


def of(count: int, everything: int) -> str:
    """Return a count out of a total; in words if it is zero or the total."""
    if NULL in (count, everything):
        return str(NULL)
    if count == everything:
        return f"all {everything}"
    return f"{count or 'none'} of {everything}"


def signed(value: float, digits: int = 1) -> str:
    """Return a number with its sign, also if positive."""
    return f"{round(value, digits) + 0.0:+,.{digits}f}".replace("-", "−")


def tidy(text: str) -> str:
    """Return an identifier as words: ``training_type`` as ``training type``."""
    return re.sub(r"_+", " ", str(text))


#: A range of sizes as the tables name it, and a negative number.
_RANGE = re.compile(r"[\[(]([0-9.]+),([0-9.]+)[\])](?: ?B\b)?")
_NEGATIVE = re.compile(r"(?<![\w.,–−-])-(?=\d)")


#: What a source names: an arXiv number, a DOI, a repository on GitHub, an address without scheme.
_CITED = re.compile(
    r"\barXiv (?P<arxiv>\d{4}\.\d{4,5})"
    r"|\b(?:doi|Zenodo) (?P<doi>10\.\S+\w)"
    r"|(?P<repository>(?:^|(?<=mirrored in )|(?<=output in ))[\w-]+/[\w.-]*\w"
    r"|(?<![\w/])[\w-]+/[\w.-]*\w(?= (?:published )?at [0-9a-f]{7}\b))"
    r"|(?P<address>\b[\w-]+\.(?:com|ai|org)/\S*\w)"
)
_PREFIXES = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "repository": "https://github.com/",
    "address": "https://",
}


def cited(text: str) -> Markup:
    """Return a text with a link at each arXiv number, DOI, repository and address."""
    made, last = Markup(""), 0
    for found in _CITED.finditer(str(text)):
        kind = str(found.lastgroup)
        link = Markup('<a href="{}">{}</a>').format(_PREFIXES[kind] + found[kind], found[0])
        made, last = made + escape(str(text)[last : found.start()]) + link, found.end()
    return made + escape(str(text)[last:])


def plain(text: str) -> str:
    """Return a text of the tables in plain form: ``[7,13) B`` as ``7–13 B``, and a true minus."""
    return _NEGATIVE.sub("−", _RANGE.sub("\\1–\\2\u00a0B", str(text)))
