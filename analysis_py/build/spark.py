"""Sums of item answers on Spark, which a build then reads."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import yaml

from analysis_py.runtime.atomic import replace_folder
from analysis_py.runtime.errors import UserError
from analysis_py.runtime.project import item_folders, warehouse_folder

#: File that Spark writes when a table is complete.
_FINISHED = "_SUCCESS"
#: Files that Spark reads below the folder of an import, the answers first.
_READ = ("results/*/*.parquet", "models.parquet", "items.parquet", "evaluations.parquet")


class SparkError(UserError):
    """Spark cannot sum or has failed; the message says why."""


def sum_items(folder: Path) -> Path:
    """Sum the answers to single items into a folder with a folder of Parquet files per table.

    It is replaced as a whole at the end; a failed or killed run leaves the last good one and can be
    repeated. The rows equal those of the same models on DuckDB.

    Raises
    ------
    SparkError
        If Spark, its input or a table of its output is missing.
    """
    reads = {
        files: [str(folder) for folder in item_folders() if any(folder.glob(f"*/{files}"))]
        for files in _READ
    }
    facts = warehouse_folder() / "parquet/marts/fct_evaluations.parquet"
    if not find_spec("pyspark") or not find_spec("dbt.adapters.spark"):
        raise SparkError("Spark is not installed: pip install 'llm-reassessment[spark]'")
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        raise SparkError("Spark needs Java 17 or 21: put java on the path, or set JAVA_HOME")
    if not reads[_READ[0]]:
        raise SparkError("there are no answers to single items; add them with llm-reassess import")
    if not facts.exists():
        raise SparkError(f"{facts} is missing; run llm-reassess build once without --spark")
    from dbt.cli.main import dbtRunner

    final = folder.absolute()
    # leftovers of an earlier run
    shutil.rmtree("target/spark", ignore_errors=True)
    with replace_folder(final) as partial:
        given = {"spark_writes": str(partial), "spark_reads": reads}
        steps = ["build", "--target", "spark", "--select", "path:models/items"]
        result = dbtRunner().invoke([*steps, "--vars", yaml.safe_dump(given)])
        unfinished = [each.name for each in partial.iterdir() if not (each / _FINISHED).exists()]
        if not result.success or unfinished:
            raise SparkError(
                "Spark did not finish (see above); the last sums stay. Correct the error and run "
                "llm-reassess build --spark again."
            )
    return final
