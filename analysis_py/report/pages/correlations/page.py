"""Correlations of the scores (Fig. 5 of the paper), and the curved relation of TruthfulQA."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="correlations",
    title="Correlations",
    question="Which abilities go together?",
    summary="Which scores go together, and why TruthfulQA seems to stand apart",
)
