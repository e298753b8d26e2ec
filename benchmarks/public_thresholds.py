"""How often floors that people wrote by hand alarm falsely, and which drop they see.

.venv/bin/python benchmarks/public_thresholds.py                                  # all, as CSV
.venv/bin/python benchmarks/public_thresholds.py "sgl-project/sglang-jax#1333"    # one, in words

The numbers are the threads' own (data/public_thresholds.csv): runs of an unchanged model. Where a
thread counts the runs below its floor, that share is the rate; else it follows from the mean and
the standard deviation of its runs by t; where one run is all there is, from its questions alone.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from scipy import integrate, special

FACTS = Path(__file__).parent / "data/public_thresholds.csv"
RESULTS = Path(__file__).parent / "results/public_thresholds.csv"
#: Probability with which the stated drop is seen, and its normal quantile.
POWER = 0.8
Z = special.ndtri(POWER)


def find_edge(floor: float, is_strict: bool, questions: int | None) -> float:
    """Return the score between the highest that alarms and the lowest that passes."""
    if not questions:
        return floor
    right = round(floor * questions, 6)
    lowest = np.floor(right) + 1 if is_strict else np.ceil(right)
    return float((lowest - 0.5) / questions)


def expect_range(n: int) -> float:
    """Return the expected range of n standard normal values (Tippett 1925)."""

    def outside(x: float) -> float:
        return float(1 - special.ndtr(x) ** n - special.ndtr(-x) ** n)

    return float(integrate.quad(outside, -12, 12)[0])


def judge(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a thread's numbers say of its floor, in percent and points."""
    edge, mean = find_edge(row["floor"], row["is_strict"], row["questions"]), row["mean"]
    runs, sd, basis = row["runs"], row["sd"], "mean and spread"
    if sd is None and runs:
        sd = (row["highest"] - row["lowest"]) / expect_range(row["scores"])
    elif sd is None:
        sd, basis = np.sqrt(mean * (1 - mean) / row["questions"]), "questions alone"
    if row["below"] is not None:
        share, basis = row["below"] / runs, "counted"
    else:
        reach = sd * np.sqrt(1 + 1 / runs) if runs else sd
        t = (edge - mean) / reach
        share = special.stdtr(runs - 1, t) if runs else special.ndtr(t)
    sees = max(0.0, mean - edge + Z * sd)
    keys = "thread", "task", "floor", "questions", "runs"
    rates = {"false_alarms_pct": 100 * share, "sees_points": 100 * sees}
    rounded = {name: round(float(value), 1) for name, value in rates.items()}
    return {key: row[key] for key in keys} | {"basis": basis} | rounded


def describe(row: dict[str, Any]) -> str:
    """Return the sentence on a floor."""
    return (
        f"{row['thread']} ({row['task']}): {row['false_alarms_pct']:g} of 100 runs of an unchanged"
        f" model fall below the floor; it sees a drop of {row['sees_points']:g} points in 80 %."
    )


def main() -> None:
    """Write every row, or print the sentences of a thread."""
    rows = [judge(row) for row in pl.read_csv(FACTS).iter_rows(named=True)]
    if threads := sys.argv[1:]:
        print(*(describe(row) for row in rows if row["thread"] in threads), sep="\n")
    else:
        pl.DataFrame(rows).write_csv(RESULTS)


if __name__ == "__main__":
    main()
