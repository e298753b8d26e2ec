"""What a random effect of many levels costs, beside mgcv, in one run.

A size curve with random effects of architecture and of base family, at a growing number of
families. Each cell is a process of its own on one thread, reads the same rows, fits, and makes the
table of terms with its p-values::

    python benchmarks/gamm_levels.py
    python benchmarks/gamm_levels.py --levels 415 --repeats 5

mgcv is ``bam(discrete = TRUE)``, its fastest way, and is given up on after ``--cap`` seconds.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from gamm import ENGINE_NAMES, HERE, WORKER, Cell, mgcv_version, run_cell

FORMULA = 'log_arc ~ s(log_parameters_b) + s(architecture, bs="re") + s(base_family, bs="re")'
ROWS_PER_LEVEL = 15
HEADER = (
    "levels", "rows", "this engine", "mgcv", "mgcv ÷ this engine", "MiB, this engine", "MiB, mgcv",
    "edf, this engine", "edf, mgcv",
)  # fmt: skip


def row(levels: int, own: Cell, mgcv: Cell) -> list[str]:
    """Lay out the cells of one number of levels."""

    def seconds(cell: Cell) -> str:
        return f"{median(cell.cpu):.3g}" if cell.cpu else cell.note

    def memory(cell: Cell) -> str:
        return "–" if cell.peak_mib != cell.peak_mib else f"{cell.peak_mib:.0f}"

    both = own.cpu and mgcv.cpu
    return [
        f"{levels:,}",
        f"{levels * ROWS_PER_LEVEL:,}",
        seconds(own),
        seconds(mgcv),
        f"{median(mgcv.cpu) / median(own.cpu):.3g}" if both else "–",
        memory(own),
        memory(mgcv),
        f"{own.edf:.2f}" if own.cpu else "–",
        f"{mgcv.edf:.2f}" if mgcv.cpu else "–",
    ]


def main() -> None:
    """Run the benchmark and write its results as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.split("::")[0])
    parser.add_argument("--levels", type=int, nargs="+", default=[415, 2_000, 10_000])
    parser.add_argument("--repeats", type=int, default=3, help="fits per cell (default 3)")
    parser.add_argument(
        "--cap", type=float, default=600.0, help="seconds allowed for one cell (default 600)"
    )
    parser.add_argument("--output", type=Path, default=HERE / "results" / "gamm_levels.md")
    options = parser.parse_args()
    version = mgcv_version()
    rows = []
    for levels in options.levels:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            n_rows = str(levels * ROWS_PER_LEVEL)
            command = [sys.executable, WORKER, "prepare", str(folder), n_rows, str(levels)]
            subprocess.run(command, check=True)
            cells = {}
            for engine in ("reml", "mgcv"):
                cells[engine] = Cell(note="not installed")
                if engine == "reml" or version is not None:
                    cells[engine] = run_cell(folder, engine, FORMULA, options.repeats, options.cap)
                outcome = cells[engine].cpu or cells[engine].note
                print(f"{levels:,} levels, {ENGINE_NAMES[engine]}: {outcome}", file=sys.stderr)
        rows.append(row(levels, cells["reml"], cells["mgcv"]))
    lines = [
        "# A random effect of many levels: time and memory",
        "",
        "`python benchmarks/gamm_levels.py`: seconds of processor time a fit, with its table of"
        f" terms and their p-values, the median of at most {options.repeats}. The model is"
        f" `{FORMULA}`; rows are resampled with jitter from the frame of the whole board in"
        " `tests/reference/gamm`, families drawn. mgcv is `bam(discrete = TRUE)`, stopped"
        f" {options.cap:.0f} s after its start.",
        "",
        "| " + " | ".join(HEADER) + " |",
        "|" + " ---: |" * len(HEADER),
        *["| " + " | ".join(cells) + " |" for cells in rows],
        "",
        f"Python {platform.python_version()}, {version or 'mgcv not installed'},"
        f" {platform.system()} {platform.machine()}, {os.cpu_count()} cores.",
        "",
    ]
    options.output.write_text("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
