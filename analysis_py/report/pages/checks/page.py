"""Robustness of the results to the method, and diagnostics of the fits."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.checks.figures import (
    checks_bases,
    checks_decisions,
    checks_rivals,
    checks_scales,
)

PAGE = Page(
    name="checks",
    title="How far to trust the methods",
    summary="What changes with another adjustment, variance, scale or shape",
    figures=(
        checks_decisions.FIGURE,
        checks_bases.FIGURE,
        checks_scales.FIGURE,
        checks_rivals.FIGURE,
    ),
)
