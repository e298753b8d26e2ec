"""Which published values depend on the processor: builds on three kinds of it, compared by row.

python benchmarks/processors.py [--built] > benchmarks/results/processors.md

One processor stands in for others: OpenBLAS, NumPy and the C library are told to leave out what
those lack. Each kind has a build database, stored fits and a published file of its own in
target/processors, so that none reads what another has fitted. ``--built`` compares what is there.
Rows are matched by the grain that a table declares.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/python"))

from fingerprints import (  # noqa: E402  the tests hold a build to the same
    EXACT_NUMBERS,
    FRACTIONS,
    NUMBER,
    PRECISION,
    Tolerances,
    declared_tolerances,
)

FOLDER = ROOT / "target/processors"
FILE = "warehouse/llm_reassessment.duckdb"
#: What each kind of processor is made of; the first is what the others are compared with.
PROCESSORS = {
    "AVX-512": {"OPENBLAS_CORETYPE": "SkylakeX"},
    "AVX2": {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL"},
    "neither": {
        "OPENBLAS_CORETYPE": "Nehalem",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F",
    },
}
#: Says which kernels run; both BLAS are loaded by then.
KERNELS = (
    "import numpy, scipy.linalg, threadpoolctl as t; "
    "print(*sorted({each['architecture'] for each in t.threadpool_info()}))"
)


@dataclass(frozen=True)
class Difference:
    """How a column of one file differs from that of another."""

    table: str
    column: str
    kind: str
    n_rows: int
    n_different: int
    #: The largest difference of numbers or days; rows whose words differ.
    largest: float | None
    n_words: int
    #: The mean magnitude of the column.
    magnitude: float
    tolerance: float

    @property
    def is_told(self) -> bool:
        """Whether it is more than the last digits of a number with a fraction."""
        if self.kind in FRACTIONS and self.largest is not None:
            return self.largest > PRECISION * self.magnitude
        return self.n_different > 0

    @property
    def is_exact(self) -> bool:
        """Whether it is of what no processor may change: words, flags, counts without tolerance."""
        return self.n_words > 0 or (self.tolerance == 0 and self.kind not in FRACTIONS)


def environment(name: str) -> dict[str, str]:
    """Return the environment in which a kind of processor builds."""
    folder = FOLDER / name
    own = {
        "LLM_REASSESSMENT_BUILD": folder / "build.duckdb",
        "LLM_REASSESSMENT_WAREHOUSE": folder / "warehouse",
        "LLM_REASSESSMENT_FITS": folder / "fits",
        "DBT_TARGET_PATH": folder / "target",
        "DBT_LOG_PATH": folder / "logs",
    }
    given = {"DBT_PROFILES_DIR": ".", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return os.environ | given | {key: str(value) for key, value in own.items()} | PROCESSORS[name]


def kernels(name: str) -> str:
    """Return the kernels of BLAS that run on a kind of processor."""
    command = [sys.executable, "-c", KERNELS]
    ran = subprocess.run(command, env=environment(name), capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def build(name: str) -> None:
    """Build everything on a kind of processor."""
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    command = [str(Path(sys.executable).with_name("llm-reassess")), "build", "--no-report"]
    subprocess.run(command, cwd=ROOT, env=environment(name), stdout=sys.stderr, check=True)


def grains(manifest: dict) -> dict[str, list[str]]:
    """Return the columns that tell the rows of each table apart."""
    nodes = manifest["nodes"]
    found = {}
    for node in nodes.values():
        test = node.get("test_metadata") or {"name": None}
        if test["name"] == "unique_grain" and node["attached_node"] in nodes:
            model = nodes[node["attached_node"]]
            found[f"{model['schema']}.{model['alias']}"] = test["kwargs"]["columns"]
    return found


def compare(first: str, second: str) -> list[Difference]:
    """Return how every column of the second kind of processor differs from that of the first."""
    manifest = json.loads((FOLDER / first / "target/manifest.json").read_text())
    grain, tolerances = grains(manifest), declared_tolerances(manifest)
    found = []
    with duckdb.connect() as connection:
        for name, database in (("a", first), ("b", second)):
            connection.execute(f"attach '{FOLDER / database / FILE}' as {name} (read_only)")
        tables = connection.sql(
            "select schema_name || '.' || table_name, list([column_name, data_type] "
            "order by column_index) from duckdb_columns() where database_name = 'a' "
            "group by all order by all"
        ).fetchall()
        for table, columns in tables:
            found += _of_table(connection, table, columns, grain.get(table, []), tolerances)
    return found


def _of_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[list[str]],
    grain: list[str],
    tolerances: Tolerances,
) -> list[Difference]:
    same = " and ".join(f'a."{key}" is not distinct from b."{key}"' for key in grain) or "true"
    measures = ", ".join(_measured(*column) for column in columns)
    query = f"select count(*), {measures} from a.{table} a full join b.{table} b on {same}"
    ((n_rows, *measured),) = connection.sql(query).fetchall()
    return [
        Difference(
            table,
            *column,
            n_rows,
            *measured[4 * i : 4 * i + 4],
            tolerances.get((table, column[0]), 0.0),
        )
        for i, column in enumerate(columns)
    ]


def _measured(column: str, kind: str) -> str:
    """Return rows that differ, the largest difference, rows of other words, the mean magnitude."""
    a, b = f'a."{column}"', f'b."{column}"'
    differs = f"count(*) filter ({a} is distinct from {b})"
    if kind in FRACTIONS or kind.partition("(")[0] in EXACT_NUMBERS:
        # a value on one side only is no matter of digits
        alone = f"count(*) filter (({a} is null) != ({b} is null))"
        within = f"filter (isfinite({a}::double) and isfinite({b}::double))"
        largest = f"coalesce(max(abs({a}::double - {b}::double)) {within}, 0)"
        magnitude = f"coalesce(avg(abs({a}::double)) {within}, 0)"
        return f"{differs}, {largest}, {alone}, {magnitude}"
    words = [f"regexp_replace({each}::varchar, '{NUMBER}', '', 'g')" for each in (a, b)]
    other = f"count(*) filter ({words[0]} is distinct from {words[1]})"
    if kind == "BOOLEAN":
        other = differs
    return f"{differs}, null, {other}, 0.0"


def describe(name: str, first: str, found: list[Difference]) -> str:
    """Return the section of a kind of processor."""
    told = [each for each in found if each.is_told]
    exact = [each for each in told if each.is_exact]
    digits = [each for each in found if each.n_different and not each.is_told]
    counted = {
        kind: sum(each.kind == kind for each in found) for kind in ("BOOLEAN", "BIGINT", "VARCHAR")
    }
    lines = [
        f"## {name} and {first}",
        "",
        f"{len(told)} of {len(found):,} columns differ by more than {PRECISION:g} of their mean "
        f"magnitude; {len(digits)} more in later digits. All {counted['BOOLEAN']} flags are equal, "
        f"and all words and whole numbers without a tolerance."
        if not exact
        else f"**{len(exact)} columns differ that may not**, marked with *.",
        "",
        "| table | column | rows that differ | largest difference | tolerance |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for each in told:
        largest = "in digits of texts" if each.largest is None else f"{each.largest:.2g}"
        mark = " *" if each.is_exact else ""
        lines.append(
            f"| {each.table} | {each.column}{mark} | {each.n_different:,} of {each.n_rows:,} "
            f"| {largest} | {each.tolerance:g} |"
        )
    return "\n".join([*lines, ""])


def main() -> None:
    """Build on all kinds of processors, unless told that this is done, and print what differs."""
    first, *others = PROCESSORS
    for name in PROCESSORS:
        if "--built" not in sys.argv:
            build(name)
    print(
        "# Which published values depend on the processor\n\nWritten by `benchmarks/processors.py`"
    )
    for name in others:
        print(describe(name, first, compare(first, name)))


if __name__ == "__main__":
    main()
