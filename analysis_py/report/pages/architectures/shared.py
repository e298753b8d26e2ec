"""Helpers shared by the figures of this page."""

from analysis_py.report.figure import Switch

FAMILIES = Switch("families", "Grouped into")
