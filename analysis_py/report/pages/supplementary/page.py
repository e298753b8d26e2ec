"""The supplementary data: zero-shot scores by size and by each other (Figs 12 and 13)."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.supplementary.figures import (
    supplementary_changes,
    supplementary_curves,
    supplementary_size,
)

PAGE = Page(
    name="supplementary",
    title="Supplementary data",
    question="Do the curves repeat on a second data set?",
    summary="Zero-shot scores by size, and by each other",
    figures=(
        supplementary_size.FIGURE,
        supplementary_changes.FIGURE,
        supplementary_curves.FIGURE,
    ),
)
