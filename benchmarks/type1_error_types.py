"""How often adjusted comparisons of training types err where a type acts otherwise on each base.

python benchmarks/type1_error_types.py    # 5 s; writes results/type1_error_types.md

On every design of the last build scores without a difference on average are drawn twice: with a
random effect of base family alone, as the calibration supposes, and with one of each type within
each family beside it, as large as `statistics.stat_within_base` finds it.
"""

from __future__ import annotations

import argparse
import time
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.adjustment.cells import FORMULAS, TypedCells, design
from analysis_py.statistics.adjustment.training_types import residual_spread
from analysis_py.statistics.clustered.calibration import residual_icc
from analysis_py.statistics.clustered.null_model import clustered_null, simulate_null
from analysis_py.statistics.clustered.regression import ClusteredRegression, clustered_regression
from analysis_py.statistics.keys import BENCHMARK_KEY, by_benchmark

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/results/type1_error_types.md"
SEED = 20240112
NULLS = ("base families", "base families and types within them")

PAIRS = """
    select cohort_id, benchmark_id, method, group_a, group_b, critical_t
    from statistics.stat_adjusted_pairs
    where type1_error_calibrated between 0.03 and 0.07 and df_den >= 4
        and 'unknown' not in (group_a, group_b)
"""
#: The differences of two types deviate by effect_sd between bases, so each type by it over √2.
DEVIATIONS = """
    select cohort_id, benchmark_id, max(effect_sd) / sqrt(2)
    from statistics.stat_within_base
    where method = 'mixed, within' and status = 'ok' and n_bases >= 10
        and 'unknown' not in (group_a, group_b)
    group by all
"""


def scores(
    cells: TypedCells, fit: ClusteredRegression, deviation: float, n: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw means of the cells without a difference of types on average, shape (m, n)."""
    icc = residual_icc(fit, cells.mean, cells.sum_squares)
    null = clustered_null(cells.n_obs, fit.clusters, icc, residual_spread(cells, fit))
    normal = rng.standard_normal((fit.n_clusters + len(cells.mean), n))
    within = np.unique(np.stack([fit.clusters, cells.level]), axis=1, return_inverse=True)[1]
    return (
        simulate_null(null, normal) + deviation * rng.standard_normal((within.max() + 1, n))[within]
    )


def study(connection: duckdb.DuckDBPyConnection, n_simulations: int) -> pl.DataFrame:
    """Return one row per null, design, method and pair, with the share of samples that reject."""
    published = {tuple(row[:5]): row[5] for row in connection.sql(PAIRS).fetchall()}
    deviations = {row[:2]: row[2] for row in connection.sql(DEVIATIONS).fetchall()}
    frame = connection.sql("select * from intermediate.int_adjustment_cells_summed").pl()
    rng = np.random.default_rng(SEED)
    rows = []
    for key, group in by_benchmark(frame.sort(*BENCHMARK_KEY)):
        cells, place = TypedCells.from_frame(group), tuple(key.values())
        if cells.problem is not None or place not in deviations:
            continue
        pairs = list(combinations(range(len(cells.levels)), 2))
        for method in FORMULAS:
            columns, at = design(cells, method)
            contrasts = np.vstack([at[a] - at[b] for a, b in pairs])
            fit = clustered_regression(columns, cells.n_obs, cells.base_family, contrasts)
            for null, deviation in zip(NULLS, (0.0, deviations[place]), strict=True):
                drawn = scores(cells, fit, deviation, n_simulations, rng)
                found = fit.fit(drawn)
                std_error = np.sqrt(fit.cr2_variance(found.residual))
                for (a, b), t in zip(pairs, np.abs(found.estimate) / std_error, strict=True):
                    critical = published.get((*place, method, cells.levels[a], cells.levels[b]))
                    if critical is not None:
                        rows.append((null, place[0], method, float((t > critical).mean())))
    return pl.DataFrame(rows, ["null", "cohort_id", "method", "rate"], orient="row")


def main() -> None:
    """Run the study on the last build and write its table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--simulations", type=int, default=1000)
    n_simulations = parser.parse_args().simulations
    began = time.process_time()
    with duckdb.connect(str(ROOT / "target/build.duckdb"), read_only=True) as connection:
        found = study(connection, n_simulations)
    table = (
        found.group_by("null", "cohort_id", "method")
        .agg(
            pl.len().alias("n"),
            (100 * pl.col("rate").median()).alias("median"),
            (100 * pl.col("rate").max()).alias("largest"),
        )
        .sort("null", "cohort_id", "method")
    )
    lines = [
        "# How often adjusted comparisons of training types err",
        "",
        f"`python benchmarks/type1_error_types.py`, seed {SEED}, {n_simulations} samples of each",
        "design: share of samples without a difference on average in which the calibrated test",
        'says "different" at the nominal 5 %, in percent. '
        f"{time.process_time() - began:.0f} CPU seconds.",
        "",
        "| random effects of | population | method | pairs | median | largest |",
        "| --- | --- | --- | ---: | ---: | ---: |",
        *(
            f"| {null} | {cohort} | {method} | {n} | {median:.1f} | {largest:.1f} |"
            for null, cohort, method, n, median, largest in table.iter_rows()
        ),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
