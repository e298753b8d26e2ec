"""``llm-reassess build`` and ``report``: the warehouse and its pages."""

from pathlib import Path

from click import option

from analysis_py.cli.commands import COUNT, PATH, command, warehouse_option
from analysis_py.cli.errors import GOOD


@command("build")
@option("--threads", type=COUNT, metavar="N", help="Number of steps to run in parallel.")
@option("--no-report", is_flag=True, help="Do not write the report.")
@option("--spark", "with_spark", is_flag=True, help="Sum the answers to single items with Spark.")
@option("--verbose", is_flag=True, help="Show dbt's output and tracebacks.")
def build(threads: int | None, no_report: bool, with_spark: bool, verbose: bool) -> int:
    """Build the warehouse and its report.

    It reads data/, imports/ and seeds/ and writes warehouse/. If a step or a test fails, nothing is
    published and the last good warehouse stays. Unchanged fits are read from warehouse/.fits;
    delete that folder to fit everything again.

    --spark sums answers to single items that are too large for one machine. It needs
    pip install 'llm-reassessment[spark]', Java 17 or 21 and an earlier build (docs/bi-tools.md).

    exit codes: 0 built, 1 a step failed, 2 usage error, 130 interrupted by Ctrl-C

    for example:
      llm-reassess build
      llm-reassess build --threads 4
      llm-reassess build --no-report   # the warehouse only
      llm-reassess build --spark

    dbt's log is logs/dbt.log. Plain `dbt build` also builds and publishes the warehouse.
    """
    from analysis_py.build.run import main

    handover = None
    if with_spark:
        from analysis_py.build.spark import sum_items

        handover = sum_items(Path("target/handover"))
    return main(threads, with_report=not no_report, verbose=verbose, handover=handover)


@command("report")
@warehouse_option
@option(
    "--output",
    type=PATH,
    metavar="DIR",
    help="New or empty folder to write to (default: warehouse/report).",
)
@option(
    "--page", "only", multiple=True, metavar="PAGE", help="Rewrite only this page; may be repeated."
)
def report(warehouse: Path | None, output: Path | None, only: tuple[str, ...]) -> int:
    """Rewrite the report from the published file, without a build.

    exit codes: 0 written, 1 failed, 2 usage error

    for example:
      llm-reassess report
      llm-reassess report --output site
      llm-reassess report --page scale --page items         # rewrite two pages
      llm-reassess report --warehouse elsewhere/warehouse   # needs no project
    """
    from analysis_py.report import build as build_report
    from analysis_py.runtime.project import warehouse_folder

    front = build_report(warehouse or warehouse_folder(), output, say=print, only=only)
    print(f"Open {front} in a browser.")
    return GOOD
