"""What figures of this page share."""

from __future__ import annotations

from analysis_py.report.style import AMBER, GREEN, GREY, VERMILLION

#: The signs are of those that every font has.
VERDICTS = {
    "+ supported": GREEN,
    "× contradicted": VERMILLION,
    "? inconclusive": AMBER,
    "– not testable": GREY,
}
