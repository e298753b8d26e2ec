"""The pictures of the report that the README shows; `make screenshots` takes them anew."""

from __future__ import annotations

from pathlib import Path

import browsing

ROOT = Path(__file__).parents[3]
SITE = ROOT / "warehouse" / "report"
PICTURES = ROOT / "docs" / "images"

#: Name of the picture: page, and the element whose surroundings are shown.
SHOTS = {
    "findings": ("index", None),
    "ledger": ("claims", "#all-claims"),
}
WIDTH, HEIGHT = 1200, 1000


def main() -> None:
    """Take every picture of the built report."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with browsing.browser() as browser:
        for name, (page_name, element) in SHOTS.items():
            page = browsing.open_page(browser, SITE / f"{page_name}.html", width=WIDTH)
            page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
            page.evaluate("window.report?.settled()")
            if element:
                # the bar of switches sticks to the top
                page.locator(element).evaluate("e => scrollTo(0, e.offsetTop - 100)")
            path = PICTURES / f"{name}.png"
            page.screenshot(path=path)
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
