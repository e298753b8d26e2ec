"""The pages of the report, in the order of the list at the top."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.figures import (
    architectures,
    claims,
    clusters,
    correlations,
    data,
    findings,
    interplay,
    scale,
    scaled,
    supplementary,
    training_types,
)

PAGES: tuple[Page, ...] = (
    findings.PAGE,
    scale.PAGE,
    training_types.PAGE,
    architectures.PAGE,
    interplay.PAGE,
    correlations.PAGE,
    clusters.PAGE,
    supplementary.PAGE,
    scaled.PAGE,
    claims.PAGE,
    data.PAGE,
)
