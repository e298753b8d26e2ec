"""Scores by architecture: means with letters, significant pairs, and effects at equal size."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.architectures.figures import (
    architecture_effects,
    architecture_means,
    architecture_pairs,
    llama_differences,
)

PAGE = Page(
    name="architectures",
    title="Architecture",
    question="Does the architecture make the model?",
    summary="Families of architectures compared, raw, clustered and at equal size",
    figures=(
        architecture_means.FIGURE,
        llama_differences.FIGURE,
        architecture_pairs.FIGURE,
        architecture_effects.FIGURE,
    ),
)
