"""Helpers shared by the figures of this page."""

from __future__ import annotations

from analysis_py.report.figure import Switch

FAMILIES = Switch("families", "Grouped into")
