"""A real browser for the tests of the report and for its screenshots."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

#: Names under which systems install Chromium; Debian's is the first.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Return the path of an installed Chromium, if there is one."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the installed Chromium without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()


def open_page(
    started: Browser, path: Path, width: int = 1440, *, dark: bool = False, hash: str = ""
) -> Page:
    """Open a page from disk and wait until every figure is drawn.

    What the page says on its console, throws, or asks of the network is in ``page.complaints``.
    """
    page = started.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: page.complaints.append(f"error: {error}"))
    page.on("request", lambda request: _local(page, request.url))
    page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
    page.goto(f"{path.as_uri()}{hash}")
    page.evaluate("window.report?.ready")
    return page


def _local(page: Page, url: str) -> None:
    if not url.startswith(("file:", "data:", "blob:")):
        page.complaints.append(f"request: {url}")
