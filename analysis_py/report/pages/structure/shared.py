"""Helpers shared by the figures of this page."""

from analysis_py.report.figure import Switch

METHOD = Switch("method_name", "Correlation of")
