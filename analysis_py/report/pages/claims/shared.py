"""Helpers shared by the figures of this page."""

from analysis_py.report.encodings import CLAIMS

#: Marks in every font, so that a verdict is never shown by colour alone.
_MARKS = {"supported": "+", "contradicted": "×", "inconclusive": "?", "not testable": "–"}

VERDICTS = {f"{_MARKS[verdict]} {verdict}": colour for verdict, colour in CLAIMS.items()}
