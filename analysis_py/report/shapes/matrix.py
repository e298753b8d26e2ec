"""Tables of numbers: names above and at the left of coloured cells."""

import altair as alt


def names_above(field: str, order: str) -> alt.X:
    """Return the columns, named above and aslant on a telephone."""
    return alt.X(
        f"{field}:N",
        title=None,
        sort=alt.EncodingSortField(field=order, op="min"),
        axis=alt.Axis(
            orient="top",
            labelAngle=alt.ExprRef("width < 450 ? -45 : 0"),
            labelAlign=alt.ExprRef("width < 450 ? 'left' : 'center'"),
            domain=False,
            ticks=False,
            labelOverlap=False,
        ),
        scale=alt.Scale(paddingInner=0.04),
    )
