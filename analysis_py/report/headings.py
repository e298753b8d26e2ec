"""Addresses of headings, and the list of sections at the top of a page."""

import re
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup, escape

_HEADING = re.compile(r"<h2(?: id=\"(?P<id>[^\"]+)\")?>(?P<html>.*?)</h2>", re.DOTALL)
_PARAGRAPH = re.compile(r"<(?:p|td|li)\b[^>]*>(.*?)</(?:p|td|li)>", re.DOTALL)

#: Smallest number of sections that are listed.
FEWEST = 3


@dataclass(frozen=True)
class Heading:
    """A section of a page: its address, its words, and the text of its paragraphs."""

    place: str
    words: str
    text: str = ""


def slug(html: str) -> str:
    """Return the address of a heading, made from its words as code forges make it."""
    words = str(Markup(html).striptags()).lower()
    return re.sub(r"[^\w\- ]", "", words).strip().replace(" ", "-")


def with_addresses(html: str) -> tuple[str, list[Heading]]:
    """Give every section of a page an address.

    Returns
    -------
    html : str
    headings : list of Heading
        In the order of the page.
    """
    headings: list[Heading] = []
    found = list(_HEADING.finditer(html))
    ends = (*(each.start() for each in found[1:]), len(html))
    for each, end in zip(found, ends, strict=False):
        words = str(Markup(each["html"]).striptags())
        paragraphs = " ".join(_PARAGRAPH.findall(html[each.end() : end]))
        text = str(Markup(paragraphs).striptags())
        headings.append(Heading(each["id"] or slug(each["html"]), words, text))
    places = iter(headings)
    return _HEADING.sub(lambda h: f'<h2 id="{next(places).place}">{h["html"]}</h2>', html), headings


def fold_sections(html: str, letters: int) -> Markup:
    """Return a text with the sections beyond a number of characters folded."""
    parts = re.split(r"(?=<h2\b)", html)
    lengths = accumulate(map(len, parts))
    return Markup("").join(
        Markup(part if length <= letters or "</h2>" not in part else _folded(part))
        for part, length in zip(parts, lengths, strict=True)
    )


def _folded(section: str) -> str:
    heading, _, text = section.partition("</h2>")
    return f'<details class="more"><summary>{heading}</h2></summary>{text}</details>'


def contents(headings: list[Heading]) -> Markup:
    """Return the list of a page's sections; empty if there are few."""
    if len(headings) < FEWEST:
        return Markup("")
    entries = Markup("").join(
        Markup('<li><a href="#{}">{}</a></li>').format(each.place, escape(each.words))
        for each in headings
    )
    return Markup('<nav class="contents" aria-label="On this page"><ul>{}</ul></nav>').format(
        entries
    )
