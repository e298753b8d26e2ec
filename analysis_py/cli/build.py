"""``llm-reassess build``, ``report``, ``docs`` and ``app``: the warehouse and its pages."""

import os
import sys
import time
from pathlib import Path
from typing import Any

from click import IntRange, option

from analysis_py.cli.commands import COUNT, PATH, Several, command, warehouse_option
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.published import published_file

_verbose = option("--verbose", is_flag=True, help="Show dbt's lines and tracebacks.")


@command("build")
@option("--threads", type=COUNT, metavar="N", help="Steps to run at a time.")
@option("--no-build", is_flag=True, help="Use the warehouse as it is.")
@option("--fresh", is_flag=True, help="Compute every fit anew.")
@option("--no-report", is_flag=True, help="Do not write the report.")
@option("--no-docs", is_flag=True, help="Do not write the documentation.")
@option("--only", metavar="NAME", help="Build one import against the boards only.")
@_verbose
def build(fresh: bool, only: str | None, **asked: Any) -> int:
    """Build the warehouse, its report and documentation.

    It reads data/ and seeds/, reports each step and how long it took last time, and ends by saying
    where to look. Nothing is published unless every step and every test of the build went well;
    until then the last good files stay. A fit whose rows, settings and code are those of an earlier
    build is taken from warehouse/.fits. With --only, an import is placed among the models of the
    boards, or the statistics of item results are computed, and nothing is published.

    exit codes: 0 all went well, 1 a step failed, 2 called wrongly, 130 interrupted by Ctrl-C

    for example:
      llm-reassess build
      llm-reassess build --threads 4
      llm-reassess build --fresh                 # without what earlier builds have fitted
      llm-reassess build --no-report --no-docs   # the warehouse only
      llm-reassess build --no-build              # the report and the documentation only
      llm-reassess build --only mine             # the import mine against the boards, soon

    dbt's own log is logs/dbt.log. Plain `dbt build` builds and publishes the warehouse too.
    """
    if fresh:
        from analysis_py.runtime.project import FRESH

        os.environ[FRESH] = "1"
    if only is not None:
        if asked["no_build"] or asked["no_report"] or asked["no_docs"]:
            raise CommandError("--only writes neither report nor documentation", MISUSED)
        from analysis_py.build.build_selection import main as place

        return place(only, asked["threads"], asked["verbose"])
    from analysis_py.build.run import Options, main

    return main(Options(**asked))


@command("report")
@warehouse_option
@option("--output", type=PATH, metavar="DIR", help="Folder to write (report, in that of the file).")
@option(
    "--page",
    "only",
    cls=Several,
    metavar="PAGE...",
    help="Write only these pages anew; the rest stays as it is.",
)
def report(warehouse: Path | None, output: Path | None, only: tuple[str, ...]) -> int:
    """Write the report again from the published file.

    Its pages open from disk. `llm-reassess build` writes them too; this takes the published file
    as it is.

    exit codes: 0 written, 1 it failed, 2 called wrongly

    for example:
      llm-reassess report
      llm-reassess report --output site
      llm-reassess report --page scale items                 # while you work on these pages
      llm-reassess report --warehouse elsewhere/warehouse   # needs no project
    """
    from analysis_py.report import build as build_report
    from analysis_py.runtime.project import warehouse_folder

    start = time.perf_counter()
    front = build_report(warehouse or warehouse_folder(), output, say=print, only=only)
    size = sum(path.stat().st_size for path in front.parent.rglob("*") if path.is_file())
    seconds = time.perf_counter() - start
    print(f"Open {front} in a browser ({size / 1e6:.1f} MB, written in {seconds:.0f} s).")
    return GOOD


@command("docs")
@_verbose
def docs(verbose: bool) -> int:
    """Write the page that explains every model and column.

    It shows their lineage too, and opens from disk: dbt_docs.html beside the published file.
    `llm-reassess build` writes it too.

    exit codes: 0 written, 1 it failed, 2 called wrongly
    """
    from analysis_py.build.run import Options, main

    return main(Options(no_build=True, no_report=True, verbose=verbose))


@command("app")
@option("--port", type=IntRange(1, 65_535), metavar="N", help="Where to serve it (8501).")
@option("--no-browser", is_flag=True, help="Open no browser.")
def app(port: int | None, no_browser: bool) -> int:
    """Explore the published file in the browser.

    It shows group means, tests, pairs, size curves, claims and answers to your own SQL. It only
    reads, follows new builds by itself and talks to no other machine. Ctrl-C ends it.

    exit codes: 0 ended, 1 there is nothing to explore, 2 called wrongly

    for example:
      llm-reassess app
      llm-reassess app --port 8600 --no-browser   # on another machine, through a tunnel

    The page is app/explorer.py in the project; change it as you like.
    """
    import importlib.util

    published_file()
    page = Path("app/explorer.py")
    if not page.exists():
        raise CommandError(
            f"there is no {page.absolute()}; a project of `llm-reassess init` has it"
        )
    if importlib.util.find_spec("streamlit") is None:
        raise CommandError(
            "Streamlit is not installed: pip install 'llm-reassessment[app]' (in a clone '.[app]')"
        )
    words = [sys.executable, "-m", "streamlit", "run", str(page)]
    words += ["--server.port", str(port)] if port else []
    words += ["--server.headless", "true"] if no_browser else []
    # become Streamlit, so that a signal to this process is one to the page
    os.execv(sys.executable, words)
