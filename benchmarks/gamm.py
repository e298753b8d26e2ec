"""Time and memory of the GAMM engine beside mgcv, in one run.

    python benchmarks/gamm.py [--rows 2000 100000] [--levels 415] [--large 1e6 1e7] [--write]

Rows are drawn from the committed frame of the whole board with jitter. Every cell is a process of
its own on one thread, which fits and makes the table of terms with its p-values. mgcv, as
`bam(discrete = TRUE)`, runs where `Rscript` and the package are present; it is stopped
after `--cap` seconds. `--levels` adds a random effect of so many base families, 15 rows each;
`--large` fits from a Parquet file, of which DuckDB's GROUP BY makes the cells.
"""

import argparse
import json
import os
import platform
import resource
import statistics
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


from analysis_py.statistics.gamm.cells import N_OBS, WITHIN, sum_cells  # noqa: E402
from analysis_py.statistics.gamm.engine import fit_gamm, parse_formula, terms_table  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "gamm.md"
FRAME = ROOT / "tests" / "reference" / "gamm" / "frames" / "openllm_v1.csv.gz"
SCORES = ("log_arc", "log_hellaswag", "log_mmlu", "log_truthfulqa", "log_winogrande", "log_gsm8k")
SIZE, FACTORS = "log_parameters_b", ("training_type", "architecture")
MODELS = {
    "size": 'log_arc ~ s(log_parameters_b) + s(architecture, bs="re")',
    "size by type": (
        'log_arc ~ s(log_parameters_b, by=training_type) + training_type + s(architecture, bs="re")'
    ),
    "interplay": (
        f"log_arc ~ {' + '.join(f's({name})' for name in (*SCORES[1:], SIZE))}"
        ' + s(architecture, bs="re")'
    ),
}
CLUSTERED = f'{MODELS["size"]} + s(base_family, bs="re")'
ROWS_PER_LEVEL = 15
SEED = 20240707
HEADER = (
    "| rows | model | way | CPU-s | ÷ the first | its sums | peak MiB | its fits | edf |",
    "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
)


def draw_rows(folder: Path, n_rows: int, n_levels: int = 0) -> None:
    """Write rows as Parquet, and as the columns that R reads.

    Scores keep the two decimals that a leaderboard prints. Base families are unequal in size, as
    those of a board are (a Zipf law), each with an effect of its own.
    """
    rng = np.random.default_rng(SEED)
    frame = pl.read_csv(FRAME).drop_nulls([SIZE, *SCORES, *FACTORS])
    frame = frame.filter(pl.len().over(FACTORS[0]) >= 10).select(SIZE, *SCORES, *FACTORS)
    frame = frame[rng.integers(0, frame.height, n_rows)]
    if n_levels:
        share = 1.0 / (10.0 + np.arange(n_levels))
        families = rng.choice(n_levels, n_rows, p=share / share.sum())
        shift = pl.Series(rng.normal(0.0, 3.0, n_levels)[families])
        names = pl.format("family {}", pl.Series(families).cast(pl.String).str.zfill(5))
        frame = frame.with_columns(
            (pl.col(SCORES[0]).exp() + shift).clip(0.05, 99.9).log(), base_family=names
        )
    frame = frame.with_columns(
        (pl.col(name).exp() + pl.Series(rng.normal(0, 0.3, n_rows)))
        .clip(0.05, 99.9)
        .round(2)
        .log()
        .alias(name)
        for name in SCORES
    )
    frame.write_parquet(folder / "rows.parquet")
    for name, column in frame.to_dict().items():
        if column.dtype == pl.String:
            levels = column.unique().sort()
            column.cast(pl.Enum(levels)).to_physical().cast(pl.Int32).to_numpy().tofile(
                folder / f"{name}.i32"
            )
            (folder / f"{name}.levels").write_text("\n".join(levels) + "\n")
        else:
            column.to_numpy().tofile(folder / f"{name}.f64")


