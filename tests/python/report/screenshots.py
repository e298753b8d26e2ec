"""Pictures of the report: those that the README shows, and all pages to look at.

`make screenshots` takes the README's anew; `python tests/python/report/screenshots.py FOLDER` takes
every page, at the width of a desk and of a telephone, light and dark.
"""

from __future__ import annotations

import sys
from pathlib import Path

import browsing

ROOT = Path(__file__).parents[3]
SITE = ROOT / "warehouse" / "report"
PICTURES = ROOT / "docs" / "images"

#: Name of the picture of the front page: width and height of the screen.
SHOTS = {"home": (1280, 900), "home-phone": (390, 844)}

#: The longest page has 20,000 lines of pixels, and the machine may be busy.
PATIENCE_MS = 300_000


def main() -> None:
    """Take every picture of the built report."""
    PICTURES.mkdir(parents=True, exist_ok=True)
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


def every_page(folder: Path) -> None:
    """Take every page of the built report, whole."""
    folder.mkdir(parents=True, exist_ok=True)
    with browsing.browser() as browser:
        tabs = browsing.Tabs(browser)
        for file in sorted(SITE.glob("*.html")):
            for width in (1440, 390):
                for dark in (False, True):
                    page = tabs.open(file, width, dark=dark)
                    page.evaluate("window.report?.settled()")
                    name = f"{file.stem}-{width}-{'dark' if dark else 'light'}.png"
                    page.screenshot(path=folder / name, full_page=True, timeout=PATIENCE_MS)
                    tabs.give_back(page)
            print(f"wrote {file.stem}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        every_page(Path(sys.argv[1]))
    else:
        main()
