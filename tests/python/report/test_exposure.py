"""The report's exposure lists the tables that the report reads.

python tests/python/report/test_exposure.py    # writes the list of models/exposures.yml anew
"""

import re
from pathlib import Path

import duckdb
import yaml

from analysis_py.report.lineage import tables_in

ROOT = Path(__file__).parents[3]
REPORT = ROOT / "analysis_py/report"
EXPOSURES = ROOT / "models/exposures.yml"
#: A table in a query within Python.
TABLE = re.compile(r"\b(?:from|join) (\w+\.\w+)")
LIST = re.compile(r"(?<=  - name: report\n)((?:    .*\n)*    depends_on:\n)(?:      - .*\n)*")


def references(connection):
    """Return a reference to each published table that a query of the report reads."""
    tables = set().union(*(tables_in(connection, query) for query in REPORT.rglob("*.sql")))
    for module in REPORT.rglob("*.py"):
        tables |= set(TABLE.findall(module.read_text()))
    schemas = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]["published_schemas"]
    names = (table.split(".") for table in tables)
    return sorted(f"ref('{name}')" for schema, name in names if schema in schemas)


def test_the_exposure_lists_what_the_report_reads():
    exposures = yaml.safe_load(EXPOSURES.read_text())["exposures"]
    (listed,) = [each["depends_on"] for each in exposures if each["name"] == "report"]
    with duckdb.connect() as connection:
        assert listed == references(connection), f"run python {__file__}"


def test_tables_in_subqueries_and_in_python_are_read(tmp_path):
    query = tmp_path / "some.sql"
    query.write_text(
        "with a as (from reporting.one) select (select max(x) from claims.two), "
        "from a join (select * from statistics.three) using (x)"
    )
    with duckdb.connect() as connection:
        tables = tables_in(connection, query)
    assert tables >= {"reporting.one", "claims.two", "statistics.three"}
    assert TABLE.findall("sql('select 1 from reporting.rpt_snapshots')") == [
        "reporting.rpt_snapshots"
    ]


if __name__ == "__main__":
    with duckdb.connect() as connection:
        lines = "".join(f"      - {each}\n" for each in references(connection))
    EXPOSURES.write_text(LIST.sub(lambda found: found[1] + lines, EXPOSURES.read_text()))
