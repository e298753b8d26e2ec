"""A line at zero, shared by the figures of this page."""

import altair as alt

from analysis_py.report.encodings import GREY
from analysis_py.report.figure import ROWS


def zero_level() -> alt.Chart:
    """Return a level line where there is no difference."""
    return alt.Chart(ROWS).mark_rule(color=GREY).encode(y=alt.datum(0))
