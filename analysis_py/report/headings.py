"""Headings that have an address, and the list of them at the top of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

_HEADING = re.compile(r"<h2(?: id=\"(?P<id>[^\"]+)\")?>(?P<html>.*?)</h2>", re.DOTALL)

#: Fewer sections than this are seen at a glance.
FEWEST = 3


@dataclass(frozen=True)
class Heading:
    """A section of a page: its address and its words."""

    place: str
    words: str


def slug(html: str) -> str:
    """Return the address of a heading, made from its words as code forges make it."""
    words = str(Markup(html).striptags()).lower()
    return re.sub(r"[^\w\- ]", "", words).strip().replace(" ", "-")


def with_addresses(html: str) -> tuple[str, list[Heading]]:
    """Give every section of a page an address.

    Parameters
    ----------
    html : str

    Returns
    -------
    html : str
    headings : list of Heading
        In the order of the page.
    """
    headings: list[Heading] = []

    def addressed(found: re.Match[str]) -> str:
        words = str(Markup(found["html"]).striptags())
        place = found["id"] or slug(found["html"])
        headings.append(Heading(place, words))
        return f'<h2 id="{place}">{found["html"]}</h2>'

    return _HEADING.sub(addressed, html), headings


def contents(headings: list[Heading]) -> Markup:
    """Return the list of a page's sections; nothing for a page of few."""
    if len(headings) < FEWEST:
        return Markup("")
    entries = Markup("").join(
        Markup('<li><a href="#{}">{}</a></li>').format(each.place, escape(each.words))
        for each in headings
    )
    return Markup('<nav class="contents" aria-label="On this page"><ul>{}</ul></nav>').format(
        entries
    )
