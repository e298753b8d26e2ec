"""How often comparisons of training types within their bases err, on designs of the last build.

python benchmarks/type1_error_models.py    # writes results/type1_error_models.md
python benchmarks/type1_error_models.py --simulations 2000

Scores without a difference are drawn from the model that each method supposes, with the counts and
bases of the real evaluations, and with variances estimated from their scores.
"""

import argparse
import time
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.adjustment.base_contrasts import FACTOR, base_sums
from analysis_py.statistics.adjustment.within_base import BaseSums, fixed_effects, mixed_model

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/results/type1_error_models.md"
SEED = 20240112
LEVEL = 0.05
#: Types that fewer bases hold both of are warned of where they are compared.
FEWEST_BASES = 5
#: An unknown training type is not a group to compare.
NO_TYPE = "unknown"


@dataclass(frozen=True)
class Share:
    """How often a method said "different" where nothing differs."""

    method: str
    population: str
    comparison: str
    n_simulations: int
    rejected: float


def within_bases(bases: pl.DataFrame, n_simulations: int, seed: int = SEED) -> list[Share]:
    """Simulate differences of training types within bases, of one benchmark of each cohort.

    Parameters
    ----------
    bases : polars.DataFrame
        As :func:`~analysis_py.statistics.adjustment.base_contrasts.base_contrasts` takes it.
    """
    rng = np.random.default_rng([seed, 1])
    types = bases.filter(
        (pl.col("factor") == FACTOR)
        & (pl.col("level") != NO_TYPE)
        & pl.col("base_family").is_not_null()
    )
    shares = []
    for (cohort,), of_cohort in types.sort("cohort_id").group_by("cohort_id", maintain_order=True):
        group = of_cohort.filter(pl.col("benchmark_id") == of_cohort["benchmark_id"].min())
        for a, b in combinations(sorted(set(group["level"].to_list())), 2):
            sums = base_sums(group, a, b)
            if sums.holds_both.sum() < FEWEST_BASES or sums.df_residual < 1:
                continue
            real = mixed_model(sums)
            sds = real.effect_sd, real.base_sd, real.residual_sd
            counts = np.zeros(2)
            for _ in range(n_simulations):
                sample = drawn_bases(rng, sums, *sds)
                mixed = mixed_model(sample)
                fixed = fixed_effects(sample, mixed.effect_sd**2, mixed.residual_sd**2)
                for i, found in enumerate((fixed, mixed.within)):
                    p = 2 * stats.t.sf(abs(found.estimate) / found.std_error, found.df)
                    counts[i] += p < LEVEL
            shares += [
                Share(method, str(cohort), f"{a} − {b}", n_simulations, count / n_simulations)
                for method, count in zip(("fixed effects", "mixed, within"), counts, strict=True)
            ]
    return shares


def drawn_bases(
    rng: np.random.Generator, sums: BaseSums, effect_sd: float, base_sd: float, residual_sd: float
) -> BaseSums:
    """Return the sums of a sample without a mean difference, on the bases of others."""
    n, m = sums.n, len(sums.total)
    effects = rng.normal(0, effect_sd, m)
    noise = rng.normal(0, residual_sd, n.shape) / np.sqrt(np.maximum(n, 1))
    bases = rng.normal(0, base_sd, m)
    mean = bases[:, None] + effects[:, None] * (np.array([1, 0]) - sums.share[:, None]) + noise
    return BaseSums(n, mean, residual_sd**2 * rng.chisquare(sums.df_residual))


def summary(shares: list[Share]) -> str:
    """Return Markdown tables: each method at a glance, and each comparison."""
    methods = list(dict.fromkeys(share.method for share in shares))
    lines = ["| method | comparisons | least | median | largest | between 3 and 7 |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |")
    for method in methods:
        sizes = np.array([100 * s.rejected for s in shares if s.method == method])
        holds = int(((sizes >= 3) & (sizes <= 7)).sum())
        lines.append(
            f"| {method} | {len(sizes)} | {sizes.min():.1f} | {np.median(sizes):.1f} |"
            f" {sizes.max():.1f} | {holds} |"
        )
    lines += ["", f"| population | comparison | {' | '.join(methods)} |"]
    lines.append("| --- | --- |" + " ---: |" * len(methods))
    found = {(s.population, s.comparison, s.method): s.rejected for s in shares}
    for population, comparison in dict.fromkeys((s.population, s.comparison) for s in shares):
        cells = [found.get((population, comparison, method)) for method in methods]
        words = " | ".join("" if x is None else f"{100 * x:.1f}" for x in cells)
        lines.append(f"| {population} | {comparison} | {words} |")
    return "\n".join(lines)


def main() -> None:
    """Simulate and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=500)
    parser.add_argument("--build", type=Path, default=ROOT / "target/build.duckdb")
    options = parser.parse_args()
    n = options.simulations
    with duckdb.connect(str(options.build), read_only=True) as connection:
        bases = connection.sql("from intermediate.int_base_family_levels_summed").pl()
    started = time.process_time()
    table = summary(within_bases(bases, n))
    RESULTS.write_text(
        f"""# How often comparisons within bases err

`python benchmarks/type1_error_models.py --simulations {n}`, seed {SEED}: share of simulated
samples without a difference in which a method says "different" at the nominal 5 %, in percent.
{n} samples of each design: two standard errors of a true 5 % are
{200 * np.sqrt(0.0475 / n):.1f} points. {time.process_time() - started:.0f} CPU seconds.

{table}
"""
    )
    print(RESULTS.read_text())


if __name__ == "__main__":
    main()
