"""The classes of a figure and a page of the report."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path

import altair as alt

#: The folder of the pages.
PAGES_FOLDER = Path(__file__).parent / "pages"

#: The data of every chart: the rows of its query for the chosen options.
ROWS = alt.NamedData("rows")


@dataclass(frozen=True)
class Switch:
    """A reader's choice: only rows with the chosen value are drawn.

    Attributes
    ----------
    column : str
        Column of the figure's query.
    label : str
        Label of the choice.
    is_shared : bool
        Whether the choice applies to all figures of the page, or only to this one.
    """

    column: str
    label: str
    is_shared: bool = False


COHORT = Switch("cohort_id", "Population", is_shared=True)


@dataclass(frozen=True)
class Figure:
    """A chart, the query that fills it, and the words around it.

    Attributes
    ----------
    title : str
        Subject of the figure. Its finding for the shown choice comes from ``<name>.finding.sql``,
        if any, and is printed above it.
    caption : str
        How to read it, in at most 30 words. May hold inline HTML.
    alternative : str
        Description for readers who cannot see the figure.
    method : str
        How the numbers were computed, and caveats; folded. May hold inline HTML.
    switches : tuple of Switch
        The reader's choices, in this order.
    default : mapping
        The first choice by column; other switches start at the first value of the query.
    paper_figure : str
        The rebuilt figure of the paper, such as ``"Fig. 3"``.
    renderer : str
        ``"svg"``, or ``"canvas"`` for figures of many thousand marks.
    name : str
        That of its module and its query (``pages/<page>/figures/<name>.py`` and ``.sql``), of its
        files in the report and its element of the page; the page knows it.
    chart : callable
        The function of this name in its module, which the page takes from there: returns the Altair
        chart on :data:`ROWS`; called once per process.
    """

    title: str
    caption: str
    alternative: str
    method: str = ""
    switches: tuple[Switch, ...] = ()
    default: Mapping[str, str] = field(default_factory=dict)
    paper_figure: str = ""
    renderer: str = "svg"
    name: str = ""
    chart: Callable[[], alt.TopLevelMixin] = alt.Chart


@dataclass(frozen=True)
class Page:
    """One page of the report, read from the folder ``pages/<name>/``.

    Its words are ``page.html.j2``; its queries are ``figures/*.sql``, ``facts.sql``,
    ``tables/*.sql`` and ``parts/*.sql``; its own scripts and styles are in ``assets/``.

    Attributes
    ----------
    name : str
        Name of the folder and of the file in the report.
    title : str
        Entry in the list of pages.
    question : str
        The heading of the page.
    summary : str
        One line about the content.
    population : str
        Role of the population that all its figures show first.
    """

    name: str
    title: str
    summary: str
    question: str = ""
    population: str = "headline"

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures of ``page.html.j2`` in its order."""
        words = PAGES_FOLDER / self.name / "page.html.j2"
        placed = re.findall(r'figure\("(\w+)"\)', words.read_text()) if words.exists() else ()
        folder = f"analysis_py.report.pages.{self.name}.figures"
        modules = {name: import_module(f"{folder}.{name}") for name in placed}
        return tuple(
            replace(module.FIGURE, name=name, chart=module.chart)
            for name, module in modules.items()
        )

    def query(self, figure: Figure) -> Path:
        """Return the file of the query that fills a figure."""
        return PAGES_FOLDER / self.name / "figures" / f"{figure.name}.sql"

    def finding(self, figure: Figure) -> Path:
        """Return the file of the query for a figure's finding, if any."""
        return self.query(figure).with_suffix(".finding.sql")

    @property
    def facts(self) -> Path:
        """Return the file of the query with the one row of numbers that the template cites."""
        return PAGES_FOLDER / self.name / "facts.sql"

    @property
    def tables(self) -> dict[str, Path]:
        """Queries by name; a script of the page reads their rows.

        It finds them, packed, as ``window.reportTables.<name>``. Each lies in the report as
        compressed CSV and SQL too, beside those of the figures.
        """
        return self._queries("tables")

    @property
    def parts(self) -> dict[str, Path]:
        """Queries by name whose rows are too many to load with the page.

        Each has a ``cohort_id``. The rows of one cohort are a file of their own, ``data/<page>/``,
        which a script of the page loads on demand as ``window.reportParts.<cohort>``.
        """
        return self._queries("parts")

    def _queries(self, kind: str) -> dict[str, Path]:
        files = sorted((PAGES_FOLDER / self.name / kind).glob("*.sql"))
        return {file.stem: file for file in files}


@dataclass(frozen=True)
class Section:
    """An entry of the navigation.

    Attributes
    ----------
    title : str
    pages : tuple of Page
        The entry opens the first page; each page lists the others at its top.
    """

    title: str
    pages: tuple[Page, ...]
