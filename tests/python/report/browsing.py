"""A real browser for the tests of the report and for its screenshots."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

#: Names under which systems install Chromium; Debian's is the first.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

#: A page lives for a second, too short to win back what it takes to compile its scripts twice.
ARGUMENTS = ["--no-sandbox", "--js-flags=--no-opt"]


def chromium() -> str | None:
    """Return the path of an installed Chromium, if there is one."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the installed Chromium without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


#: Whether a page has a width, and each figure is drawn for its own.
FITTED = """width => innerWidth === width
    && Object.entries(window.report?.figures ?? {}).every(([name, { compiled }]) => !compiled ||
        JSON.parse(compiled.theme)[0] === document.querySelector(`#${name} .chart`).clientWidth)
"""

#: Opens every figure and section that is folded away.
UNFOLD = "document.querySelectorAll('.fold, .more').forEach((each) => (each.open = true))"


class Tabs:
    """Tabs that show one page after another: to begin one takes longer than to draw many a page.

    What a page says on its console, throws, or asks of the network is in ``page.complaints``.
    """

    def __init__(self, started: Browser) -> None:
        self._context = started.new_context()
        self._free: list[Page] = []

    def open(
        self,
        path: Path,
        width: int = 1440,
        *,
        dark: bool = False,
        hash: str = "",
        figures: tuple[str, ...] | None = None,
    ) -> Page:
        """Open a page from disk in a tab that nobody uses, and wait until every figure is drawn.

        Or only some ``figures``, where no other is asked of: the rest then need never be drawn.
        """
        page = self._free.pop() if self._free else self._begin()
        page.bring_to_front()  # behind another it is drawn once a second
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="null", color_scheme="dark" if dark else "light")
        page.goto(f"{path.as_uri()}{hash}")
        if figures is None:
            page.evaluate("window.report?.ready")
        for figure in figures or ():
            page.wait_for_selector(f"#{figure}[data-drawn]")
        return page

    def turn(self, page: Page, width: int, *, dark: bool) -> None:
        """Give an open page another width and theme, and wait until all is drawn for them."""
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(FITTED, arg=width)
        page.evaluate("window.report?.settled()")

    def give_back(self, page: Page) -> None:
        """Let others use a tab, which then knows nothing of its last page."""
        if page.has_crashed:
            page.close()
            return
        page.mouse.move(0, 0)
        page.goto("about:blank")
        page.complaints.clear()
        self._free.append(page)

    @contextmanager
    def lent(self) -> Iterator[Callable[..., Page]]:
        """Lend as many tabs as are asked for, with ``open``; they are given back in the end."""
        pages = []

        def opened(*where: object, **how: object) -> Page:
            pages.append(self.open(*where, **how))
            return pages[-1]

        yield opened
        for page in pages:
            self.give_back(page)

    def _begin(self) -> Page:
        page = self._context.new_page()
        page.complaints, page.has_crashed = [], False
        page.on("crash", lambda _: setattr(page, "has_crashed", True))
        page.on("console", lambda message: page.complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: page.complaints.append(f"error: {error}"))
        page.on("request", lambda request: _local(page, request.url))
        page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
        return page


def _local(page: Page, url: str) -> None:
    if not url.startswith(("file:", "data:", "blob:", "about:")):
        page.complaints.append(f"request: {url}")
