"""Layered charts."""

import altair as alt


def layers(*charts: alt.Chart | alt.LayerChart) -> alt.LayerChart:
    """Return a layered chart, the first layer at the bottom.

    Altair's own function may also return panels if every chart has the same; here panels are added
    afterwards, by :func:`analysis_py.report.shapes.panels.small_multiples`.
    """
    return alt.LayerChart(layer=list(charts))
