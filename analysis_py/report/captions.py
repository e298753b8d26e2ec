"""A drawing with the words that it needs to stand alone."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from xml.sax.saxutils import escape

from analysis_py.report.style import FONT

#: Around the drawing and its words, and the least width of a line, in units of the drawing.
MARGIN = 16
LEAST_WIDTH = 560

#: Mean width of a letter and height of a line, relative to the size of the font.
LETTER, LINE = 0.54, 1.3

INK, SOFT = "#1d2126", "#555d66"


@dataclass(frozen=True)
class Words:
    """The title, caption and source line of an exported figure.

    Attributes
    ----------
    title, subtitle : str
        What it shows, and of which choice; above the drawing.
    notes : tuple of str
        How to read it, its source, its address; below, one paragraph each.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...]


def framed(svg: str, words: Words) -> str:
    """Return an SVG with its words above and below; saving.js frames what a reader chose alike.

    Parameters
    ----------
    svg : str
        A drawing that states its width and height.
    words : Words
    """
    drawn = re.search(r'<svg[^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"', svg)
    if drawn is None:
        raise ValueError("the drawing has no width and height")
    width = max(float(drawn[1]), LEAST_WIDTH) + 2 * MARGIN
    texts: list[str] = []
    y = float(MARGIN)

    def put(text: str, size: int, look: str) -> None:
        nonlocal y
        most = max(20, int((width - 2 * MARGIN) / (size * LETTER)))
        for line in textwrap.wrap(text, most, break_long_words=False, break_on_hyphens=False):
            y += size * LINE
            texts.append(
                f'<text x="{MARGIN}" y="{y:.1f}" font-size="{size}" {look}>{escape(line)}</text>'
            )

    put(words.title, 18, f'font-weight="bold" fill="{INK}"')
    put(words.subtitle, 13, f'fill="{SOFT}"')
    y += 12
    inner = svg[svg.index("<svg") :].replace("<svg", f'<svg x="{MARGIN}" y="{y:.1f}"', 1)
    y += float(drawn[2]) + 6
    for note in words.notes:
        put(note, 11, f'fill="{SOFT}"')
    height = round(y + MARGIN)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{height}" viewBox="0 0 {width:g} {height}" '
        f'font-family="{FONT}"><rect width="100%" height="100%" fill="#ffffff"/>'
        f"{''.join(texts)}{inner}</svg>"
    )
