"""Cluster validity of the labels, and the quality of their t-SNE embedding (Fig. 11)."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.clusters.figures import (
    cluster_indices,
    cluster_levels,
    tsne_points,
    tsne_quality,
)

PAGE = Page(
    name="clusters",
    title="Clusters",
    question="Do models of one kind lie together?",
    summary="Whether models of one size, training type or architecture lie together",
    figures=(
        tsne_points.FIGURE,
        cluster_indices.FIGURE,
        cluster_levels.FIGURE,
        tsne_quality.FIGURE,
    ),
)
