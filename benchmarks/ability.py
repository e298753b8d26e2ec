"""How far off the ability scale is on what it did not see, on all folds; beside the index.

Left-out scores under four schemes against the Epoch Capabilities Index fitted to the same cells,
per benchmark; forecasts of best scores from eight past quarters; and how often a break is found in
straight progress. Writes ``benchmarks/results/ability.md``. After a build, from the root of the
project; about nine minutes of a core:

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/ability.py
"""

import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
from left_out import SCHEMES, leave_out, summarise_left_out
from tables import table

from analysis_py.statistics.ability.bootstrap import calibrate_cohort
from analysis_py.statistics.ability.breaks import find_break, straight_progress
from analysis_py.statistics.ability.cells import Cells, connected_cells, index_cells
from analysis_py.statistics.ability.forecasts import forecast_cohorts
from analysis_py.statistics.ability.frontier import dated_panel
from analysis_py.statistics.ability.scale import fit_scale
from analysis_py.statistics.ability.simulation import corrected_parameters, simulate_cells
from analysis_py.statistics.arrays import FloatArray, IntArray

COHORT, SEEDS, N_ORIGINS = "epoch_2026", (31, 32), 8
N_SETS, N_BATCHES, N_SIMULATIONS, N_WORLDS, N_OTHER_SETS = 1000, 20, 199, 39, 120
RESULTS = Path(__file__).parent / "results" / "ability.md"


def main(database: str = "target/build.duckdb") -> None:
    """Measure, and write."""
    with duckdb.connect(database, read_only=True) as connection:
        query = "select * from intermediate.{} where cohort_id = ?"
        cells, models, scaled = (
            connection.sql(query.format(name), params=[COHORT]).pl()
            for name in ("int_ability_cells", "int_ability_models", "int_ability_scaled")
        )
        days = connection.sql("select * from intermediate.int_ability_days").pl()
        windows = connection.sql("from seeds.ability_windows where ends_on is null").pl()
        anchor = connection.sql("select name from seeds.ability_anchors where kind = 'benchmark'")
        anchor_benchmark = str(anchor.fetchall()[0][0])
    indexed = index_cells(connected_cells(cells))
    began = time.process_time()
    fit_scale(indexed)
    seconds = time.process_time() - began
    left_out = pl.concat(
        [
            leave_out(indexed, scheme, seed, index_anchor=anchor_benchmark)
            for seed in SEEDS
            for scheme in SCHEMES
        ]
    )
    lines = [
        "# The ability scale on what it did not see",
        "",
        "Written by `benchmarks/ability.py`, which says how. Cohort "
        f"`{COHORT}`: {len(indexed.models)} models, {len(indexed.benchmarks)} benchmarks, "
        f"{len(indexed.share)} scores. A fit takes {seconds:.1f} CPU-seconds.",
        "",
        f"## Left-out scores, seeds {SEEDS[0]} and {SEEDS[1]}, all folds",
        "",
        *_table(_by_scheme(left_out)),
        "",
        "`ratio` is of the mean absolute errors, `difference` what they are less the index's.",
        "Coverage is of intervals at 90 %. Standard errors are over developers, that of a coverage",
        "over benchmarks where it is larger. The index has no interval of a score: quantiles of",
        "its residuals stand in.",
        "",
        "## The benchmarks whose left-out scores are covered least (20 scores a seed or more)",
        "",
        *_table(_by_benchmark(left_out).head(10)),
        "",
        "Developers are few and a benchmark's left-out scores correlate, so that some are covered",
        f"less by chance. The least of each scheme against that of {N_WORLDS} sets of scores which",
        "the fitted scale itself made, on the same design and left out likewise; `p_value` is the",
        "share of sets whose least is as low, the observed one among them:",
        "",
        *_table(_worst(left_out, indexed)),
        "",
        f"## Forecasts of best scores, {N_ORIGINS} past quarters",
        "",
        *_table(_forecasts(cells, models, days)),
        "",
        f"## Breaks found in straight progress at 5 %, {N_SETS} sets that can be tested",
        "",
        *_table(_breaks(scaled, windows)),
        "",
        f"## Breaks found in straight progress of other kinds, {N_OTHER_SETS} sets each",
        "",
        "Errors that the test's null does not resample: with heavy tails (t of 3 degrees of",
        "freedom), of models below the frontier only (exponential), and of developers that drift.",
        "",
        *_table(_breaks_of_other_progress(scaled, windows)),
        "",
    ]
    RESULTS.write_text("\n".join(lines))


