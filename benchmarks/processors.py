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
    """How a column of one file differs from that of another.

    Numbers and days differ by so much at most and on average; words are those beside numbers.
    """

    table: str
    column: str
    kind: str
    n_rows: int
    n_different: int
    largest: float | None
    average: float
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
    def is_too_far(self) -> bool:
        """Whether it is more than what is declared: in words, flags, counts, or on average."""
        if self.kind in FRACTIONS and not self.tolerance:
            allowed = PRECISION * self.magnitude
        else:
            allowed = self.tolerance
        is_exact = self.largest is None and not self.tolerance
        return self.n_words > 0 or self.average > allowed or (is_exact and self.n_different > 0)


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
        is_whole = test["name"] == "unique_grain" and not node["config"].get("where")
        if is_whole and node["attached_node"] in nodes:
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
    kinds = dict(columns)
    same = " and ".join(_same(key, kinds[key]) for key in grain) or "true"
    measures = ", ".join(_measured(*column) for column in columns)
    query = f"select count(*), {measures} from a.{table} a full join b.{table} b on {same}"
    ((n_rows, *measured),) = connection.sql(query).fetchall()
    return [
        Difference(
            table,
            *column,
            n_rows,
            *measured[5 * i : 5 * i + 5],
            tolerances.get((table, column[0]), 0.0),
        )
        for i, column in enumerate(columns)
    ]


def _same(key: str, kind: str) -> str:
    a, b = (
        f'round({each}."{key}", 9)' if kind in FRACTIONS else f'{each}."{key}"' for each in "ab"
    )
    return f"{a} is not distinct from {b}"


def _measured(column: str, kind: str) -> str:
    """Return rows that differ, by how much at most and on average, other words, the magnitude."""
    a, b = f'a."{column}"', f'b."{column}"'
    differs = f"count(*) filter ({a} is distinct from {b})"
    if kind in FRACTIONS or kind.partition("(")[0] in EXACT_NUMBERS:
        # a value on one side only is no matter of digits
        alone = f"count(*) filter (({a} is null) != ({b} is null))"
        within = f"filter (isfinite({a}::double) and isfinite({b}::double))"
        apart = f"abs({a}::double - {b}::double)"
        return ", ".join(
            [
                differs,
                f"coalesce(max({apart}) {within}, 0)",
                f"coalesce(avg({apart}) {within}, 0)",
                alone,
                f"coalesce(avg(abs({a}::double)) {within}, 0)",
            ]
        )
    words = [f"regexp_replace({each}::varchar, '{NUMBER}', '', 'g')" for each in (a, b)]
    other = f"count(*) filter ({words[0]} is distinct from {words[1]})"
    return f"{differs}, null, 0.0, {other}, 0.0"


def describe(first: str, second: str) -> str:
    """Return the section of a kind of processor: what differs, and whether it may."""
    found = compare(first, second)
    told = [each for each in found if each.is_told]
    digits = sum(each.n_different > 0 for each in found) - len(told)
    far = [each for each in told if each.is_too_far]
    n_exact = sum(each.largest is None or each.kind not in FRACTIONS for each in found)
    verdict = (
        f"**{len(far)} of them differ by more than they declare**, marked with *."
        if far
        else "None by more than it declares: all flags, words and whole numbers without a "
        f"tolerance are equal, in {n_exact:,} columns, and so verdicts, counts and ranks."
    )
    lines = [
        f"## {second} ({kernels(second)}) and {first} ({kernels(first)})",
        "",
        f"{len(told)} of {len(found):,} columns differ by more than {PRECISION:g} of their mean "
        f"magnitude in some row, {digits} more in later digits. {verdict}",
        "",
        "| table | column | rows that differ | at most | on average | tolerance |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for each in told:
        largest, average = f"{each.largest or 0:.2g}", f"{each.average:.1g}"
        if each.largest is None:
            largest, average = "digits" if not each.n_words else "words", ""
        mark = " *" if each.is_too_far else ""
        tolerance = f"{each.tolerance:g}" if each.tolerance else ""
        lines.append(
            f"| {each.table} | {each.column}{mark} | {each.n_different:,} of {each.n_rows:,} "
            f"| {largest} | {average} | {tolerance} |"
        )
    return "\n".join([*lines, ""])


def main() -> None:
    """Build on all kinds of processors, unless told that this is done, and print what differs."""
    first, *others = PROCESSORS
    if "--built" not in sys.argv:
        for name in PROCESSORS:
            build(name)
    print("# Which published values depend on the processor\n")
    print("Written by `benchmarks/processors.py`, which says how the kinds are made.")
    commit = subprocess.check_output(["git", "log", "-1", "--format=%h of %cs"], text=True).strip()
    print(f"Measured at commit {commit}; tables have the names that they had then.\n")
    print(*(describe(first, name) for name in others), sep="\n", end="")


if __name__ == "__main__":
    main()
