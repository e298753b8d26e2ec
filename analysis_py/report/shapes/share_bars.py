"""Stacked bars of shares."""

from collections.abc import Mapping

import altair as alt

from analysis_py.report.figure import ROWS

#: Smallest piece of a bar, in pixels, that has room for a label.
LABEL_FROM = 40


def share_bars(
    y: alt.Y, part: str, colours: Mapping[str, str], title: str, hollow: str = ""
) -> tuple[alt.Chart, alt.Chart]:
    """Return stacked bars of shares with a label in each part.

    The rows hold ``from_pct`` and ``to_pct``, the ends of each piece, and its ``label``. The fill
    is faint, so that the text on it reads on a light and on a dark page; a narrow piece has none.
    The piece ``hollow`` has no fill.
    """
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "to_pct:Q",
            title=title,
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False),
        ),
        y=y,
    )
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    fills = ["transparent" if each == hollow else colour for each, colour in colours.items()]
    fill = alt.Scale(domain=list(colours), range=fills)
    bars = base.mark_bar(fillOpacity=0.4, strokeWidth=1).encode(
        x2="from_pct:Q",
        fill=alt.Fill(f"{part}:N", title=None, scale=fill),
        stroke=alt.Stroke(f"{part}:N", title=None, scale=scale),
        tooltip=[
            alt.Tooltip(y.shorthand, title=" "),
            alt.Tooltip("label:N", title="n"),
            alt.Tooltip(f"{part}:N", title=" "),
        ],
    )
    fits = f"(datum.to_pct - datum.from_pct) * width >= {100 * LABEL_FROM}"
    labels = base.mark_text(align="right", dx=-4).encode(
        text=alt.when(fits).then(alt.Text("label:N")).otherwise(alt.value(""))
    )
    return bars, labels
