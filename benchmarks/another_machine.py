"""What a build publishes on another machine: which columns differ, and by how much at most.

    python benchmarks/another_machine.py [--whole] [--write]

The same project is built twice. The second build has other kernels of BLAS (those that OpenBLAS
takes on a processor of another make), another number of its threads, other letters, another clock,
another hash seed, another number of threads and processes, and no home. Every published table is
then compared: its rows in the order of all columns that are no fractions, each fraction with that
of the other build; where a table tells which engine made a fit, engine by engine. Without
`--whole`, a project of two cohorts is built, as in the tests, and no engine but this project's.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import polars.selectors as cs

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "python")]

from building import Workplace, tiny_workplace  # noqa: E402  helpers of the tests

from analysis_py.runtime.project_files import copy  # noqa: E402  after the path is set

#: By variable: what the first machine has, and what the second.
MACHINES = {
    "OPENBLAS_CORETYPE": ("Haswell", "Prescott"),
    "OMP_NUM_THREADS": ("1", "2"),
    "OPENBLAS_NUM_THREADS": ("1", "2"),
    "LLM_REASSESSMENT_THREADS": ("2", "3"),
    "LLM_REASSESSMENT_PROCESSES": ("2", "3"),
    "LC_ALL": ("C.UTF-8", "C"),
    "TZ": ("UTC", "Asia/Kathmandu"),
    "PYTHONHASHSEED": ("0", "12345"),
    "HOME": ("/", "/nowhere"),
}
RESULTS = ROOT / "benchmarks" / "results"


@dataclass(frozen=True)
class Difference:
    """How a column of a published table differs between two builds."""

    column: str
    n_values: int
    n_differing: int
    largest: float | None
    largest_relative: float | None

    @property
    def cells(self) -> str:
        """The difference as a row of a Markdown table."""
        bounds = (
            "not a fraction" if each is None else f"{each:.1e}"
            for each in (self.largest, self.largest_relative)
        )
        return f"| {self.column} | {self.n_differing} of {self.n_values} | {' | '.join(bounds)} |"


def main() -> int:
    """Build twice, print what differs, and return 1 if anything but a fraction does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--whole", action="store_true", help="build all of the project")
    parser.add_argument("--write", action="store_true", help="write the results as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        first, second = (built(Path(folder), each, options.whole) for each in (0, 1))
        n_tables, found = compared(first, second)
    n_other = len({each.column.rpartition(".")[0] for each in found})
    lines = [f"{n_tables - n_other} of {n_tables} published tables are the same to the last digit."]
    if found:
        lines += [
            "",
            "| column | values that differ | largest difference | relative to the value |",
            "| --- | ---: | ---: | ---: |",
            *(each.cells for each in found),
        ]
    print("\n".join(lines))
    if options.write:
        name = "another_machine_whole" if options.whole else "another_machine"
        command = f"python benchmarks/{Path(__file__).name}{' --whole' * options.whole}"
        machines = [f"| {key} | {one} | {two} |" for key, (one, two) in MACHINES.items()]
        what = __doc__.split("--write]")[1].strip()
        text = [
            "# The same project on another machine", "", what, "", f"`{command}`:", "", *lines, "",
            "| variable | first machine | second machine |", "| --- | --- | --- |", *machines,
        ]  # fmt: skip
        (RESULTS / f"{name}.md").write_text("\n".join(text) + "\n", encoding="utf-8")
    return int(any(each.largest is None for each in found))


def built(folder: Path, number: int, whole: bool) -> Path:
    """Build on one of the machines and return the folder of its Parquet files."""
    place = folder / f"machine_{number}"
    place.mkdir()
    if whole:
        copy(ROOT, place)
        workplace = Workplace(place)
    else:
        workplace = tiny_workplace(ROOT, place)
    settings = {name: values[number] for name, values in MACHINES.items()}
    done = subprocess.run(
        [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build"],
        cwd=place,
        env=workplace.environment | settings | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-4000:] + done.stderr[-4000:])
    print(f"machine {number + 1} has built", file=sys.stderr, flush=True)
    return workplace.warehouse / "parquet"


def compared(first: Path, second: Path) -> tuple[int, list[Difference]]:
    """Return how many tables two builds have published, and every column that differs."""
    files = [sorted(path.relative_to(each) for path in each.rglob("*.parquet"))
             for each in (first, second)]  # fmt: skip
    if files[0] != files[1]:
        raise RuntimeError(f"other tables: {set(files[0]) ^ set(files[1])}")
    found: list[Difference] = []
    for name in files[0]:
        one, two = (pl.read_parquet(each / name, glob=False) for each in (first, second))
        if not one.equals(two):
            table = ".".join(name.with_suffix("").parts)
            found += _by_engine(table, *map(_ordered, (one, two)))
    return len(files[0]), found


def _by_engine(table: str, one: pl.DataFrame, two: pl.DataFrame) -> list[Difference]:
    if "engine" not in one.columns:
        return _differences(table, one, two)
    found: list[Difference] = []
    for engine in pl.concat([one["engine"], two["engine"]]).unique().sort():
        rows = (each.filter(pl.col("engine") == engine) for each in (one, two))
        found += [
            replace(each, column=f"{each.column} ({engine})") for each in _differences(table, *rows)
        ]
    return found


def _ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """Order rows by what is no fraction, and by fractions only where that is the same."""
    nested = frame.select(cs.nested()).columns
    flat = frame.with_columns(
        pl.Series(name, [str(value) for value in frame[name].to_list()]) for name in nested
    )
    fractions = flat.select(cs.float()).columns
    exact = [name for name in flat.columns if name not in fractions]
    return flat.sort([*exact, *fractions])


def _differences(table: str, one: pl.DataFrame, two: pl.DataFrame) -> list[Difference]:
    if one.height != two.height:
        return [Difference(f"{table}.*", one.height, abs(one.height - two.height), None, None)]
    found = []
    for name, kind in one.schema.items():
        column = f"{table}.{name}"
        differs = one[name].ne_missing(two[name])
        if not (n := int(differs.sum())):
            continue
        pair = pl.DataFrame({"a": one[name], "b": two[name]}).filter(differs)
        if (
            not kind.is_float()
            or pair.select((pl.col("a").is_null() | pl.col("b").is_null()).any()).item()
        ):
            found.append(Difference(column, one.height, n, None, None))
            continue
        apart = (pair["a"] - pair["b"]).abs()
        size = pair.select(pl.max_horizontal(pl.all().abs())).to_series()
        found.append(
            Difference(column, one.height, n, float(apart.max()), float((apart / size).max()))
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
