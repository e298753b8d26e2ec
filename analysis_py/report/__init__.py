"""The report: pages from the published file that open from disk, without a server or a network.

``llm-reassess report`` writes it. ``pages/`` has a folder per page: its words
(``page.html.j2``), the numbers they cite (``facts.sql``) and its figures, each a query, an Altair
chart and a caption under one name (``figures/<name>.sql`` and ``figures/<name>.py``).
``pages/__init__.py`` lists them all. Shapes that several pages share are in ``shapes/``.
"""

from analysis_py.report.build import build
from analysis_py.report.queries import ReportError

__all__ = ["ReportError", "build"]
