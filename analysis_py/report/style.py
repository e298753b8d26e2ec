"""The look of charts, legible on white paper and on a dark screen."""

import altair as alt

from analysis_py.report.encodings import BLUE, GREY, INK, VERMILLION

#: Backgrounds of report.css in the two modes.
LIGHT, DARK = "#fffdf9", "#14171a"

#: The strongest fill of a cell that keeps its text readable, on white and on dark.
CELL_OPACITY = 0.5

#: The report's font, and fallbacks for pictures outside the report.
FONT = "'Report Sans', system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"


#: Name of the theme. Functions that draw enable it, so other charts keep theirs.
THEME = "llm_reassessment"


@alt.theme.register(THEME, enable=False)
def theme() -> alt.theme.ThemeConfig:
    """Return the configuration that all charts share."""
    ink, faint = "#333333", "#8a8a8a"
    return {
        "config": {
            "font": FONT,
            "background": "#ffffff",
            # the figure has a description; a description per mark would double its size
            "aria": False,
            "view": {"stroke": None},
            "range": {"category": [BLUE, VERMILLION, INK, GREY]},
            "title": {"fontSize": 18, "subtitleFontSize": 13, "subtitleColor": ink, "offset": 16},
            "text": {"fontSize": 13},
            "axis": {
                "labelFontSize": 13,
                "titleFontSize": 13,
                "titleFontWeight": "normal",
                "labelColor": ink,
                "titleColor": ink,
                "gridColor": "#dddddd",
                "domainColor": faint,
                "tickColor": faint,
                "labelOverlap": True,
                "labelPadding": 5,
            },
            "axisY": {"labelLimit": 280},
            "header": {
                "labelFontSize": 13,
                "labelFontWeight": "bold",
                "labelColor": ink,
                "titleColor": ink,
                "labelAnchor": "start",
            },
            "legend": {
                "labelFontSize": 13,
                "titleFontSize": 13,
                "labelColor": ink,
                "titleColor": ink,
                "titleFontWeight": "normal",
                "orient": "top",
                "labelLimit": 300,
                "symbolStrokeWidth": 3,
            },
            "line": {"strokeWidth": 2},
            "area": {"opacity": 0.25},
        }
    }
