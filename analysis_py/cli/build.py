"""``llm-reassess build`` and ``report``: the warehouse and its pages."""

from pathlib import Path

from click import option

from analysis_py.cli.commands import COUNT, PATH, command, warehouse_option
from analysis_py.cli.errors import GOOD


@command("build")
@option("--threads", type=COUNT, metavar="N", help="Steps to run at a time.")
@option("--no-report", is_flag=True, help="Do not write the report.")
@option("--spark", "with_spark", is_flag=True, help="Sum answers to single items with Spark.")
@option("--verbose", is_flag=True, help="Show dbt's lines and tracebacks.")
def build(threads: int | None, no_report: bool, with_spark: bool, verbose: bool) -> int:
    """Build the warehouse and its report.

    It reads data/, imports/ and seeds/, shows its steps, and ends by saying where to look. Nothing
    is published unless every step and every test of the build went well; until then the last good
    files stay. A fit whose rows, settings and code are those of an earlier build is taken from
    warehouse/.fits; without that folder, all is fitted anew.

    --spark is for answers to single items that lie in a cluster or outgrow one machine. It needs
    pip install 'llm-reassessment[spark]' and Java 17 or 21; Spark's settings are the target spark
    of profiles.yml. What boards say of models is read from the last published warehouse, so build
    once before. The rows are the same; on one machine DuckDB is many times faster.

    exit codes: 0 all went well, 1 a step failed, 2 called wrongly, 130 interrupted by Ctrl-C

    for example:
      llm-reassess build
      llm-reassess build --threads 4
      llm-reassess build --no-report   # the warehouse only
      llm-reassess build --spark

    dbt's own log is logs/dbt.log. Plain `dbt build` builds and publishes the warehouse too.
    """
    from analysis_py.build.run import main

    handover = None
    if with_spark:
        from analysis_py.build.spark import sum_items

        handover = sum_items(Path("target/handover"))
    return main(threads, with_report=not no_report, verbose=verbose, handover=handover)


@command("report")
@warehouse_option
@option("--output", type=PATH, metavar="DIR", help="A new or empty folder (report, by the file).")
@option("--page", "only", multiple=True, metavar="PAGE", help="Write only this page anew.")
def report(warehouse: Path | None, output: Path | None, only: tuple[str, ...]) -> int:
    """Write the report again from the published file.

    Its pages open from disk. `llm-reassess build` writes them too; this takes the published file
    as it is. --page may be given several times.

    exit codes: 0 written, 1 it failed, 2 called wrongly

    for example:
      llm-reassess report
      llm-reassess report --output site
      llm-reassess report --page scale --page items         # while you work on these pages
      llm-reassess report --warehouse elsewhere/warehouse   # needs no project
    """
    from analysis_py.report import build as build_report
    from analysis_py.runtime.project import warehouse_folder

    front = build_report(warehouse or warehouse_folder(), output, say=print, only=only)
    print(f"Open {front} in a browser.")
    return GOOD
