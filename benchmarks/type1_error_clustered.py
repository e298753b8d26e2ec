"""How often clustered comparisons err, and what they see, on the designs of the last build.

python benchmarks/type1_error_clustered.py    # writes results/type1_error_clustered.md
python benchmarks/type1_error_clustered.py --simulations 10000

Scores without a difference are drawn on every distinct design of a cohort, benchmark and factor:
from the model that the published rates suppose (own spreads), and from two others.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.clustered.calibration import rounded_icc
from analysis_py.statistics.clustered.mixed import mixed_differences
from analysis_py.statistics.clustered.null_model import Noise, draw_noise
from analysis_py.statistics.dependence.factor_levels import base_family_levels
from analysis_py.statistics.dependence.simulation.design import sampled_design
from analysis_py.statistics.dependence.simulation.rates import draw_bootstraps, simulate_rates

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/results/type1_error_clustered.md"
SEED = 20240112
#: By name: what the scores are drawn from.
SCENARIOS = {
    "normal": "a normal mixed model with one variance for all levels",
    "heavy tails": "effects of families and sums of cells from a t with 4 degrees of freedom",
    "own spreads": "every level with its scores' own standard deviation, as for published rates",
}


@dataclass(frozen=True)
class Studied:
    """A design with what is known of its scores."""

    factor: str
    n_obs: NDArray[np.int64]
    icc: float
    spread: NDArray[np.float64]


def designs(sums: pl.DataFrame) -> Iterator[Studied]:
    """Yield every design whose two variances can be estimated, once for each share and spread."""
    seen = set()
    for data in base_family_levels(sums):
        data = data.select(np.flatnonzero((data.n_obs > 0).sum(axis=0) > 1))
        kept = data.n_obs.sum(axis=1) > 0
        if len(data.levels) < 2:
            continue
        pairs = list(combinations(range(len(data.levels)), 2))
        fit = mixed_differences(data.n_obs, data.mean, data.sum_squares, pairs)
        if fit is None:
            continue
        n = data.n_obs[kept]
        key = n.tobytes(), n.shape, rounded_icc(fit.icc)
        if key not in seen:
            seen.add(key)
            common = np.sqrt(np.average(data.std_dev**2, weights=data.n_obs.sum(axis=0)))
            yield Studied(data.key["factor"], n, key[2], data.std_dev / common)


def heavy_tailed(noise: Noise) -> Noise:
    """Return the noise with normal draws replaced by a t with 4 degrees of freedom."""
    rng = np.random.default_rng([SEED, 9])
    drawn = rng.standard_t(4, noise.normal.shape) / np.sqrt(2)
    return replace(noise, normal=drawn.astype(np.float32))


def study(sums: pl.DataFrame, n_simulations: int) -> pl.DataFrame:
    """Return one row per scenario, design, pair and method."""
    every = list(designs(sums))
    most = max(len(one.n_obs) + int((one.n_obs > 0).sum()) for one in every)
    noise, bootstraps = draw_noise(most, n_simulations, SEED), draw_bootstraps(most, SEED)
    rows = []
    for scenario in SCENARIOS:
        drawn = heavy_tailed(noise) if scenario == "heavy tails" else noise
        for one in every:
            pairs = list(combinations(range(one.n_obs.shape[1]), 2))
            spread = one.spread if scenario == "own spreads" else None
            design = sampled_design(one.n_obs, pairs)
            rates = simulate_rates(design, one.icc, drawn, 0.05, spread, bootstraps)
            for method, rate in rates.items():
                ratio = [max(one.spread[[a, b]]) / min(one.spread[[a, b]]) for a, b in pairs]
                rows.append(
                    pl.DataFrame(
                        {
                            "scenario": scenario,
                            "factor": one.factor,
                            "method": method,
                            "size": rate.size,
                            "power": rate.power,
                            "spread_ratio": ratio,
                        }
                    )
                )
    return pl.concat(rows)


def summary(rows: pl.DataFrame, *by: str) -> str:
    """Return a Markdown table of sizes and power."""
    size = 100 * pl.col("size").fill_nan(None)
    table = rows.group_by(by, maintain_order=True).agg(
        pl.len().alias("comparisons"),
        size.min().alias("least"),
        size.quantile(0.025).alias("2.5 %"),
        size.median().alias("median"),
        size.quantile(0.975).alias("97.5 %"),
        size.max().alias("largest"),
        (100 * pl.col("size").is_between(0.03, 0.07).mean()).alias("holds"),
        (100 * pl.col("power").fill_nan(None).mean()).alias("power"),
    )
    lines = [f"| {' | '.join(table.columns)} |"]
    lines += ["| " + " | ".join(["---"] * len(by) + ["---:"] * (table.width - len(by))) + " |"]
    for row in table.iter_rows():
        cells = [f"{value:.1f}" if isinstance(value, float) else str(value) for value in row]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Simulate and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=4000)
    options = parser.parse_args()
    with duckdb.connect(str(ROOT / "target/build.duckdb"), read_only=True) as connection:
        sums = connection.sql("from intermediate.int_base_family_levels_summed").pl()
    started = time.process_time()
    rows = study(sums, options.simulations)
    alike = rows.filter((pl.col("scenario") == "own spreads") & (pl.col("spread_ratio") <= 1.5))
    apart = rows.filter((pl.col("scenario") == "own spreads") & (pl.col("spread_ratio") > 1.5))
    words = "\n".join(f"- **{name}**: {meaning}." for name, meaning in SCENARIOS.items())
    RESULTS.write_text(
        f"""# How often clustered comparisons err

`python benchmarks/type1_error_clustered.py --simulations {options.simulations}`, seed {SEED}: share
of simulated samples without a difference in which a method says "different" at the nominal 5 %, in
percent, and its power against half a standard deviation. Over all pairs of levels of all
distinct designs of the last build; `holds` is the share of comparisons between 3 and 7 %. `wild`
judges one sample in twenty.
{time.process_time() - started:.0f} CPU seconds.

{words}

{summary(rows, "scenario", "method")}

## By factor, one variance

{summary(rows.filter(pl.col("scenario") == "normal"), "factor", "method")}

## Own spreads: pairs whose standard deviations differ by at most one half

{summary(alike, "method")}

## Own spreads: pairs whose standard deviations differ by more

{summary(apart, "method")}
"""
    )
    print(RESULTS.read_text())


if __name__ == "__main__":
    main()
