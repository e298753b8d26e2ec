"""The fingerprint of a published file: what its columns hold, in a few numbers each.

`python tests/python/fingerprints.py` takes that of the committed data anew. What then differs in
git is what a change did to the published tables, column by column, and belongs in CHANGELOG.md.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import polars as pl

from analysis_py.plumbing.manifests import OF_ONE_BUILD

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
            connection.sql(" union all ".join(_measured(*column) for column in its_columns)).pl()
            for table, its_columns in groupby(columns, key=itemgetter(0))
            if table not in OF_ONE_BUILD
        )


def _measured(table: str, column: str, kind: str) -> str:
    """Return the query that measures one column."""
    if kind in ("DOUBLE", "FLOAT"):
        source = f'(select "{column}" as value, 1 as n from {table})'
        measures = (
            "null::varchar as checksum, fsum(value) filter (where isfinite(value)) as total, "
            "fsum(abs(value)) filter (where isfinite(value)) as magnitude"
        )
    else:  # most values are there many times
        source = f'(select "{column}" as value, count(*) as n from {table} group by all)'
        measures = (
            "(sum(n * md5_number_lower(value::varchar)::hugeint) % 1000000007)::varchar "
            "as checksum, null::double as total, null::double as magnitude"
        )
    return (
        f"select '{table}' as table_name, '{column}' as column_name, '{kind}' as data_type, "
        "coalesce(sum(n), 0)::bigint as n_rows, "
        "coalesce(sum(n) filter (where value is not null), 0)::bigint as n_values, "
        f"{measures} from {source}"
    )


def main() -> None:
    """Take the fingerprint of the committed data's warehouse."""
    FILE.parent.mkdir(exist_ok=True)
    fingerprint(ROOT / "warehouse/llm_reassessment.duckdb").write_csv(FILE)
    print(f"wrote {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
