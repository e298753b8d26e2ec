"""Single items: wrong keys, what they measure, and how many are needed."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.items.figures import items_curves, items_subsets, items_suspects

PAGE = Page(
    name="items",
    title="Items",
    question="Which items are faulty, and how many are needed?",
    summary="Items that may have a wrong key, what they measure, and how many a score needs",
    figures=(items_suspects.FIGURE, items_curves.FIGURE, items_subsets.FIGURE),
)
