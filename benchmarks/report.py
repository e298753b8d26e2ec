"""How long the report takes to write, what it weighs, and how soon its pages show a chart.

    python benchmarks/report.py [--runs 5]

Needs a built warehouse and an installed Chromium. The peer of the first chart is an empty page in
the same browser: what is above it is the report's own doing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "python" / "report"))

import browsing  # noqa: E402  a helper of the tests

from analysis_py.report import build  # noqa: E402  after the path is set
from analysis_py.report.pages import PAGES  # noqa: E402

FIRST_CHART = "document.querySelector('figure[data-drawn]')"


def main() -> None:
    """Write the report once and open each of its pages several times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="times each page is opened")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        site = build(ROOT / "warehouse", Path(folder) / "report").parent
        seconds = time.perf_counter() - start
        weight = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        print(f"written in {seconds:.1f} s, {weight / 1e6:.2f} MB in all\n")
        empty = site / "empty.html"
        empty.write_text("<!doctype html><title>empty</title><p>empty")
        print("| page | first chart, ms | empty page, ms |\n| --- | ---: | ---: |")
        with browsing.browser() as browser:
            for page in PAGES:
                path = site / f"{page.name}.html"
                condition = FIRST_CHART if page.figures else "true"
                charts, peers = [], []
                for _ in range(runs):
                    peers.append(opening(browser, empty, "true"))
                    charts.append(opening(browser, path, condition))
                print(
                    f"| {page.title} | {statistics.median(charts):.0f} "
                    f"| {statistics.median(peers):.0f} |"
                )


def opening(browser: browsing.Browser, path: Path, condition: str) -> float:
    """Return the milliseconds from asking for a page until a condition holds."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function(condition, polling=10)
    elapsed = 1000 * (time.perf_counter() - start)
    page.close()
    return elapsed


if __name__ == "__main__":
    main()
