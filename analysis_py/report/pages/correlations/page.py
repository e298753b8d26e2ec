"""Correlations of the scores (Fig. 5 of the paper), and the curved relation of TruthfulQA."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.correlations.figures import (
    correlation_intervals,
    correlation_matrix,
    correlation_means,
    truthfulqa_bend,
)

PAGE = Page(
    name="correlations",
    title="Correlations",
    question="Which abilities go together?",
    summary="Which scores go together, and why TruthfulQA seems to stand apart",
    figures=(
        correlation_matrix.FIGURE,
        correlation_intervals.FIGURE,
        correlation_means.FIGURE,
        truthfulqa_bend.FIGURE,
    ),
)
