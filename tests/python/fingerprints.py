"""The fingerprint of a published file: what its columns hold, in a few numbers each.

`python tests/python/fingerprints.py` takes that of the committed data anew. What then differs in
git is what a change did to the published tables, column by column, and belongs in CHANGELOG.md.

A column that rests on draws, or on a search of many steps, differs between processors. Where it is
described, it says by how much on average, in its own unit: `config: {meta: {tolerance: 0.5}}`.
Every other column is compared to six digits if it has a fraction, and else exactly.
"""

import json
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import polars as pl

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests/reference/published/fingerprints.csv"
#: What two builds of the same data may differ by in a number, relative to the column.
PRECISION = 1e-6
KEY = ["table_name", "column_name"]
FRACTIONS = ("DOUBLE", "FLOAT")
EXACT_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL")
#: A number in a text, as RE2 has it.
NUMBER = r"[-+−]?\d+([.,]\d+)*(e[-+]?\d+)?"
Tolerances = Mapping[tuple[str, str], float]


def declared_tolerances(manifest: Mapping) -> dict[tuple[str, str], float]:
    """Return how far values are from another processor's at most, on average; 0 where exact.

    A column without a tolerance has that of its name in the tables that it is built from.
    """
    nodes = manifest["nodes"]

    @cache
    def tolerance(model: str, column: str) -> float:
        node = nodes.get(model, {"resource_type": None})
        if node["resource_type"] != "model":
            return 0.0
        if column in node["columns"]:
            declared = node["columns"][column]["meta"].get("tolerance")
            if declared is not None:
                return float(declared)
        elif node["config"]["contract"]["enforced"]:
            return 0.0
        return max((tolerance(each, column) for each in node["depends_on"]["nodes"]), default=0.0)

    return {
        (f"{node['schema']}.{node['alias']}", column): tolerance(name, column)
        for name, node in nodes.items()
        if node["resource_type"] == "model"
        for column in node["columns"]
    }


def fingerprint(database: Path, tolerances: Tolerances) -> pl.DataFrame:
    """Return one row per published column.

    Numbers with a fraction are told by their sum and the sum of their magnitudes, which survive a
    change in the last digit, and so are whole numbers and days with a tolerance; everything else by
    a checksum that does not depend on the order of rows. A nested column counts as text. Of a text
    with a tolerance only the words count.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.sql(
            "select schema_name || '.' || table_name, column_name, data_type "
            "from duckdb_columns() where not internal order by all"
        ).fetchall()
        return pl.concat(
            connection.sql(" union all ".join(_measured(*each, tolerances) for each in its)).pl()
            for _, its in groupby(columns, key=itemgetter(0))
        ).sort(KEY)


def _measured(table: str, column: str, kind: str, tolerances: Tolerances) -> str:
    """Return the query that measures a column."""
    tolerance = tolerances.get((table, column), 0.0)
    value, is_summed = f'"{column}"', kind in FRACTIONS
    if tolerance and kind.partition("(")[0] in EXACT_NUMBERS:
        value, is_summed = f"{value}::double", True
    elif tolerance and kind == "DATE":
        value, is_summed = f"epoch({value}) / 86400", True
    elif tolerance and not is_summed:
        value = f"regexp_replace({value}::varchar, '{NUMBER}', '', 'g')"
    # most texts are there many times
    counted, grouped = ("1", "") if is_summed else ("count(*)", " group by all")
    return (
        f"select '{table}' as table_name, '{column}' as column_name, '{kind}' as data_type, "
        f"{tolerance}::double as tolerance, coalesce(sum(n), 0)::bigint as n_rows, "
        "coalesce(sum(n) filter (where value is not null), 0)::bigint as n_values, "
        f"{_summed() if is_summed else _checked()} "
        f"from (select {value} as value, {counted} as n from {table}{grouped})"
    )


def _summed() -> str:
    return (
        "null::varchar as checksum, fsum(value) filter (where isfinite(value)) as total, "
        "fsum(abs(value)) filter (where isfinite(value)) as magnitude"
    )


def _checked() -> str:
    return (
        "(sum(n * md5_number_lower(value::varchar)::hugeint) % 1000000007)::varchar "
        "as checksum, null::double as total, null::double as magnitude"
    )


def differences(expected: pl.DataFrame, found: pl.DataFrame) -> list[tuple]:
    """Return each column that differs by more than it may: what of it, expected and found."""
    pairs = expected.join(found, on=KEY, how="full", coalesce=True, suffix="_found")
    exact = ["data_type", "n_rows", "n_values", "checksum"]
    allowed = pl.col("n_values") * pl.col("tolerance_found")
    bound = pl.max_horizontal(pl.col("magnitude") * PRECISION, allowed, 1e-9)
    differs = {name: pl.col(name).ne_missing(pl.col(f"{name}_found")) for name in exact} | {
        name: ((pl.col(name) - pl.col(f"{name}_found")).abs() > bound)
        | (pl.col(name).is_null() != pl.col(f"{name}_found").is_null())
        for name in ("total", "magnitude")
    }
    return [
        (*row[:2], name, *row[2:])
        for name, is_different in differs.items()
        for row in pairs.filter(is_different).select(*KEY, name, f"{name}_found").rows()
    ]


def main() -> None:
    """Take the fingerprint of the committed data's warehouse."""
    FILE.parent.mkdir(exist_ok=True)
    manifest = json.loads((ROOT / "target/manifest.json").read_text())
    database = ROOT / "warehouse/llm_reassessment.duckdb"
    fingerprint(database, declared_tolerances(manifest)).write_csv(FILE)
    print(f"wrote {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
