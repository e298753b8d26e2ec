"""Rows of two sides, summed as the models sum them, and their specifications by choice."""

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.robustness.specifications import fit_specifications

#: Closed forms against other libraries' closed forms, relative.
TOLERANCE = 1e-9


CELL = ["side", "training_type", "architecture_family", "parameters_b", "base_family"]


def cells_of(rows, contrast="difference", factor="training_type", has_chance=True):
    """Sum rows with a ``score`` in percent as int_specification_cells_summed does."""
    n = rows.height
    values = rows.with_columns(
        raw=pl.col("score"),
        log=pl.when(pl.col("score") > 0).then(pl.col("score").log()),
        logit=((pl.col("score") + 0.5) / (100.5 - pl.col("score"))).log(),
        above_chance=(pl.col("score") - 25).clip(0) / 0.75,
        rank=pl.Series(2 * stats.rankdata(rows["score"])),
    )
    return (
        values.unpivot(
            ["raw", "log", "logit", "above_chance", "rank"],
            index=CELL,
            variable_name="score_scale",
            value_name="value",
        )
        .drop_nulls("value")
        .group_by("score_scale", *CELL)
        .agg(
            pl.len().cast(pl.Int64).alias("n_obs"),
            pl.col("value").mean().alias("mean"),
            ((pl.col("value") - pl.col("value").mean()) ** 2).sum().alias("sum_squares"),
        )
        .with_columns(
            cohort_id=pl.lit(f"of {n}"),
            duplicates=pl.lit("all"),
            conclusion=pl.lit("c"),
            contrast=pl.lit(contrast),
            factor=pl.lit(factor),
            benchmark_id=pl.lit("b"),
            has_chance=pl.lit(has_chance),
        )
    )


def simulate(rng, n=160, n_families=25, effect=0.0, spread=0.0, noise=(9.0, 4.0)):
    """Return rows of two sides; ``spread`` is the deviation between base families."""
    family = rng.integers(0, n_families, n)
    size = np.array([0.5, 1.4, 2.7, 6.7, 13.0, 34.0, 70.0])[family % 7]
    is_a = rng.random(n) < 0.4
    shift = rng.normal(0, spread, n_families) if spread else np.zeros(n_families)
    within = rng.normal(0, np.where(is_a, *noise))
    return pl.DataFrame(
        {
            "side": np.where(is_a, "a", "b"),
            "training_type": np.where(is_a, "x", np.where(rng.random(n) < 0.3, "y", "z")),
            "architecture_family": np.array(["Llama", "Other", "GPT2"])[family % 3],
            "parameters_b": size,
            "base_family": [f"f{k}" for k in family],
            "score": np.clip(45 + effect * is_a + shift[family] + within, 0, 99),
        }
    )


def specifications(cells, **options):
    rows = fit_specifications(cells, **options).to_dicts()
    return {(row["score_scale"], row["test"], row["clustering"]): row for row in rows}
