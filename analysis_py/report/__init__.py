"""The report: the published file as pages that open from disk, without a server or a network.

``llm-reassess report`` writes it. A page is a template with figures; a figure is a query
(``queries/``), an Altair chart (``figures/``) and its words. ``pages.py`` lists them all.
"""

from analysis_py.report.build import build
from analysis_py.report.queries import ReportError

__all__ = ["ReportError", "build"]
