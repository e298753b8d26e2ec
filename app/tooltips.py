"""Tooltips of a chart's marks: readable names, and words for missing values."""

import altair as alt
import polars as pl


def with_tooltip(frame: pl.DataFrame, **titles: str) -> tuple[pl.DataFrame, list[alt.Tooltip]]:
    """Add to rows what is said of each, and return the tooltip that says it.

    Parameters
    ----------
    **titles : str
        By column: what it is called.

    Returns
    -------
    frame : polars.DataFrame
        With a column of text for each; a browser would write "null" for a missing value.
    tooltip : list of Tooltip
    """
    words = {
        f"tooltip_{column}": pl.Series(
            f"tooltip_{column}", [_worded(value) for value in frame[column]], pl.String
        )
        for column in titles
    }
    tooltip = [alt.Tooltip(f"tooltip_{column}:N", title=title) for column, title in titles.items()]
    return frame.with_columns(**words), tooltip


def plain_range(column: str) -> pl.Expr:
    """Return a column whose ranges of size are in plain words: "[7,13)" reads "7–13 B"."""
    return (
        pl.col(column)
        .str.replace(r"^\[([0-9.]+),([0-9.]+)[\])]$", "${1}–${2} B")
        .str.replace(r"^\(([0-9.]+),Inf\)$", "over ${1} B")
    )


def _worded(value: object) -> str:
    """Return a value as people write it: three digits, a true minus sign."""
    if value is None or value == "":
        return "none"
    if isinstance(value, float):
        value = float(f"{value:.3g}")
        return f"{value:,.10g}".replace("-", "−")
    return f"{value:,}".replace("-", "−") if isinstance(value, int) else str(value)
