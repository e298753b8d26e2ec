"""A drawing with the words that it needs to stand alone."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from analysis_py.report.style import FONT

#: Around the drawing and its words, and the least width of a line, in units of the drawing.
MARGIN = 16
LEAST_WIDTH = 560

#: Height of a line, relative to the size of the font.
LINE = 1.3
#: Room for viewers that lack the report's font and take a wider one, such as Arial.
WIDER = 1.12

INK, SOFT = "#1b1f24", "#555d66"


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
    """
    drawn = re.search(r'<svg[^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"', svg)
    if drawn is None:
        raise ValueError("the drawing has no width and height")
    width = max(float(drawn[1]), LEAST_WIDTH) + 2 * MARGIN
    texts: list[str] = []
    y = float(MARGIN)

    def put(text: str, size: int, look: str, weight: str = "regular") -> None:
        nonlocal y
        for line in wrapped(text, (width - 2 * MARGIN) / size / WIDER, weight):
            y += size * LINE
            texts.append(
                f'<text x="{MARGIN}" y="{y:.1f}" font-size="{size}" {look}>{escape(line)}</text>'
            )

    put(words.title, 18, f'font-weight="600" fill="{INK}"', "semibold")
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


def wrapped(text: str, width: float, weight: str = "regular") -> list[str]:
    """Return a text in lines that fit a width, by the widths of its letters.

    Parameters
    ----------
    width : float
        Relative to the size of the font.
    weight : {"regular", "semibold"}
    """
    widths = _letter_widths()[weight]
    mean = widths["0"]
    lines: list[str] = []
    room = 0.0
    for word in text.split():
        needed = sum(widths.get(letter, mean) for letter in word)
        if lines and needed + widths[" "] <= room:
            lines[-1] += f" {word}"
            room -= needed + widths[" "]
        else:
            lines.append(word)
            room = width - needed
    return lines


@cache
def _letter_widths() -> dict[str, dict[str, float]]:
    """Return the widths of letters of the report's font by weight, relative to its size."""
    widths: dict[str, dict[str, float]] = json.loads(
        Path(__file__).with_name("letter_widths.json").read_text()
    )
    return widths
