"""``llm-reassess sum-items``: results item by item, summed with Spark."""

import os
from collections.abc import Sequence
from pathlib import Path

from click import option

from analysis_py.cli.commands import PATH, command
from analysis_py.cli.errors import GOOD, CommandError

#: What Spark writes into a folder when all of a table is there.
FINISHED = "_SUCCESS"


@command("sum-items")
@option("--folder", type=PATH, default=Path("handover"), help="Folder to write (handover).")
def sum_items(folder: Path) -> int:
    """Sum item-level results with Spark.

    The models are those that DuckDB runs in a build, and the rows are the same. On one machine
    DuckDB is many times faster; this is for results that lie in a cluster or outgrow one machine.
    It needs pip install 'llm-reassessment[spark]' and Java 17 or 21.

    Spark's settings are the target spark of profiles.yml. What boards say of models is read from
    the last published warehouse, so build once before. The folder is replaced as a whole at the
    end: a run that fails or is killed leaves the last good one, and is simply started again.

    exit codes: 0 summed, 1 it failed, 2 called wrongly

    for example:
      llm-reassess sum-items && dbt build --vars '{handover: handover}'
    """
    _refuse_what_is_missing()
    from analysis_py.runtime.atomic import replacing_folder

    final = folder.absolute()
    with replacing_folder(final, final.with_name(f".{final.name}")) as partial:
        _run_on_spark(partial)
        unfinished = [each.name for each in partial.iterdir() if not (each / FINISHED).exists()]
        if unfinished:
            raise CommandError(f"Spark has not finished {', '.join(sorted(unfinished))}")
    print(f"Wrote the sums of {len(list(final.iterdir()))} tables to {final}.")
    print(f"Next: dbt build --vars '{{handover: {final}}}'")
    return GOOD


def _refuse_what_is_missing() -> None:
    """Say what is missing before Spark is started."""
    import shutil
    from importlib.util import find_spec

    from analysis_py.runtime.project import item_folders, warehouse_folder

    if not find_spec("pyspark") or not find_spec("dbt.adapters.spark"):
        raise CommandError("Spark is not installed: pip install 'llm-reassessment[spark]'")
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        raise CommandError("Spark wants Java 17 or 21: put java on the path, or set JAVA_HOME")
    if not _filled(item_folders()):
        raise CommandError("there are no item results: llm-reassess import brings them in")
    facts = warehouse_folder() / "parquet/marts/fct_evaluations.parquet"
    if not facts.exists():
        raise CommandError(f"{facts}, which says what models are, is missing: llm-reassess build")


def _filled(folders: Sequence[Path]) -> list[Path]:
    return [folder for folder in folders if any(folder.glob("*/results/*/*.parquet"))]


def _run_on_spark(folder: Path) -> None:
    """Run the models of items on Spark, which writes a folder for each table."""
    from tempfile import TemporaryDirectory

    from dbt.cli.main import dbtRunner

    from analysis_py.runtime.project import item_folders

    with TemporaryDirectory() as scratch:
        os.environ["LLM_REASSESSMENT_HANDOVER"] = str(folder)
        os.environ["LLM_REASSESSMENT_SPARK"] = scratch
        os.environ["LLM_REASSESSMENT_ITEM_FOLDERS"] = ";".join(map(str, _filled(item_folders())))
        steps = ["build", "--target", "spark", "--select", "path:models/items"]
        result = dbtRunner().invoke(steps)
    if not result.success:
        raise CommandError(
            "Spark did not finish the sums, as said above; the last ones stay. "
            "Mend it and run llm-reassess sum-items again."
        )
