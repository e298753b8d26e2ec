"""Safe CSV for spreadsheets, which would evaluate some texts as formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

#: Spreadsheets evaluate text that starts so, unless it is a plain number. As in report.js.
_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def inert_text(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would evaluate.

    >>> [inert_text(text) for text in ("=1+1", "-5", "GPT-2")]
    ["'=1+1", '-5', 'GPT-2']
    """
    return f"'{text}" if re.match(_FORMULA, text) and not re.match(_NUMBER, text) else text


def inert(frame: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before every text that a spreadsheet would evaluate.

    Names and claims are foreign texts and may be formulas such as ``=HYPERLINK(…)``.
    """
    import polars as pl

    return frame.with_columns(pl.selectors.string().map_elements(inert_text, pl.String))
