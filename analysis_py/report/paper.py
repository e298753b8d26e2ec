"""The report on paper: chosen pages as one PDF, printed by an installed Chromium."""

import re
import shutil
import subprocess
from pathlib import Path

from analysis_py.report.queries import ReportError

#: Names under which systems install a browser that prints without a window.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

#: The pages that are printed unless somebody chooses others.
DEFAULT_PAGES = ("index", "scale", "training_types", "models", "today")

#: Milliseconds of the page's own clock that the figures may take to be drawn.
DRAWING_MS = 120_000
#: Seconds after which a browser that hangs is given up.
PATIENCE_S = 300

_SCRIPT = re.compile(r'<script defer src="(data/[^"]+)"></script>\n?')


def print_pages(report: Path, names: tuple[str, ...] = DEFAULT_PAGES) -> Path:
    """Print pages of a written report as one PDF, beside its folder and named like it.

    Parameters
    ----------
    report : Path
        Folder of a report.
    names : tuple of str
        Names of pages, in the order in which they are printed.

    Returns
    -------
    Path
        The PDF.

    Raises
    ------
    ReportError
        If a page does not exist, no browser is installed, or it does not print.
    """
    missing = [name for name in names if not (report / f"{name}.html").exists()]
    if missing:
        known = sorted(file.stem for file in report.glob("*.html"))
        raise ReportError(
            f"{report} has no page {', '.join(missing)}; there are {', '.join(known)}"
        )
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise ReportError(
            f"A PDF is printed by a browser, and none of {', '.join(BROWSERS)} is installed; "
            "install Chromium, or print the pages from the browser that you have."
        )
    # beside the folder, which holds nothing but what a report writes
    source, target = report / "print.html", report.with_suffix(".pdf").absolute()
    source.write_text(joined([(report / f"{name}.html").read_text() for name in names]))
    try:
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--no-pdf-header-footer",
                f"--virtual-time-budget={DRAWING_MS}",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=PATIENCE_S,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ReportError(f"{browser} did not print {source}: {error}") from error
    finally:
        source.unlink()
    return target


def joined(pages: list[str]) -> str:
    """Return one page with the words and figures of several, each on a new sheet.

    Parameters
    ----------
    pages : list of str
        HTML of pages of one report.
    """
    first = pages[0]
    mains = [re.sub(r".*<main[^>]*>(.*)</main>.*", r"\1", page, flags=re.DOTALL) for page in pages]
    scripts = dict.fromkeys(name for page in pages for name in _SCRIPT.findall(page))
    head = "".join(f'<script defer src="{name}"></script>\n' for name in scripts)
    if any("assets/vega.js" in page for page in pages) and "assets/vega.js" not in first:
        head = f'<script defer src="assets/vega.js"></script>\n{head}'
    # all data go before the first script that reads them
    whole = _SCRIPT.sub("", first).replace(
        '<script defer src="assets/address.js">', f'{head}<script defer src="assets/address.js">'
    )
    # one bar of switches is enough, and none is printed
    body = "".join(f'<div class="sheet">{main}</div>' for main in mains)
    # paper cannot open what is folded
    body = body.replace('<details class="more">', '<details class="more" open>')
    return re.sub(
        r"(<main[^>]*>).*(</main>)",
        lambda found: found[1] + body + found[2],
        whole,
        flags=re.DOTALL,
    )
