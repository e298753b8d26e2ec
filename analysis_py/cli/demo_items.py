"""``llm-reassess demo-items``: made-up item results, to see what becomes of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis_py.cli.build import positive
from analysis_py.cli.errors import GOOD
from analysis_py.cli.items import keep

_DESCRIPTION = """\
Make up the answers of models to items, of which it is known how hard the items are and how able the
models, and keep them as item results. They are of benchmarks of their own, demo_choice,
demo_passages and demo_open, so that they mix with nothing.
"""
_EPILOG = """\
exit codes: 0 kept, 1 it failed, 2 called wrongly

example:
  llm-reassess demo-items && llm-reassess build

To be rid of them: llm-reassess forget NAME.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument("--models", type=positive, default=200, metavar="N", help="how many (200)")
    parser.add_argument("--items", type=positive, default=1000, metavar="N", help="how many (1000)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="of the random numbers (1)"
    )
    parser.add_argument("--name", default="demo", help="what to keep them under (demo)")


def run(arguments: argparse.Namespace) -> int:
    """Make them up and store them."""
    from analysis_py.statistics.items.demo import made_up

    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.parquet"
        made = made_up(arguments.models, arguments.items, arguments.seed)
        made.answers.write_parquet(path)
        keep([path], arguments.name)
    print("Next: llm-reassess build")
    return GOOD
