"""The child processes of ``gamm.py``: drawing the rows, and timing a Python engine.

::

    python gamm_worker.py prepare folder rows [levels]
    python gamm_worker.py fit folder engine formula repeats
"""

from __future__ import annotations

import json
import resource
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

ROOT = Path(__file__).resolve().parents[1]
FRAME = ROOT / "tests" / "reference" / "gamm" / "frames" / "openllm_v1.csv.gz"
BENCHMARKS = ("arc", "hellaswag", "mmlu", "truthfulqa", "winogrande", "gsm8k")
NUMBERS = ("log_parameters_b", *(f"log_{benchmark}" for benchmark in BENCHMARKS))
FACTORS = ("training_type", "architecture", "base_family")
SEED = 20240707


def prepare(folder: Path, n_rows: int, n_levels: int = 0) -> None:
    """Resample the committed frame with jitter and write one binary file per column.

    Scores keep the two decimals a leaderboard prints and sizes three digits, so a million rows
    have thousands of distinct values and not a million.

    Parameters
    ----------
    folder : pathlib.Path
        Where to write ``<number>.f64``, ``<factor>.i32`` and ``<factor>.levels``.
    n_rows : int
        Rows to draw.
    n_levels : int
        Base families to draw, unequal in size like those of a board (a Zipf law), each with an
        effect of its own on the score of ARC; 0 for none.
    """
    frame = pl.read_csv(FRAME).drop_nulls([*NUMBERS, *FACTORS[:2]])
    generator = np.random.default_rng(SEED)
    frame = frame[generator.integers(0, frame.height, n_rows)]
    families = np.zeros(n_rows, dtype=np.int64)
    effects = np.zeros(1)
    if n_levels:
        share = 1.0 / (10.0 + np.arange(n_levels))
        families = generator.choice(n_levels, n_rows, p=share / share.sum())
        effects = generator.normal(0.0, 3.0, n_levels)
        write_factor(folder, "base_family", pl.Series([f"family {i:05d}" for i in families]))
    for name in NUMBERS:
        values = np.exp(frame[name].to_numpy())
        if name == "log_arc":
            values = values + effects[families]
        if name == "log_parameters_b":
            values = values * np.exp(generator.normal(0.0, 0.01, n_rows))
            step = 10.0 ** (np.floor(np.log10(values)) - 2)
            values = np.round(values / step) * step
        else:
            values = np.round(np.clip(values + generator.normal(0.0, 0.3, n_rows), 0.05, 99.9), 2)
        np.log(values).astype("<f8").tofile(folder / f"{name}.f64")
    for name in FACTORS[:2]:
        write_factor(folder, name, frame[name])


def write_factor(folder: Path, name: str, values: pl.Series) -> None:
    """Write the codes of a text column and its levels."""
    levels = values.unique().sort()
    codes = values.cast(pl.Enum(levels)).to_physical().to_numpy().astype("<i4")
    codes.tofile(folder / f"{name}.i32")
    (folder / f"{name}.levels").write_text("\n".join(levels) + "\n")


def read_rows(folder: Path, formula: str) -> pl.DataFrame:
    """Read the columns a formula names from what :func:`prepare` wrote."""
    columns = {}
    for name in NUMBERS:
        if name in formula:
            columns[name] = pl.Series(np.fromfile(folder / f"{name}.f64", dtype="<f8"))
    for name in FACTORS:
        if name in formula:
            levels = (folder / f"{name}.levels").read_text().splitlines()
            codes = pl.Series(np.fromfile(folder / f"{name}.i32", dtype="<i4"))
            columns[name] = codes.replace_strict(
                range(len(levels)), levels, return_dtype=pl.Enum(levels)
            )
    return pl.DataFrame(columns)


def fit(folder: Path, engine: str, formula: str, repeats: int) -> None:
    """Fit with a Python engine and print a line of JSON per fit.

    Parameters
    ----------
    folder : pathlib.Path
        What :func:`prepare` wrote.
    engine : {'reml', 'pygam', 'gamfit', 'mgcv_rust'}
        The engine to time.
    formula : str
        The model.
    repeats : int
        Number of fits.
    """
    sys.path.insert(0, str(ROOT))
    if engine == "reml":
        from analysis_py.statistics.gamm.engine.fit import fit_gamm as fit_model
        from analysis_py.statistics.gamm.engine.terms import terms_table as tidy
    elif engine == "pygam":
        from analysis_py.statistics.gamm.pygam_engine import fit_pygam as fit_model
        from analysis_py.statistics.gamm.pygam_engine import pygam_terms as tidy
    else:
        from gamm_peers import fit_peer

        fit_model, tidy = partial(fit_peer, engine), id

    frame = read_rows(folder, formula)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts KiB, macOS bytes.
    loaded = peak / 2**20 if sys.platform == "darwin" else peak / 2**10
    for _ in range(repeats):
        began, busy = time.perf_counter(), time.process_time()
        fitted = fit_model(frame, formula)
        tidy(fitted)
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
        # A line per fit, so that what was measured before a time-out is not lost.
        line = {"seconds": seconds, "cpu": cpu, "edf": fitted.edf_total, "loaded_mib": loaded}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]), *map(int, sys.argv[3:]))
    else:
        fit(Path(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]))