def _table(rows: pl.DataFrame) -> list[str]:
    return table(rows.with_columns(pl.selectors.float().round(3)).iter_rows(named=True))


def _by_scheme(left_out: pl.DataFrame) -> pl.DataFrame:
    found = summarise_left_out(left_out)
    index = found.filter(pl.col("method") == "ECI").select(
        "scheme", pl.col("mean_absolute_error").alias("of_index")
    )
    is_index = pl.col("method") == "ECI"
    error = (pl.col("score_pct") - pl.col("predicted_pct")).abs()
    n, less, mean = (~is_index).sum(), pl.col("less"), pl.col("less").sum() / pl.col("n").sum()
    differences = (
        left_out.group_by("scheme", "developer")
        .agg(n.alias("n"), (error * pl.when(is_index).then(-1).otherwise(1)).sum().alias("less"))
        .group_by("scheme")
        .agg(
            mean.alias("difference"),
            (((less - mean * pl.col("n")) ** 2).sum().sqrt() / pl.col("n").sum()).alias(
                "std_error"
            ),
        )
    )
    found = found.join(differences, on="scheme", maintain_order="left")
    return found.join(index, on="scheme", maintain_order="left").select(
        "scheme",
        "method",
        "n_scores",
        "mean_absolute_error",
        (pl.col("mean_absolute_error") / pl.col("of_index")).alias("ratio"),
        pl.when(~is_index).then("difference"),
        pl.when(~is_index).then("std_error"),
        "coverage",
        "coverage_std_error",
        "interval_score",
    )


