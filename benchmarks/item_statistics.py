"""What statistics of single answers cost: five benchmarks of 100 items and 4,000 models, and ranks.

    python benchmarks/item_statistics.py [--write]

Two million made-up answers, with base families that answer alike and with items that fall with
ability on four of the five, which is the slow case. CPU seconds are those of one process with one
BLAS thread; memory is its peak.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import polars as pl
from scipy.special import expit

from analysis_py.statistics.items.logistic import FULL_MARKS
from analysis_py.statistics.items.panel import Panel
from analysis_py.statistics.items.rank_sets import fit_item_ranks, rank_sets
from analysis_py.statistics.items.response_tables import fit_item_response
from analysis_py.statistics.items.subsets import fit_item_subsets
from analysis_py.statistics.items.winners import fit_item_winners

RESULT = Path(__file__).parent / "results" / "item_statistics.md"
N_MODELS, N_ITEMS, N_FAMILIES = 4_000, 100, 300
#: Of log slopes and of intercepts, mean and spread, and the share of items that fall.
KINDS = [
    (0.6, 0.4, 0.5, 1.2, 0.0),
    (0.2, 0.5, 2.5, 2.5, 0.2),
    (0.0, 0.5, 1.0, 1.5, 0.25),
    (0.2, 0.4, 0.3, 1.5, 0.1),
    (-0.3, 0.5, 1.0, 1.5, 0.2),
]


def made_up(rng: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the answers and items of all benchmarks."""
    answers, items = [], []
    for number, (slope, slope_sd, intercept, intercept_sd, falling) in enumerate(KINDS):
        family = rng.integers(0, N_FAMILIES, N_MODELS)
        ability = 0.7 * rng.standard_normal(N_FAMILIES)[family] + 0.71 * rng.standard_normal(
            N_MODELS
        )
        a = np.exp(rng.normal(slope, slope_sd, N_ITEMS))
        a *= np.where(rng.random(N_ITEMS) < falling, -0.5, 1.0)
        shared = 0.5 * rng.standard_normal((N_FAMILIES, N_ITEMS))[family]
        log_odds = np.outer(ability, a) + rng.normal(intercept, intercept_sd, N_ITEMS) + shared
        right = (rng.random((N_MODELS, N_ITEMS)) < expit(log_odds)).astype(np.int16)
        answers.append(
            pl.DataFrame(
                {
                    "benchmark_id": [f"b{number}"] * N_MODELS,
                    "evaluation_id": [f"e{i:05d}" for i in range(N_MODELS)],
                    "base_family": [f"f{each}" for each in family],
                    "answers": pl.Series((FULL_MARKS * right).tolist(), dtype=pl.List(pl.Int16)),
                }
            )
        )
        items.append(
            pl.DataFrame(
                {
                    "benchmark_id": [f"b{number}"],
                    "item_keys": [list(range(N_ITEMS))],
                    "cluster_ids": pl.Series([[None] * N_ITEMS], dtype=pl.List(pl.String)),
                }
            )
        )
    return pl.concat(answers), pl.concat(items)


def main() -> None:
    """Measure and print, or write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    is_written = parser.parse_args().write
    rng = np.random.default_rng(2026)
    answers, items = made_up(rng)
    wide = (rng.random((4_000, 1_319)) < rng.random((4_000, 1))).astype(float)
    panel = Panel("wide", (), np.arange(1_319), wide, np.arange(4_000), None)
    steps: list[tuple[str, Callable[[], object]]] = [
        ("ranks", lambda: fit_item_ranks(answers, items, 0.95)),
        ("winners", lambda: fit_item_winners(answers, items, 0.95, 999, 1)),
        ("subsets", lambda: fit_item_subsets(answers, items, 0.95, 20, 1)),
        ("suspects, curves, abilities", lambda: fit_item_response(answers, items, 0.1, 1)),
    ]
    lines, total = [], 0.0
    for name, step in [*steps, ("rank sets of 4,000 × 1,319", lambda: rank_sets(panel, 0.95))]:
        began = time.process_time()
        step()
        took = time.process_time() - began
        total += took if (name, step) in steps else 0.0
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        lines.append(f"| {name} | {took:.1f} | {peak:.2f} |")
    table = "\n".join(
        [
            "# Statistics of single answers",
            "",
            f"Five benchmarks of {N_ITEMS} items and {N_MODELS:,} models, two million answers in "
            "all, and ranks alone on a wide one. `python benchmarks/item_statistics.py`, one core "
            f"at a load of {os.getloadavg()[0]:.0f}; the peak is that of the process so far, its "
            "data included.",
            "",
            "| step | CPU-s | peak, GB |",
            "| --- | ---: | ---: |",
            *lines,
            f"| the two million answers, all statistics | {total:.1f} | |",
            "",
        ]
    )
    print(table)
    if is_written:
        RESULT.write_text(table)


if __name__ == "__main__":
    main()