def fit_here(folder: Path, way: str, formula: str, repeats: int) -> None:
    """Fit in this process and print a line of JSON per fit."""
    columns = parse_formula(formula).columns
    path = folder / "rows.parquet"
    # the GROUP BY reads the file itself; what else fits has read it before
    frame = None if way == "sql" else pl.read_parquet(path, columns=columns)
    loaded = peak_mib()
    for _ in range(repeats):
        start = time.process_time()
        cells: dict[str, str] = {"frequencies": N_OBS, "within": WITHIN}
        if way == "sql":
            data = group_by(path, columns)
        elif way == "cells":
            data = sum_cells(frame, columns[0])
        else:
            data, cells = frame, {}
        summed = time.process_time()
        fit = fit_gamm(data, formula, **cells)
        terms_table(fit)
        spent = {"cpu": time.process_time() - start, "sums": summed - start}
        # A line per fit, so that what was measured before a time-out is not lost.
        print(json.dumps(spent | {"edf": fit.edf_total, "loaded_mib": loaded}), flush=True)


def group_by(path: Path, columns: list[str]) -> pl.DataFrame:
    """Sum the rows of a file to cells in SQL, in whole millionths, so that sums are exact."""
    response, *covariates = columns
    keys = ", ".join(covariates)
    with duckdb.connect(config={"memory_limit": "1GB", "threads": 2}) as connection:
        return connection.sql(
            f"""
            with units as (
                select {keys}, cast(round({response} * 1e6) as bigint) as u from '{path}'
            ),
            sums as (
                select {keys}, count(*) as n, sum(u) as total, sum(u::hugeint * u) as squares
                from units group by all order by all
            )
            select {keys}, n as {N_OBS}, total / n / 1e6 as {response},
                cast(n * squares - total * total as double) / n / 1e12 as {WITHIN}
            from sums
            """
        ).pl()


def peak_mib(usage: resource.struct_rusage | None = None) -> float:
    """Return the peak of this process, or of one that has ended (Linux counts KiB, macOS bytes)."""
    peak = (usage or resource.getrusage(resource.RUSAGE_SELF)).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def measure(folder: Path, way: str, formula: str, repeats: int, cap: float) -> dict:
    """Fit in a process of its own; return medians, or why there are none."""
    command = [sys.executable, __file__, "--fit", str(folder), way, formula, str(repeats)]
    if way == "mgcv":
        script = str(ROOT / "benchmarks" / "gamm_mgcv.R")
        command = ["Rscript", "--vanilla", script, str(folder), formula, str(repeats)]
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS")
    environment = os.environ | dict.fromkeys(threads, "1")
    # A file, not a pipe: the process is waited for by hand, to read its own peak memory.
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, env=environment)
        deadline = time.monotonic() + cap
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            if time.monotonic() > deadline:
                process.kill()
            time.sleep(0.02)
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        output.seek(0)
        lines = [json.loads(line) for line in output if line.startswith("{")]
    if not lines:
        return {"note": f"over {cap:.0f} s" if time.monotonic() > deadline else "failed"}
    return {
        "cpu": statistics.median(line["cpu"] for line in lines),
        "sums": statistics.median(line.get("sums", 0.0) for line in lines),
        "peak": peak_mib(ended[2]),
        "fits": peak_mib(ended[2]) - lines[0]["loaded_mib"],
        "edf": lines[-1]["edf"],
    }


def table(
    drawn: list[tuple[int, int]],
    models: dict[str, str],
    ways: dict[str, str],
    options: argparse.Namespace,
) -> list[str]:
    """Measure each model in each way on each number of rows and levels; return Markdown."""
    lines = list(HEADER)
    for n_rows, n_levels in drawn:
        with tempfile.TemporaryDirectory() as name:
            # In a child, so that this process stays small: a child starts with its parent's peak.
            prepare = ["--prepare", name, str(n_rows), str(n_levels)]
            subprocess.run([sys.executable, __file__, *prepare], check=True)
            for model, formula in models.items():
                base = None
                for way, label in ways.items():
                    if model == "interplay" and way == "sql":
                        continue  # it has as many cells as rows
                    found = measure(Path(name), way, formula, options.repeats, options.cap)
                    base = base or found.get("cpu")
                    shown = model.replace("levels", f"{n_levels:,} levels")
                    lines.append(f"| {n_rows:,} | {shown} | {label} | {line_of(found, base)} |")
                    print(lines[-1], flush=True)
    return lines


