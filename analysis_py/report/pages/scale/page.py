"""Scores by model size: Fig. 3 of the paper, ranges of size, and emergence."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.scale.figures import (
    breakpoints,
    ceiling,
    edge_at_7b,
    emergence_forecasts,
    emergence_verdicts,
    size_curves,
    size_ranges,
    size_slopes,
    size_split,
    size_steps,
)

PAGE = Page(
    name="scale",
    title="Scale",
    question="Does size help, and do abilities emerge?",
    summary="How scores change with model size, where growth stops, and whether abilities emerge.",
    figures=(
        size_curves.FIGURE,
        size_slopes.FIGURE,
        size_split.FIGURE,
        breakpoints.FIGURE,
        size_ranges.FIGURE,
        size_steps.FIGURE,
        edge_at_7b.FIGURE,
        ceiling.FIGURE,
        emergence_verdicts.FIGURE,
        emergence_forecasts.FIGURE,
    ),
)