def _worst(left_out: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """Return the least coverage of a benchmark by scheme, and what it is if the scale is true."""
    scale = fit_scale(cells)
    calibrated = calibrate_cohort(scale, np.random.default_rng(SEEDS[0]))
    truth = corrected_parameters(scale, calibrated.calibration)
    made = []
    for world in range(N_WORLDS):
        simulated = simulate_cells(cells, truth, np.random.default_rng([SEEDS[0], world]))
        frames = [leave_out(simulated, scheme, seed) for seed in SEEDS for scheme in SCHEMES]
        made.append(_least(pl.concat(frames)))
    sets = pl.concat(made).join(_least(left_out), on="scheme", suffix="_observed")
    least, observed = pl.col("coverage"), pl.col("coverage_observed")
    return sets.group_by("scheme", maintain_order=True).agg(
        pl.first("benchmark_id_observed").alias("benchmark_id"),
        observed.first().alias("coverage"),
        least.quantile(0.05).alias("least_q05"),
        least.median().alias("least_median"),
        ((1 + (least <= observed).sum()) / (1 + pl.len())).alias("p_value"),
    )


def _least(left_out: pl.DataFrame) -> pl.DataFrame:
    """Return the benchmark covered least, of each scheme and of all."""
    by_benchmark = _by_benchmark(left_out)
    return (
        pl.concat([by_benchmark, by_benchmark.with_columns(scheme=pl.lit("any"))])
        .group_by("scheme", maintain_order=True)
        .first()
    )


def _by_benchmark(left_out: pl.DataFrame) -> pl.DataFrame:
    """Return coverage by scheme and benchmark, least first."""
    own = left_out.filter(pl.col("method") == "ability scale")
    found = summarise_left_out(own, ("scheme", "benchmark_id"))
    enough = found.filter(pl.col("n_scores") >= 20 * len(SEEDS)).sort("coverage", "benchmark_id")
    return enough.select("scheme", "benchmark_id", "n_scores", "coverage")


def _forecasts(cells: pl.DataFrame, models: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    made = forecast_cohorts(cells, models, days, N_ORIGINS, SEEDS[0])
    return (
        made.filter(pl.col("status") == "judged")
        .group_by("horizon_months", "method", maintain_order=True)
        .agg(
            pl.len().alias("n"),
            pl.col("benchmark_id").n_unique().alias("benchmarks"),
            pl.col("is_covered").mean().alias("coverage"),
            pl.col("crps").mean(),
        )
    )


def _breaks(scaled: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    panel = dated_panel(scaled)
    rows = []
    for name, start, at in windows.select(
        "window_name", pl.col("starts_on").dt.epoch("d"), pl.col("break_on").dt.epoch("d")
    ).iter_rows():
        rng = np.random.default_rng([SEEDS[0], start])
        straight = straight_progress(panel, panel.points, start)
        if straight is None:
            continue
        for kind, break_on in (("searched", None), ("given", at)):
            tested: list[dict[str, Any]] = []
            for _ in range(N_BATCHES):
                made, _records = straight.simulate(N_SETS, rng)
                near = panel.points[-made.shape[1] :].mean()
                for set_of in made:
                    points = panel.points.copy()
                    points[-made.shape[1] :] = set_of + near - set_of.mean()
                    one = find_break(panel, points, start, break_on, N_SIMULATIONS, rng)
                    tested += [one] if one["status"] == "ok" else []
                    if len(tested) == N_SETS:
                        break
                if len(tested) == N_SETS:
                    break
            rows.append({"window": name, "break": kind} | _rejections(tested))
    return pl.DataFrame(rows)


def _rejections(tested: list[dict[str, Any]]) -> dict[str, float]:
    found = np.array([one["p_value"] for one in tested])
    return {
        "n_tested": len(tested),
        "at_0.05": float((found <= 0.05).mean()),
        "counted_at_0.025": float((found < 0.025).mean()),
        "naive": float(np.mean([one["naive_p_value"] <= 0.05 for one in tested])),
    }


def _breaks_of_other_progress(scaled: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    """Return how often a break is found in straight progress that the null does not resample."""
    panel = dated_panel(scaled)
    _, developer = np.unique(panel.developer, return_inverse=True)
    years = (panel.day - panel.day[0]) / 365.25
    rows = []
    for errors in ("normal", "heavy tails", "below the frontier only", "drifting developers"):
        rng = np.random.default_rng([SEEDS[0], len(errors)])
        made = [17 * years + _errors(errors, years, developer, rng) for _ in range(N_OTHER_SETS)]
        for name, start, at in windows.select(
            "window_name", pl.col("starts_on").dt.epoch("d"), pl.col("break_on").dt.epoch("d")
        ).iter_rows():
            for kind, break_on in (("searched", None), ("given", at)):
                tested = [
                    find_break(panel, one, start, break_on, N_SIMULATIONS, rng) for one in made
                ]
                ok = [one for one in tested if one["status"] == "ok"]
                rows.append({"errors": errors, "window": name, "break": kind} | _rejections(ok))
    return pl.DataFrame(rows)


def _errors(
    kind: str, years: FloatArray, developer: IntArray, rng: np.random.Generator
) -> FloatArray:
    """Return what models in order of days are off a line of 17 points a year."""
    n = len(years)
    common = 6 * rng.standard_normal(developer.max() + 1)[developer]
    if kind == "heavy tails":
        return common + 8 * rng.standard_t(3, n) / np.sqrt(3)
    if kind == "below the frontier only":
        return common - 12 * rng.exponential(size=n)
    if kind == "drifting developers":
        for own in (np.flatnonzero(developer == i) for i in np.unique(developer)):
            steps = (
                5
                * rng.standard_normal(len(own))
                * np.sqrt(np.diff(years[own], prepend=years[own[0]]))
            )
            common[own] += np.cumsum(steps)
        return common + 8 * rng.standard_normal(n)
    return common + 9 * rng.standard_normal(n)


if __name__ == "__main__":
    main(*sys.argv[1:])
