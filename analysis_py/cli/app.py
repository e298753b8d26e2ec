"""``llm-reassess app``: the explorer, in the browser."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from pathlib import Path

from analysis_py.cli.build import positive
from analysis_py.cli.errors import CommandError
from analysis_py.cli.published import published_file

_DESCRIPTION = """\
Explore the published file in the browser: group means, tests, pairs, size curves, claims and your
own SQL. It only reads, follows new builds by itself and talks to no other machine. Ctrl-C ends it.
"""
_EPILOG = """\
exit codes: 0 ended, 1 there is nothing to explore, 2 called wrongly

examples:
  llm-reassess app
  llm-reassess app --port 8600 --no-browser   # on another machine, through a tunnel

The page is app/explorer.py in the project; change it as you like.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument("--port", type=positive, metavar="N", help="where to serve it (8501)")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")


def run(arguments: argparse.Namespace) -> int:
    """Become Streamlit, so that a signal to this process is one to the page."""
    published_file()
    page = Path("app/explorer.py")
    if not page.exists():
        raise CommandError(f"there is no {page.absolute()}; `llm-reassess init` lays one down")
    if importlib.util.find_spec("streamlit") is None:
        raise CommandError(
            "Streamlit is not installed; install llm-reassessment with its extra [app], as in "
            "pip install -e '.[app]'"
        )
    command = [sys.executable, "-m", "streamlit", "run", str(page)]
    if arguments.port:
        command += ["--server.port", str(arguments.port)]
    if arguments.no_browser:
        command += ["--server.headless", "true"]
    os.execv(sys.executable, command)
