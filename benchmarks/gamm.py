"""Time and memory of the REML engine beside mgcv and pyGAM, in one run.

Nine cells: three models (size, size by type, interplay) at three numbers of rows. Every cell of
every engine is a process of its own, reads the same resampled rows, fits ``--repeats`` times
with the table of terms (effective degrees of freedom and p-values), and reports seconds and
peak memory::

    python benchmarks/gamm.py
    python benchmarks/gamm.py --rows 2000 --models size interplay --repeats 5

mgcv runs where ``Rscript`` and the package are present, as ``bam(discrete = TRUE)`` on one
thread, its fastest way. gamfit and mgcv-rust run where they are installed, which the project does
not ask for; see ``gamm_peers.py``. Other Python libraries are given up on after ``--cap``
seconds. Results are printed and written as Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from gamm_peers import DISTRIBUTIONS, installed

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORKER = str(HERE / "gamm_worker.py")
MGCV = str(HERE / "gamm_mgcv.R")
ENGINE_NAMES = {"reml": "this engine", "mgcv": "mgcv", "pygam": "pyGAM", **DISTRIBUTIONS}
ENGINES = tuple(ENGINE_NAMES)
MODELS = {
    "size": 'log_arc ~ s(log_parameters_b) + s(architecture, bs="re")',
    "size_by_type": (
        'log_arc ~ s(log_parameters_b, by=training_type) + training_type + s(architecture, bs="re")'
    ),
    "interplay": (
        "log_arc ~ s(log_hellaswag) + s(log_mmlu) + s(log_truthfulqa) + s(log_winogrande)"
        ' + s(log_gsm8k) + s(log_parameters_b) + s(architecture, bs="re")'
    ),
}


@dataclass(frozen=True)
class Cell:
    """One engine on one model and number of rows.

    Attributes
    ----------
    cpu : tuple of float
        Seconds of processor time, one per repeat; empty if the cell was not measured.
    peak_mib, loaded_mib : float
        Peak memory of the process, and its peak before the first fit.
    edf : float
        Total effective degrees of freedom, to see that the engines solved like problems.
    note : str
        Why there are no times.
    """

    cpu: tuple[float, ...] = ()
    peak_mib: float = float("nan")
    loaded_mib: float = float("nan")
    edf: float = float("nan")
    note: str = ""

    @property
    def median(self) -> float:
        """Median of the processor times, which others on the machine lengthen least."""
        return statistics.median(self.cpu)


def peak_mib(maximum: int) -> float:
    """Convert the system's peak resident size to MiB (Linux counts KiB, macOS bytes)."""
    return maximum / 2**20 if sys.platform == "darwin" else maximum / 2**10


def run_child(command: list[str], cap: float) -> tuple[str, str, float, bool]:
    """Run a process to its end or to the cap; return output, errors, peak MiB and time-out."""
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
    environment = os.environ | dict.fromkeys(threads, "1")
    # Files, not pipes: the process is waited for by hand, to read its own peak memory.
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment, cwd=ROOT)
        deadline = time.monotonic() + cap
        timed_out = False
        try:
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if time.monotonic() > deadline and not timed_out:
                    timed_out = True
                    process.kill()
                time.sleep(0.02)
        except KeyboardInterrupt:
            process.kill()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        text, problem = output.read(), errors.read()
    if process.returncode != 0 and not timed_out and not problem:
        problem = f"exit code {process.returncode}"
    failed = problem if process.returncode != 0 and not timed_out else ""
    return text, failed, peak_mib(usage.ru_maxrss), timed_out


def run_cell(folder: Path, engine: str, formula: str, repeats: int, cap: float) -> Cell:
    """Measure one engine on one model.

    Parameters
    ----------
    folder : pathlib.Path
        What :func:`prepare` wrote.
    engine : str
        One of ``ENGINES``.
    formula : str
        The model.
    repeats : int
        Number of fits.
    cap : float
        Seconds after which the process is stopped.

    Returns
    -------
    Cell
    """
    if engine == "mgcv":
        command = ["Rscript", "--vanilla", MGCV, str(folder), formula, str(repeats)]
    else:
        command = [sys.executable, WORKER, "fit", str(folder), engine, formula, str(repeats)]
    text, problem, peak, timed_out = run_child(command, cap)
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    if problem:
        last = problem.strip().splitlines()[-1]
        return Cell(note=last.partition("UnsupportedError: ")[2] or f"failed: {last[:80]}")
    if not lines:
        return Cell(note=f"over {cap:.0f} s", peak_mib=peak if timed_out else float("nan"))
    return Cell(
        cpu=tuple(line["cpu"] for line in lines),
        peak_mib=peak,
        loaded_mib=lines[0]["loaded_mib"],
        edf=lines[-1]["edf"],
    )


def mgcv_version() -> str | None:
    """Versions of R and mgcv, or None where they are not installed."""
    if shutil.which("Rscript") is None:
        return None
    ask = 'cat(sprintf("R %s, mgcv %s", getRversion(), packageVersion("mgcv")))'
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", ask], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or None if done.returncode == 0 else None


