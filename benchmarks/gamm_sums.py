"""GAMMs from sums: one GROUP BY, or two-way counts, beside the rows and mgcv.

    python benchmarks/gamm_sums.py [--rows 1e6 1e7] [--mgcv 1e6] [--write]

Rows are drawn from the committed frame with jitter, written as Parquet and summed up by DuckDB in
a process of its own for each cell: three models of size from cells, the interplay of abilities
from two-way counts, the same from the rows up to 1e6 of them, and mgcv's `bam(discrete = TRUE)` of
the three models, fits only, where `Rscript` is present and for as many rows as `--mgcv` says.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analysis_py.statistics.gamm.counting import count_rows  # noqa: E402
from analysis_py.statistics.gamm.engine import fit_counted, fit_gamm, terms_table  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "gamm_sums.md"
FRAME = ROOT / "tests" / "reference" / "gamm" / "frames" / "openllm_v1.csv.gz"
SCORES = ("log_arc", "log_hellaswag", "log_mmlu", "log_truthfulqa", "log_winogrande", "log_gsm8k")
SIZE, FACTORS = "log_parameters_b", ("training_type", "architecture")
MODELS = {
    "size": 'log_arc ~ s(log_parameters_b) + s(architecture, bs="re")',
    "size_with_type": (
        'log_arc ~ s(log_parameters_b) + s(training_type, bs="re") + s(architecture, bs="re")'
    ),
    "size_by_type": (
        'log_arc ~ s(log_parameters_b, by=training_type) + training_type + s(architecture, bs="re")'
    ),
}
INTERPLAY = (
    "log_arc ~ "
    + " + ".join(f"s({name})" for name in (*SCORES[1:], SIZE))
    + ' + s(architecture, bs="re")'
)
FEWEST_LEVEL_ROWS = 10
CHUNK = 2_000_000
MEMORY = "1GB"
SEED = 20240707
#: From more rows the fit of the rows is not worth its time and memory.
MOST_ROWS = 1_000_000


def main() -> None:
    """Measure each cell in a process of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=float, nargs="+", default=[1e6, 1e7])
    parser.add_argument("--mgcv", type=float, default=1e6, help="most rows that mgcv is given")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name} as well")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--prepare", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        way, folder = options.measure
        print(json.dumps(WAYS[way](Path(folder))))
        return
    if options.prepare:
        what, rows, folder = options.prepare
        {"make_up": make_up, "columns": write_columns}[what](Path(folder), int(rows))
        return
    lines = [
        "| rows | way | sums, CPU-s | fits, CPU-s | seconds | peak MiB | edf |",
        "| ---: | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for rows in map(int, options.rows):
        with tempfile.TemporaryDirectory() as folder:
            apart("make_up", str(rows), folder)
            ways = [way for way in WAYS if rows <= MOST_ROWS or not way.startswith("rows")]
            if shutil.which("Rscript") and rows <= options.mgcv:
                ways.append("mgcv")
            for way in ways:
                found = measured(way, folder)
                lines.append(
                    f"| {rows:,} | {NAMES[way]} | {found['sums']:.2f} | {found['fits']:.2f} |"
                    f" {found['seconds']:.2f} | {found['peak']:,.0f} |"
                    f" {', '.join(f'{edf:.6f}' for edf in found['edf'])} |"
                )
                print(lines[-1], flush=True)
    load = os.getloadavg()[0]
    said = (
        f"`python {' '.join(['benchmarks/gamm_sums.py', *sys.argv[1:]])}`, DuckDB"
        f" {duckdb.__version__} with a limit of {MEMORY}, {os.cpu_count()} cores, load {load:.0f}"
    )
    print("\n".join(lines), said, sep="\n\n")
    if options.write:
        about = __doc__.split("--write]")[1].strip()
        text = "\n\n".join(["# GAMMs from sums", about, f"{said}:", "\n".join(lines)])
        RESULTS.write_text(f"{text}\n", encoding="utf-8")


def apart(*what: str) -> None:
    """Prepare in a process of its own: one that is started later counts its parent's memory."""
    subprocess.run([sys.executable, __file__, "--prepare", *what], check=True)


def make_up(folder: Path, rows: int) -> None:
    """Write rows with as many distinct values as a board has: hundredths of a percent."""
    frame = pl.read_csv(FRAME).drop_nulls([SIZE, *SCORES, *FACTORS])
    few = frame.group_by(FACTORS[0]).len().filter(pl.col("len") < FEWEST_LEVEL_ROWS)
    frame = frame.join(few, on=FACTORS[0], how="anti").select(SIZE, *SCORES, *FACTORS)
    rng = np.random.default_rng(SEED)
    for number, start in enumerate(range(0, rows, CHUNK)):
        n = min(CHUNK, rows - start)
        drawn = frame[rng.integers(0, frame.height, n)]
        jitter = {name: rng.normal(0, 0.3, n) for name in SCORES}
        drawn = drawn.with_columns(
            (pl.col(name).exp() + pl.Series(noise)).clip(0.05, 99.9).round(2).log().alias(name)
            for name, noise in jitter.items()
        )
        drawn.write_parquet(folder / f"{number}.parquet")


def measured(way: str, folder: str) -> dict:
    """Run one way in a process of its own."""
    if way == "mgcv":
        return by_mgcv(Path(folder))
    command = [sys.executable, __file__, "--measure", way, folder]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(done.stdout)


class Clock:
    """Processor time of the sums and of the fits."""

    def __init__(self) -> None:
        self.began, self.marks = time.perf_counter(), [time.process_time()]

    def mark(self) -> None:
        """End a part."""
        self.marks.append(time.process_time())

    def found(self, edf: list[float]) -> dict:
        """Return what was measured."""
        start, summed, fitted = self.marks
        return {
            "sums": summed - start,
            "fits": fitted - summed,
            "seconds": time.perf_counter() - self.began,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "edf": edf,
        }


def connected(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection that knows the rows by name."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "threads": 2})
    connection.execute(f"create view drawn as from read_parquet('{folder}/*.parquet')")
    return connection


def from_cells(folder: Path) -> dict:
    """Fit the three models of size from cells."""
    connection, clock = connected(folder), Clock()
    cells = connection.sql(
        f"""
        with units as (
            select {SIZE}, {", ".join(FACTORS)}, cast(round(log_arc * 1000000) as bigint) as u
            from drawn
        ),
        sums as (
            select {SIZE}, {", ".join(FACTORS)},
                count(*) as n, sum(u) as total, sum(u::hugeint * u) as squares
            from units group by all order by all
        )
        select {SIZE}, {", ".join(FACTORS)}, n, total / n / 1000000.0 as log_arc,
            cast(n * squares - total * total as double) / n / 1000000000000.0 as within
        from sums
        """
    ).pl()
    clock.mark()
    fits = [
        fit_gamm(cells, formula, frequencies="n", within="within", max_distinct=None)
        for formula in MODELS.values()
    ]
    for fit in fits:
        terms_table(fit)
    clock.mark()
    return clock.found([fit.edf_total for fit in fits])


def from_rows(folder: Path) -> dict:
    """Fit the three models of size from the rows."""
    connection, clock = connected(folder), Clock()
    rows = connection.sql("from drawn").pl()
    clock.mark()
    fits = [fit_gamm(rows, formula, max_distinct=None) for formula in MODELS.values()]
    for fit in fits:
        terms_table(fit)
    clock.mark()
    return clock.found([fit.edf_total for fit in fits])


def from_counts(folder: Path) -> dict:
    """Fit the interplay of abilities from two-way counts."""
    connection, clock = connected(folder), Clock()
    sums = count_rows(connection, "drawn", SCORES[0], [*SCORES[1:], SIZE, "architecture"])
    clock.mark()
    fit = fit_counted(sums, INTERPLAY)
    terms_table(fit)
    clock.mark()
    return clock.found([fit.edf_total])


def interplay_from_rows(folder: Path) -> dict:
    """Fit the interplay of abilities from the rows."""
    connection, clock = connected(folder), Clock()
    rows = connection.sql("from drawn").pl()
    clock.mark()
    fit = fit_gamm(rows, INTERPLAY)
    terms_table(fit)
    clock.mark()
    return clock.found([fit.edf_total])


def write_columns(folder: Path, _: int) -> None:
    """Write the columns that R reads."""
    rows = pl.read_parquet(folder / "*.parquet")
    for name in (SIZE, SCORES[0]):
        rows[name].to_numpy().astype("<f8").tofile(folder / f"{name}.f64")
    for name in FACTORS:
        levels = rows[name].unique().sort()
        codes = rows[name].cast(pl.Enum(levels)).to_physical().to_numpy()
        codes.astype("<i4").tofile(folder / f"{name}.i32")
        (folder / f"{name}.levels").write_text("\n".join(levels) + "\n")


def by_mgcv(folder: Path) -> dict:
    """Fit the three models of size with mgcv; reading the rows is not timed."""
    apart("columns", "0", str(folder))
    found, peak = [], 0.0
    for formula in MODELS.values():
        command = ["Rscript", str(ROOT / "benchmarks/gamm_mgcv.R"), str(folder), formula, "1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            found.append(json.loads(process.stdout.read().splitlines()[-1]))
            peak = max(peak, os.wait4(process.pid, 0)[2].ru_maxrss / 1024)
            process.returncode = 0
    return {
        "sums": 0.0,
        "fits": sum(fit["cpu"] for fit in found),
        "seconds": sum(fit["seconds"] for fit in found),
        "peak": peak,
        "edf": [fit["edf"] for fit in found],
    }


WAYS = {
    "cells": from_cells,
    "rows": from_rows,
    "counts": from_counts,
    "rows_interplay": interplay_from_rows,
}
NAMES = {
    "cells": "three models of size, cells",
    "rows": "three models of size, rows",
    "counts": "interplay, two-way counts",
    "rows_interplay": "interplay, rows",
    "mgcv": "three models of size, mgcv `bam(discrete = TRUE)`, fits only",
}


if __name__ == "__main__":
    main()
