"""What figures of this page share."""

from __future__ import annotations

from analysis_py.report.figure import Switch

METHOD = Switch("method_name", "Correlation of")
