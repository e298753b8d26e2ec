"""Export of a figure as SVG and CSV, and packed for the page."""

import base64
import gzip
import json
import math
import re
import textwrap
from pathlib import Path
from typing import Any

import polars as pl
import vl_convert

from analysis_py.report.figure import Figure

#: Mean distance of the ticks of a horizontal axis in pixels: the width of the longest number.
TICK_EVERY = 75

#: Characters per line above a picture.
LETTERS = 100


def first_choice(figure: Figure, frame: pl.DataFrame, population: str = "") -> dict[str, str]:
    """Return the first choice of each switch of a figure.

    The default if the data have it, else the first value that fits the earlier choices; for
    populations, the given one.
    """
    choice: dict[str, str] = {}
    default = {"cohort_id": population, **figure.default}
    for switch in figure.switches:
        values = frame[switch.column].unique(maintain_order=True).to_list()
        wanted = default.get(switch.column)
        if not values:
            break
        choice[switch.column] = wanted if wanted and wanted in values else values[0]
        frame = frame.filter(pl.col(switch.column) == choice[switch.column])
    return choice


def select_rows(frame: pl.DataFrame, choice: dict[str, str]) -> pl.DataFrame:
    """Return the rows of a choice."""
    return frame.filter(pl.lit(True), *(pl.col(name) == value for name, value in choice.items()))


def add_ticks(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart whose horizontal axes have as many ticks as labels.

    Vega drops every second label if they touch, which may drop zero; fitting.js does the same for
    the width of the screen.
    """
    width = spec.get("spec", spec).get("width")
    if not isinstance(width, (int, float)):
        return spec
    few = {"tickCount": math.ceil(width / TICK_EVERY)}
    return {**spec, "config": {**spec["config"], "axisXQuantitative": few}}


def write_picture(
    spec: dict[str, Any], frame: pl.DataFrame, title: str, notes: list[str], file: Path
) -> None:
    """Draw a chart on a few rows, below its title and notes, as SVG, as report.js does."""
    lines = [line for note in notes for line in textwrap.wrap(note, LETTERS)]
    heading = {"text": title, "subtitle": lines, "anchor": "start"}
    drawn = {**spec, "title": heading, "datasets": {"rows": frame.to_dicts()}}
    file.write_text(vl_convert.vegalite_to_svg(drawn))


def file_name(words: str) -> str:
    """Return a text as a file name, as find-population.js does."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda sign: f"~{ord(sign[0]):x}~", words)


def pack_rows(frame: pl.DataFrame) -> str:
    """Return a frame by column as base64 of gzip of JSON; report.js unpacks it.

    Repeated text is stored as an index into a list of values.
    """
    columns = {name: _encoded(frame[name]) for name in frame.columns}
    content = json.dumps(columns, separators=(",", ":"), ensure_ascii=False).encode()
    return compress(content)


def zip_files(content: bytes) -> bytes:
    """Return bytes as gzip without a time stamp, so that equal bytes give equal files.

    Levels above 6 take twice the time to save one percent of the size.
    """
    return gzip.compress(content, compresslevel=6, mtime=0)


def compress(content: bytes) -> str:
    """Return bytes as base64 of gzip."""
    return base64.b64encode(zip_files(content)).decode()


def _encoded(column: pl.Series) -> dict[str, list[Any]]:
    if column.dtype != pl.String:
        return {"values": column.to_list()}
    texts = column.unique(maintain_order=True).to_list()
    index = {text: position for position, text in enumerate(texts)}
    return {"texts": texts, "values": [index[text] for text in column]}
