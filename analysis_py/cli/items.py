"""``llm-reassess items``, ``demo-items`` and ``sum-items``: results item by item."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from click import argument, option

from analysis_py.cli.commands import COUNT, PATH, command
from analysis_py.cli.errors import GOOD, MISUSED, CommandError

#: The seeds of the project that is worked on.
SEEDS = Path("seeds/boards")
#: What Spark writes into a folder when all of a table is there.
FINISHED = "_SUCCESS"


@command("items")
@argument("files", type=PATH, nargs=-1, metavar="FILE...")
@option("--name", default="answers", help="Name to store them under (answers).")
def items(files: Sequence[Path], name: str) -> int:
    """Store item-level results.

    A file has the score of every model on every item of a benchmark, as .csv or .parquet; or it is
    a log, or a folder of logs: samples of lm-evaluation-harness, logs of Inspect, instances of
    Every Eval Ever. The next build then computes how certain scores and differences are, which
    items are suspect, what the best is worth, and how many items a score needs.

    A record is a model, a benchmark, an item and a score from 0 to 1; a matrix has a row per model
    and a column per item, or the other way round. docs/items.md names the other columns. What was
    kept under the name before is replaced. A record that cannot be used is counted, and goes to
    quality.quarantined_rows. To remove all of it: llm-reassess remove NAME.

    exit codes: 0 kept, 1 a file cannot be used, 2 called wrongly

    for example:
      llm-reassess items answers.parquet more.csv --name answers
      llm-reassess items runs/ --name my_runs
    """
    if not files:
        raise CommandError("name the files, such as answers.parquet", MISUSED)
    keep(files, name)
    print("Next: llm-reassess build")
    return GOOD


@command("demo-items")
@option("--models", type=COUNT, default=200, metavar="N", help="Number of models (200).")
@option("--items", type=COUNT, default=1000, metavar="N", help="Number of items (1000).")
@option("--seed", type=int, default=1, metavar="N", help="Seed of the random numbers (1).")
@option("--name", default="demo", help="Name to store them under (demo).")
def demo_items(models: int, items: int, seed: int, name: str) -> int:
    """Make up item-level results, to try it out.

    The difficulty of the items and the ability of the models are known. They belong to benchmarks
    of their own, demo_choice, demo_passages and demo_open, and mix with nothing else. To remove
    them: llm-reassess remove NAME.

    exit codes: 0 kept, 1 it failed, 2 called wrongly

    for example:
      llm-reassess demo-items && llm-reassess build
    """
    from tempfile import TemporaryDirectory

    from analysis_py.statistics.items.demo import made_up

    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.parquet"
        made_up(models, items, seed).answers.write_parquet(path)
        keep([path], name)
    print("Next: llm-reassess build")
    return GOOD


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


def keep(files: Sequence[Path], name: str) -> None:
    """Store files under a name, and say what has become of their records.

    Raises
    ------
    CommandError
        If the name or a file will not do, or the folder cannot be written.
    """
    from analysis_py.imports.harness_names import metric_places
    from analysis_py.imports.item_logs import is_log, read_answers
    from analysis_py.imports.item_storing import store_items
    from analysis_py.runtime.formatting import printable
    from analysis_py.runtime.project import items_folder
    from analysis_py.sources.own_names import refused_name

    if why := refused_name(name, is_import=False):
        raise CommandError(why)
    logs = {path: read_answers(path, SEEDS) for path in files if is_log(path)}
    # files below two folders may be called alike, and are two runs then
    samples = [
        replace(sample, file_name=f"{path}: {sample.file_name}", run=f"{sample.run or ''} {path}")
        if len(logs) > 1
        else sample
        for path, log in logs.items()
        for sample in log.samples
    ]
    stored = store_items(
        [path for path in files if not is_log(path)],
        name,
        items_folder(),
        samples,
        metric_places(SEEDS),
    )
    print(
        f"Kept {stored.n_loaded:,} of {stored.n_read:,} item results in {stored.folder}; "
        f"{stored.n_quarantined:,} are in quarantine."
    )
    for kind, n in stored.reasons:
        print(printable(f"  {n:,}: {kind}"))
    lines = [f"{n:,} beside the statistics: {kind}" for kind, n in stored.beside]
    lines += [*stored.notes, *(note for log in logs.values() for note in log.notes)]
    lines += [
        f"{a} and {b} have the same {n:,} answers: are they one model?" for a, b, n in stored.alike
    ]
    for line in lines:
        print(printable(line))


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
        raise CommandError("there are no item results: llm-reassess items keeps them")
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
