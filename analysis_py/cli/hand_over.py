"""``llm-reassess hand-over``: item results summed by Spark, for the next build."""

from __future__ import annotations

import argparse
import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis_py.cli.errors import GOOD, CommandError

_DESCRIPTION = """\
Sum item results with Spark instead of DuckDB: the same models, and the same rows. On one machine
DuckDB is many times faster; this is for results that lie in a cluster, or outgrow one machine. It
wants pip install 'llm-reassessment[spark]' and Java 17 or 21.
"""
_EPILOG = """\
exit codes: 0 handed over, 1 it failed, 2 called wrongly

example:
  llm-reassess hand-over && dbt build --vars '{handover: handover}'

Spark's settings are the target spark of profiles.yml. What boards say of models is read from the
last published warehouse, so build once before. The folder is replaced as a whole at the end: a run
that fails or is killed leaves the last good one, and is simply started again.
"""
#: What Spark writes into a folder when all of a table is there.
FINISHED = "_SUCCESS"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument(
        "--folder", type=_here, default=Path("handover"), help="where to hand over (handover)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Let Spark build the models of items, and put the folder in place."""
    _refuse()
    from analysis_py.statistics.items.replacing import replaced

    final: Path = arguments.folder.absolute()
    with replaced(final, final.with_name(f".{final.name}")) as partial:
        _sum_up(partial)
        unfinished = [each.name for each in partial.iterdir() if not (each / FINISHED).exists()]
        if unfinished:
            raise CommandError(f"Spark has not finished {', '.join(sorted(unfinished))}")
    print(f"Handed over {len(list(final.iterdir()))} tables in {final}.")
    print(f"Next: dbt build --vars '{{handover: {final}}}'")
    return GOOD


def _here(text: str) -> Path:
    """Return a path as it is meant where the command was called."""
    return Path(text).absolute()


def _refuse() -> None:
    """Say what is missing before Spark is started."""
    from analysis_py.runtime.project import items_folder, warehouse_folder

    if not find_spec("pyspark") or not find_spec("dbt.adapters.spark"):
        raise CommandError("Spark is not installed: pip install 'llm-reassessment[spark]'")
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        raise CommandError("Spark wants Java 17 or 21: put java on the path, or set JAVA_HOME")
    if not any(items_folder().glob("*/results/*/*.parquet")):
        raise CommandError(f"{items_folder()} holds no item results: llm-reassess items keeps them")
    facts = warehouse_folder() / "parquet/marts/fct_evaluations.parquet"
    if not facts.exists():
        raise CommandError(f"{facts}, which says what models are, is missing: llm-reassess build")


def _sum_up(folder: Path) -> None:
    """Run the models of items on Spark, which writes a folder for each table."""
    from dbt.cli.main import dbtRunner

    with TemporaryDirectory() as scratch:
        os.environ["LLM_REASSESSMENT_HANDOVER"] = str(folder)
        os.environ["LLM_REASSESSMENT_SPARK"] = scratch
        steps = ["build", "--target", "spark", "--select", "path:models/items"]
        result = dbtRunner().invoke(steps)
    if not result.success:
        raise CommandError(
            "Spark did not finish the sums, as said above; the last handover stays. "
            "Mend it and run llm-reassess hand-over again."
        )
