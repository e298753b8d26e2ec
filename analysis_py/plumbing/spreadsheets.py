"""Rows as CSV for people, whose spreadsheet would take some texts for formulas."""

from __future__ import annotations

import polars as pl
import polars.selectors as cs

#: A spreadsheet evaluates a text that begins so and is no plain number; report.js has the same.
_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def inert(frame: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before every text that a spreadsheet would evaluate, which it then shows.

    Names and claims are other people's words: ``=HYPERLINK(…)`` is a name like any other.

    >>> inert(pl.DataFrame({"a": ["=1+1", "-5", "GPT-2"]}))["a"].to_list()
    ["'=1+1", '-5', 'GPT-2']
    """
    text = cs.string()
    is_formula = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    return frame.with_columns(
        pl.when(is_formula).then(pl.lit("'") + text).otherwise(text).name.keep()
    )
