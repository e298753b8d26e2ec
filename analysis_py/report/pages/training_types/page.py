"""Scores by training type: raw, adjusted and within-base differences, means, and Fig. 7."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.training_types.figures import (
    size_by_type,
    type_differences,
    type_effects,
    type_equivalence,
    type_means,
)

PAGE = Page(
    name="training_types",
    title="Training type",
    question="Does tuning help?",
    summary="Pretrained, fine-tuned, instruction-tuned and RL-tuned models compared",
    figures=(
        type_differences.FIGURE,
        type_effects.FIGURE,
        type_means.FIGURE,
        type_equivalence.FIGURE,
        size_by_type.FIGURE,
    ),
    population="headline",
)
