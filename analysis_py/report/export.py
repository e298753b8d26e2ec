"""A figure as files, SVG and CSV, and packed for the page."""

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

#: Pixels between the ticks of a level axis, in the mean: no number is wider.
TICK_EVERY = 75

#: Letters of a line above a picture.
LETTERS = 100


def chosen(figure: Figure, frame: pl.DataFrame, population: str = "") -> dict[str, str]:
    """Return the first choice of each switch of a figure.

    The default where the data have it, else the first value that goes with the earlier choices;
    of populations the one that is given.
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


def selected(frame: pl.DataFrame, choice: dict[str, str]) -> pl.DataFrame:
    """Return the rows that a choice leaves."""
    return frame.filter(pl.lit(True), *(pl.col(name) == value for name, value in choice.items()))


def add_ticks(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart whose level axes have no more ticks than labels.

    Of labels that touch, Vega drops every second, and that at zero with them; fitting.js says the
    same of the width that the screen has.
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
    """Return any text as the name of a file; find-population.js does the same."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda sign: f"~{ord(sign[0]):x}~", words)


def pack_rows(frame: pl.DataFrame) -> str:
    """Return a frame by column as base64 of gzip of JSON; report.js unpacks it.

    Text that repeats, and most does, is an index into a list of its values.
    """
    columns = {name: _encoded(frame[name]) for name in frame.columns}
    content = json.dumps(columns, separators=(",", ":"), ensure_ascii=False).encode()
    return compress(content)


def zip_files(content: bytes) -> bytes:
    """Return bytes as gzip, without a time stamp: the same give the same.

    More than level 6 takes twice the time for a hundredth of the size.
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
