"""Single models: expected score at their size, and rank."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.models.figures import (
    models_effects,
    models_predictions,
    models_ranks,
    models_redundancy,
)

PAGE = Page(
    name="models",
    title="Models",
    question="What should a model of its size score?",
    summary="Where single models stand: expected scores, ranks, tuning, and what a benchmark adds",
    figures=(
        models_predictions.FIGURE,
        models_ranks.FIGURE,
        models_effects.FIGURE,
        models_redundancy.FIGURE,
    ),
)
