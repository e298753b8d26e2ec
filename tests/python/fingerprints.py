"""The fingerprint of a published file: what its columns hold, in a few numbers each.

`python tests/python/fingerprints.py` takes that of the committed data anew. What then differs in
git is what a change did to the published tables, column by column, and belongs in CHANGELOG.md.
"""

from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import polars as pl

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests/reference/published/fingerprints.csv"
#: What two builds of the same data on different processors may differ by, relative to the column.
TOLERANCE = 1e-6
KEY = ["table_name", "column_name"]


def fingerprint(database: Path) -> pl.DataFrame:
    """Return one row per published column.

    Numbers with a fraction are told by their sum and the sum of their magnitudes, which survive a
    change in the last digit; everything else by a checksum that does not depend on the order of
    rows. A nested column counts as text. What tells of the build itself is left out.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.sql(
            "select schema_name || '.' || table_name, column_name, data_type "
            "from duckdb_columns() where not internal order by all"
        ).fetchall()
        return pl.concat(
            connection.sql(_measured(table, [column[1:] for column in its_columns])).pl()
            for table, its_columns in groupby(columns, key=itemgetter(0))
        ).sort(KEY)


def _measured(table: str, columns: list[tuple[str, str]]) -> str:
    """Return the query that measures the columns of one table."""
    return " union all ".join(
        f"select '{table}' as table_name, '{column}' as column_name, "
        f"'{kind}' as data_type, coalesce(sum(n), 0)::bigint as n_rows, "
        "coalesce(sum(n) filter (where value is not null), 0)::bigint as n_values, "
        f"{_measures(kind)} from ({_values(table, column, kind)})"
        for column, kind in columns
    )


def _is_fraction(kind: str) -> bool:
    return kind in ("DOUBLE", "FLOAT")


def _values(table: str, column: str, kind: str) -> str:
    """Return the query of a column's values, and how often each is there."""
    which = f'"{column}" as value'
    if _is_fraction(kind):
        return f"select {which}, 1 as n from {table}"
    return f"select {which}, count(*) as n from {table} group by all"  # most are there many times


def _measures(kind: str) -> str:
    if _is_fraction(kind):
        return (
            "null::varchar as checksum, fsum(value) filter (where isfinite(value)) as total, "
            "fsum(abs(value)) filter (where isfinite(value)) as magnitude"
        )
    return (
        "(sum(n * md5_number_lower(value::varchar)::hugeint) % 1000000007)::varchar "
        "as checksum, null::double as total, null::double as magnitude"
    )


def main() -> None:
    """Take the fingerprint of the committed data's warehouse."""
    FILE.parent.mkdir(exist_ok=True)
    fingerprint(ROOT / "warehouse/llm_reassessment.duckdb").write_csv(FILE)
    print(f"wrote {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
