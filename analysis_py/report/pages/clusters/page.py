"""Cluster validity of the labels, and the quality of their t-SNE embedding (Fig. 11)."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="clusters",
    title="Clusters",
    question="Do models of one kind lie together?",
    summary="Whether models of one size, training type or architecture lie together",
)
