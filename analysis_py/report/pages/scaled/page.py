"""Scores scaled by how rare an architecture family is (Figs 8 to 10)."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.scaled.figures import (
    scaled_agreement,
    scaled_by_type,
    scaled_interplay_curves,
    scaled_interplay_fit,
    scaled_size_curves,
)

PAGE = Page(
    name="scaled",
    title="Scaled variants",
    question="Does weighting by architecture change the curves?",
    summary="What changes when scores are scaled by architecture",
    figures=(
        scaled_size_curves.FIGURE,
        scaled_by_type.FIGURE,
        scaled_agreement.FIGURE,
        scaled_interplay_fit.FIGURE,
        scaled_interplay_curves.FIGURE,
    ),
)
