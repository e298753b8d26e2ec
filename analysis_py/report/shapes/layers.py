"""Charts over one another."""

import altair as alt


def layers(*charts: alt.Chart | alt.LayerChart) -> alt.LayerChart:
    """Return charts over one another, the first at the bottom.

    Altair's own function may also return panels, where every chart has the same; here panels are
    made of what lies in them, by :func:`analysis_py.report.shapes.panels.small_multiples`.
    """
    return alt.LayerChart(layer=list(charts))
