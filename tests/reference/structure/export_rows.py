"""Write rows.csv, complete rows of the base models, and crossed.csv, an invented crossed design."""

import csv
from pathlib import Path

import numpy as np
import polars as pl

HERE = Path(__file__).parent
BENCHMARKS = ["mmlu", "arc", "hellaswag", "winogrande", "gsm8k", "truthfulqa"]

if __name__ == "__main__":
    board = pl.read_csv(HERE.parents[2] / "data" / "base_models" / "2024-10-01.csv")
    percent = [pl.col(name) * 100 for name in BENCHMARKS]
    rows = board.select("model_family", *percent).drop_nulls()
    rows.with_columns(pl.col(BENCHMARKS).round(6)).write_csv(HERE / "rows.csv")
    rng = np.random.default_rng(28)
    n, levels = 600, {"contributor": 90, "base": 30, "architecture": 9}
    drawn = {name: rng.integers(0, k, n) for name, k in levels.items()}
    y = rng.standard_normal(n)
    for scale, (name, k) in zip((0.6, 0.9, 0.4), levels.items(), strict=True):
        y += scale * rng.standard_normal(k)[drawn[name]]
    size = rng.uniform(0, 4, n)
    y += 0.5 * size
    with (HERE / "crossed.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*levels, "size", "y"])
        for i in range(n):
            writer.writerow(
                [*(int(drawn[name][i]) for name in levels), round(size[i], 6), round(y[i], 6)]
            )
