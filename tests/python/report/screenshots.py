"""Pictures of the report for the README: `make screenshots` takes them anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import browsing

ROOT = Path(__file__).parents[3]
SITE = ROOT / "warehouse" / "report"
PICTURES = ROOT / "docs" / "images"

#: Name of the picture of the front page: width and height of the screen.
SHOTS = {"home": (1280, 900), "home-phone": (390, 844)}


def main() -> None:
    """Take every picture of the built report."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    shutil.copy(SITE / "figures/tool_rates.svg", PICTURES / "tool-rates.svg")
    with browsing.browser() as browser:
        tabs = browsing.Tabs(browser)
        for name, (width, height) in SHOTS.items():
            page = tabs.open(SITE / "index.html", width=width)
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("window.report?.settled()")
            path = PICTURES / f"{name}.png"
            page.screenshot(path=path)
            tabs.give_back(page)
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
