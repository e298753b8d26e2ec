"""Helpers shared by the figures of this page."""

from analysis_py.report.encodings import CLAIMS

#: Marks that every font has, so that a verdict never speaks by its colour alone.
_MARKS = {"supported": "+", "contradicted": "×", "inconclusive": "?", "not testable": "–"}

VERDICTS = {f"{_MARKS[verdict]} {verdict}": colour for verdict, colour in CLAIMS.items()}