def line_of(found: dict, base: float | None) -> str:
    """Lay out what was measured."""
    if "note" in found:
        return f"{found['note']} | – | – | – | – | –"
    ratio = f"{found['cpu'] / base:.3g}" if base else "–"
    sums = f"{found['sums']:.2g}" if found["sums"] > 1e-4 else "–"
    return (
        f"{found['cpu']:.3g} | {ratio} | {sums} | {found['peak']:.0f} | {found['fits']:.0f}"
        f" | {found['edf']:.2f}"
    )


def versions() -> tuple[str, bool]:
    """Return what the numbers rest on, and whether mgcv is here."""
    asked = 'cat(sprintf("R %s, mgcv %s", getRversion(), packageVersion("mgcv")))'
    try:
        done = subprocess.run(["Rscript", "-e", asked], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        r_version = ""
    else:
        r_version = done.stdout.strip()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    python = f"Python {platform.python_version()}, polars {pl.__version__}"
    return ", ".join(filter(None, [python, r_version, machine])), bool(r_version)


def main() -> None:
    """Measure, print, and write the results as Markdown where that is asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="*", default=[2_000, 100_000])
    parser.add_argument("--levels", type=int, nargs="*", default=[415, 2_000])
    parser.add_argument("--large", type=float, nargs="*", default=[1e6, 1e7])
    parser.add_argument("--repeats", type=int, default=3, help="fits per cell (default 3)")
    parser.add_argument("--cap", type=float, default=60.0, help="seconds for one cell")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name} as well")
    parser.add_argument("--prepare", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--fit", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        return draw_rows(Path(options.prepare[0]), *map(int, options.prepare[1:]))
    if options.fit:
        folder, way, formula, repeats = options.fit
        return fit_here(Path(folder), way, formula, int(repeats))
    about, has_mgcv = versions()
    mgcv = {"mgcv": "mgcv"} if has_mgcv else {}
    parts = (
        (
            "Beside mgcv",
            [(n, 0) for n in options.rows],
            MODELS,
            {"cells": "this engine", **mgcv},
        ),
        (
            "A random effect of many levels",
            [(n * ROWS_PER_LEVEL, n) for n in options.levels],
            {"levels": CLUSTERED},
            {"cells": "this engine", **mgcv},
        ),
        (
            "A million rows and more",
            [(int(n), 0) for n in options.large],
            MODELS,
            {"sql": "cells by SQL", "cells": "cells", "rows": "rows", **mgcv},
        ),
    )
    text = ["# Fitting the additive mixed models: time and memory", about_page(about, options)]
    for title, drawn, models, ways in parts:
        text += [f"## {title}", "\n".join(table(drawn, models, ways, options))]
    if options.write:
        RESULTS.write_text("\n\n".join(text) + "\n", encoding="utf-8")
    return None


def about_page(about: str, options: argparse.Namespace) -> str:
    """Say how the numbers came about."""
    return (
        f"`python benchmarks/gamm.py --cap {options.cap:.0f}`, the median of {options.repeats} fits"
        " a cell, each cell in a process of its own on one thread; a fit includes its cells and the"
        " table of terms with its p-values. Rows are drawn with jitter from the frame of the whole"
        " board in `tests/reference/gamm`. mgcv is `bam(discrete = TRUE)`. It is stopped"
        f" after {options.cap:.0f} s. {about}."
    )


if __name__ == "__main__":
    main()
