"""Colours and signs, which mean the same on every figure of the report, its files and the explorer.

docs/figures.md has the list. A word that is not here has no sign, and a figure that asks for one
stops the build: a new word is a decision, not an accident.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

#: Colours that a colour-blind reader can tell apart (after Okabe and Ito), darkened where needed
#: so that each stands out from the light background by at least 3 to 1.
BLUE, VERMILLION, GREEN, PINK, AMBER, GREY, VIOLET, TEAL = PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#C2649A",
    "#B07D00",
    "#7A7A7A",
    "#8A63C9",
    "#2E8B9A",
)

#: What takes the place of each colour on a dark page; `fitting.js` exchanges them.
DARK = {
    BLUE: "#58ACE8",
    VERMILLION: "#F0915A",
    GREEN: "#45C193",
    PINK: "#E292C0",
    AMBER: "#DDAA33",
    GREY: "#A3A9B0",
    VIOLET: "#B49BEA",
    TEAL: "#62BCCB",
    "white": "#14171a",
}


@dataclass(frozen=True)
class Sign:
    """A colour and a shape, which mean the same wherever they stand."""

    colour: str
    shape: str


RAW = Sign(GREY, "circle")
CLUSTERED = Sign(PINK, "square")
ADJUSTED = Sign(BLUE, "diamond")
#: Adjusted too, by curves that may tilt.
ADJUSTED_WITH_SLOPES = Sign(VIOLET, "cross")
WITHIN = Sign(GREEN, "triangle-up")
#: Not as often as it was evaluated, but once: every base, or every size.
ONCE = Sign(VERMILLION, "triangle-down")

#: What the figures call the ways.
WORDS = {
    "raw": RAW,
    "unadjusted": RAW,
    "rows treated as independent": RAW,
    "every evaluation counts once": RAW,
    "raw, sized rows": RAW,
    "Tukey–Kramer": RAW,
    # its interval lets fine-tunes of one base be alike
    "raw, all rows": CLUSTERED,
    "raw, clustered by base": CLUSTERED,
    "raw, clustered by generation": CLUSTERED,
    "clustered": CLUSTERED,
    "clustered on bases": CLUSTERED,
    "one cluster per base model": CLUSTERED,
    "all parameters": CLUSTERED,
    "adjusted": ADJUSTED,
    "adjusted, sized rows": ADJUSTED,
    "adjusted for size": ADJUSTED,
    "adjusted for size and architecture": ADJUSTED,
    "all parameters, at equal date": ADJUSTED,
    "adjusted, own slopes": ADJUSTED_WITH_SLOPES,
    "within base": WITHIN,
    "within base, by evaluation": WITHIN,
    "within base, by base": ONCE,
    "every size counts once": ONCE,
    # no way to compute, but another size
    "active parameters": Sign(AMBER, "triangle-right"),
}

#: Verdicts on emergence.
EMERGENCE = {
    "gradual": Sign(BLUE, "circle"),
    "emergent": Sign(VERMILLION, "triangle-up"),
    "not monotone": Sign(GREEN, "diamond"),
    "undecided": Sign(AMBER, "square"),
    "flat": Sign(GREY, "stroke"),
    "not tested": Sign(GREY, "cross"),
    "too few models": Sign(GREY, "cross"),
}

#: Verdicts on claims.
CLAIMS = {
    "supported": GREEN,
    "contradicted": VERMILLION,
    "inconclusive": AMBER,
    "not testable": GREY,
}


def signs(words: Sequence[str], known: Mapping[str, Sign] = WORDS) -> tuple[alt.Scale, alt.Scale]:
    """Return the scales of colour and of shape for what a figure compares.

    Parameters
    ----------
    words : sequence of str
        In the order of the legend.
    known : mapping
        The signs of :data:`WORDS`, ways to compute, or of :data:`EMERGENCE`.

    Raises
    ------
    KeyError
        If a word has no sign yet.
    """
    found = [known[word] for word in words]
    domain = list(words)
    return (
        alt.Scale(domain=domain, range=[sign.colour for sign in found]),
        alt.Scale(domain=domain, range=[sign.shape for sign in found]),
    )
