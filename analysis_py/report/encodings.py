"""Colours and signs, with one meaning in all figures of the report.

docs/figures.md has the list. A figure that asks for an unknown word stops the build, so that new
signs are added on purpose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

#: Colours that a colour-blind reader can tell apart (after Okabe and Ito), darkened where needed
#: so that each stands out from the light background by at least 3 to 1.
#: A figure has at most two of the first three; everything in the background is ink or grey.
BLUE, VERMILLION, GREEN, INK, GREY = PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#3F464D",
    "#7A7A7A",
)

#: Colours of a dark page; `fitting.js` exchanges them.
DARK = {
    BLUE: "#58ACE8",
    VERMILLION: "#F0915A",
    GREEN: "#45C193",
    INK: "#E4E2DC",
    GREY: "#A3A9B0",
    "white": "#14171a",
}


@dataclass(frozen=True)
class Sign:
    """A colour and a shape with a fixed meaning."""

    colour: str
    shape: str


RAW = Sign(GREY, "circle")
CLUSTERED = Sign(INK, "square")
ADJUSTED = Sign(BLUE, "diamond")
WITHIN = Sign(GREEN, "triangle-up")

#: Names of the ways to compute in figures.
WORDS = {
    "raw": RAW,
    "unadjusted": RAW,
    "rows treated as independent": RAW,
    # its interval allows for correlated fine-tunes of one base
    "every evaluation": CLUSTERED,
    "gain by evaluation": RAW,
    "gain by base": WITHIN,
    "raw, clustered by generation": CLUSTERED,
    "one cluster per base model": CLUSTERED,
    "all parameters": CLUSTERED,
    "adjusted": ADJUSTED,
    "equal size": ADJUSTED,
    "all parameters, at equal date": ADJUSTED,
    "within base": WITHIN,
}

#: Verdicts on claims.
CLAIMS = {
    "supported": GREEN,
    "contradicted": VERMILLION,
    "inconclusive": INK,
    "not testable": GREY,
}


def signs(words: Sequence[str], known: Mapping[str, Sign] = WORDS) -> tuple[alt.Scale, alt.Scale]:
    """Return the scales of colour and of shape for the series of a figure.

    Parameters
    ----------
    words : sequence of str
        In the order of the legend.
    known : mapping
        Their signs, such as those of :data:`WORDS`.

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