def report(cells: dict[tuple[int, str, str], Cell], engines: list[str], about: list[str]) -> str:
    """Lay out the results as Markdown: times and ratios, memory, degrees of freedom."""
    keys = list(dict.fromkeys((rows, model) for rows, model, _ in cells))
    names = [ENGINE_NAMES[engine] for engine in engines]
    others = [engine for engine in engines if engine != "reml"]

    def table(header: list[str], rows: list[list[str]]) -> list[str]:
        rule = ["---:" if index != 1 else "---" for index in range(len(header))]
        return ["| " + " | ".join(line) + " |" for line in [header, rule, *rows]] + [""]

    def seconds(cell: Cell) -> str:
        if not cell.cpu:
            return cell.note
        return f"{cell.median:.3g} ({min(cell.cpu):.3g})"

    def ratio(cell: Cell, base: Cell) -> str:
        if not (cell.cpu and base.cpu):
            return "–"
        return f"{cell.median / base.median:.3g}"

    def memory(cell: Cell) -> str:
        if not cell.cpu:
            return "–"
        return f"{cell.peak_mib:.0f} ({cell.peak_mib - cell.loaded_mib:.0f})"

    times, memories, degrees = [], [], []
    for rows, model in keys:
        label = [f"{rows:,}", model.replace("_", " ")]
        row = [cells[rows, model, engine] for engine in engines]
        base = cells.get((rows, model, "reml"), Cell())
        ratios = [ratio(cells[rows, model, engine], base) for engine in others]
        times.append([*label, *map(seconds, row), *ratios])
        memories.append([*label, *map(memory, row)])
        degrees.append([*label, *(f"{c.edf:.2f}" if c.cpu else "–" for c in row)])
    ratio_names = [f"{ENGINE_NAMES[engine]} ÷ this engine" for engine in others]
    return "\n".join(
        [
            "# Fitting the additive mixed models: time and memory",
            "",
            *about,
            "",
            "## Seconds of processor time: median of the fits (best)",
            "",
            *table(["rows", "model", *names, *ratio_names], times),
            "## Peak memory in MiB (of which after the data were loaded)",
            "",
            *table(["rows", "model", *names], memories),
            "## Total effective degrees of freedom",
            "",
            "Engines bin covariates differently, and a REML search may end at another optimum.",
            "",
            *table(["rows", "model", *names], degrees),
        ]
    )


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("::")[0], formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[2_000, 100_000, 1_000_000])
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--repeats", type=int, default=3, help="fits per cell (default 3)")
    parser.add_argument(
        "--cap",
        type=float,
        default=120.0,
        help="seconds allowed for one cell of another Python library (default 120)",
    )
    parser.add_argument(
        "--output", type=Path, default=HERE / "results" / "gamm.md", help="Markdown file to write"
    )
    options = parser.parse_args(arguments)

    engines = [engine for engine in ENGINES if engine in options.engines]
    version = mgcv_version()
    if "mgcv" in engines and version is None:
        print("mgcv left out: Rscript or the package mgcv is not installed", file=sys.stderr)
        engines.remove("mgcv")
    peers = {engine: installed(engine) for engine in DISTRIBUTIONS if engine in engines}
    for engine in (engine for engine, found in peers.items() if found is None):
        print(f"{DISTRIBUTIONS[engine]} left out: it is not installed here", file=sys.stderr)
        engines.remove(engine)
    cells: dict[tuple[int, str, str], Cell] = {}
    total = len(options.rows) * len(options.models) * len(engines)
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            # In a child, so that this process stays small: a child starts with its parent's peak.
            subprocess.run([sys.executable, WORKER, "prepare", str(folder), str(rows)], check=True)
            for model in options.models:
                for engine in engines:
                    # A cap for all: long for these two, so that nothing can hang.
                    cap = 3600.0 if engine in ("reml", "mgcv") else options.cap
                    cell = run_cell(folder, engine, MODELS[model], options.repeats, cap)
                    cells[rows, model, engine] = cell
                    outcome = f"{cell.median:.3g} s" if cell.cpu else cell.note
                    print(
                        f"[{len(cells)}/{total}] {rows:,} rows, {model}, "
                        f"{ENGINE_NAMES[engine]}: {outcome}",
                        file=sys.stderr,
                        flush=True,
                    )
    about = [
        f"`python benchmarks/gamm.py`, {options.repeats} fits a cell, each cell in a process of its"
        " own on one thread; a fit includes the table of terms with its p-values. Rows are"
        " resampled with jitter from the frame of the whole board in `tests/reference/gamm`. mgcv"
        " is `bam(discrete = TRUE)`. pyGAM fits once, at penalties chosen from its grid by"
        " `analysis_py/statistics/gamm/penalty_search.py`. gamfit"
        " has thin-plate splines of its own; mgcv-rust cubic regression splines, no curves by the"
        " levels of a factor, and no tests of terms. All three are stopped after"
        f" {options.cap:.0f} s; a cell that has finished fewer fits by then shows those.",
        "",
        f"Python {platform.python_version()}, {version or 'mgcv not installed'},"
        + "".join(f" {found}," for found in peers.values() if found)
        + f" {platform.system()} {platform.machine()}, {os.cpu_count()} cores.",
    ]
    text = report(cells, engines, about)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
