"""``python -m analysis_py.report``: write the report of a published warehouse."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from analysis_py.report import ReportError, build


def main() -> int:
    """Write the report and say where to look."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis_py.report",
        description="Write the report of a published warehouse as pages that open from disk.",
    )
    parser.add_argument(
        "--warehouse",
        type=Path,
        default=Path(os.environ.get("LLM_REASSESSMENT_WAREHOUSE", "warehouse")),
        help="folder of the published file (default: %(default)s)",
    )
    parser.add_argument(
        "--output", type=Path, help="folder to write (default: report, inside the warehouse)"
    )
    arguments = parser.parse_args()
    start = time.perf_counter()
    try:
        front = build(arguments.warehouse, arguments.output, say=print)
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in front.parent.rglob("*") if path.is_file())
    seconds = time.perf_counter() - start
    print(f"Open {front} in a browser ({size / 1e6:.1f} MB, written in {seconds:.0f} s).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
