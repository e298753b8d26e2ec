"""A figure as files: SVG, PNG and CSV, and packed for the page."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
from collections import Counter
from pathlib import Path

import polars as pl
import vl_convert
from PIL import Image

from analysis_py.report.figure import Figure

#: Pixels of the PNG per unit of the drawing, and its number of colours, which keep it small.
PNG_SCALE = 1
PNG_COLOURS = 48


def chosen(figure: Figure, frame: pl.DataFrame) -> dict[str, str]:
    """Return the first choice of each switch of a figure.

    The default where the data have it, else the first value that goes with the earlier choices.
    """
    choice: dict[str, str] = {}
    for switch in figure.switches:
        values = frame[switch.column].unique(maintain_order=True).to_list()
        wanted = figure.default.get(switch.column)
        if not values:
            break
        choice[switch.column] = wanted if wanted in values else values[0]
        frame = frame.filter(pl.col(switch.column) == choice[switch.column])
    return choice


def selected(frame: pl.DataFrame, choice: dict[str, str]) -> pl.DataFrame:
    """Return the rows that a choice leaves."""
    return frame.filter(pl.lit(True), *(pl.col(name) == value for name, value in choice.items()))


def write_images(spec: dict, frame: pl.DataFrame, stem: Path) -> None:
    """Draw a chart on a few rows as ``<stem>.svg`` and ``<stem>.png``."""
    drawn = {**spec, "datasets": {"rows": frame.to_dicts()}}
    vega = vl_convert.vegalite_to_vega(drawn)
    stem.with_suffix(".svg").write_text(_slim(vl_convert.vega_to_svg(vega)))
    picture = Image.open(io.BytesIO(vl_convert.vega_to_png(vega, scale=PNG_SCALE))).convert("RGB")
    flat = picture.quantize(PNG_COLOURS, dither=Image.Dither.NONE)
    flat.save(stem.with_suffix(".png"), optimize=True)


def _slim(svg: str) -> str:
    """Return an SVG that looks the same in a third of the bytes.

    The figure says in words what its marks are, so they need no labels of their own; a tenth of a
    pixel is enough; the font is named once, and so is a shape that is drawn in many places.
    """
    slim = re.sub(r"<[^>]+>", lambda tag: _slim_tag(tag[0]), svg)
    slim = slim.replace('<path d="M0,0h0v0h0Z"/>', "")
    slim = _shared_shapes(slim)
    fonts = set(re.findall(r' font-family="[^"]*"', slim))
    if len(fonts) != 1:
        return slim
    (font,) = fonts
    return slim.replace(font, "").replace("<svg", f"<svg{font}", 1)


def _slim_tag(tag: str) -> str:
    tag = re.sub(r' (?:role|class|aria-[a-z]+|pointer-events)="[^"]*"| opacity="1"', "", tag)
    return re.sub(r' (?:d|transform|[xy]2?|width|height)="[^"]*"', _rounded, tag)


def _rounded(attribute: re.Match) -> str:
    number = r"-?\d+\.\d{2,}(?:e-\d+)?"
    return re.sub(number, lambda found: f"{float(found[0]):.1f}", attribute[0])


def _shared_shapes(svg: str) -> str:
    """Return an SVG that defines a shape once where it is only moved about."""
    moved = re.compile(r'<(path|line|rect)((?: [a-z-]+="[^"]*")*?)( transform="[^"]*")([^>]*)/>')
    counts = Counter(found[1] + found[2] + found[4] for found in moved.finditer(svg))
    names = {
        shape: f"s{number}"
        for number, shape in enumerate(shape for shape, count in counts.items() if count > 2)
    }
    if not names:
        return svg

    def use(found: re.Match) -> str:
        name = names.get(found[1] + found[2] + found[4])
        return f'<use xlink:href="#{name}"{found[3]}/>' if name else found[0]

    shapes = "".join(
        f'<{shape.replace(" ", f""" id="{name}" """, 1)}/>' for shape, name in names.items()
    )
    slim = moved.sub(use, svg)
    return re.sub(r"(<svg[^>]*>)", rf"\1<defs>{shapes}</defs>", slim, count=1)


def packed(frame: pl.DataFrame) -> str:
    """Return a frame by column as base64 of gzip of JSON; report.js unpacks it.

    Text that repeats, and most does, is an index into a list of its values.
    """
    columns = {name: _encoded(frame[name]) for name in frame.columns}
    content = json.dumps(columns, separators=(",", ":"), ensure_ascii=False).encode()
    # no time stamp, so that the same data give the same file
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


def _encoded(column: pl.Series) -> dict:
    if column.dtype != pl.String:
        return {"values": column.to_list()}
    texts = column.unique(maintain_order=True).to_list()
    index = {text: position for position, text in enumerate(texts)}
    return {"texts": texts, "values": [index[text] for text in column]}
