"""Made-up scores of models on benchmarks, from known abilities."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from scipy.special import expit


@cache
def benchmark_module(name):
    """Return a module of the folder benchmarks."""
    path = Path(__file__).parents[3] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made_up_cells(
    n_models=60, n_benchmarks=14, n_developers=8, seed=1, cohort="made_up", missing=0.4
):
    """Return cells, and the abilities that they are made from."""
    rng = np.random.default_rng(seed)
    developer = rng.integers(n_developers, size=n_models)
    ability = rng.standard_normal(n_models)
    ability = (ability - ability.mean()) / ability.std()
    slope = np.exp(rng.normal(0.5, 0.3, n_benchmarks))
    difficulty = rng.normal(0, 0.8, n_benchmarks)
    chance = np.where(np.arange(n_benchmarks) % 3 == 0, 0.25, 0.0)
    profile = rng.normal(0, 0.2, (n_developers, n_benchmarks))
    logit = slope * (ability[:, None] - difficulty) + profile[developer]
    logit += rng.normal(0, 0.25, logit.shape)
    share = rng.binomial(400, chance + (1 - chance) * expit(logit)) / 400
    rows = [
        {
            "cohort_id": cohort,
            "weights": f"model {w:03d}",
            "benchmark_id": f"benchmark {b:02d}",
            "developer": f"developer {developer[w]}",
            "share": float(share[w, b]),
            "chance": float(chance[b]),
            "n_items": 400.0,
        }
        for w in range(n_models)
        for b in range(n_benchmarks)
        if rng.random() > missing
    ]
    return pl.DataFrame(rows), dict(
        zip([f"model {w:03d}" for w in range(n_models)], ability, strict=True)
    )


def made_up_families(seed, n_families=24, n_of_family=5):
    """Return cells of alike models of families, one of them far below the others, and abilities.

    As on a leaderboard of six benchmarks whose items many models guess.
    """
    rng = np.random.default_rng(seed)
    family = np.repeat(np.arange(n_families), n_of_family)
    ability = rng.standard_normal(n_families)[family] + rng.normal(0, 0.3, len(family))
    ability[family == 0] = -4.5 + rng.normal(0, 0.03, n_of_family)
    ability = (ability - ability.mean()) / ability.std()
    slope, difficulty = np.exp(rng.normal(0, 0.3, 6)), rng.normal(0.8, 0.5, 6)
    chance = np.array([0, 0, 0.25, 0.3, 0.1, 0])
    logit = slope * (ability[:, None] - difficulty) + rng.normal(0, 0.25, (n_families, 6))[family]
    logit += rng.normal(0, 0.3, logit.shape)
    share = rng.binomial(300, chance + (1 - chance) * expit(logit)) / 300
    rows = [
        {
            "cohort_id": "families",
            "weights": f"model {w:03d}",
            "benchmark_id": f"benchmark {b}",
            "developer": f"family {family[w]:02d}",
            "share": float(share[w, b]),
            "chance": float(chance[b]),
            "n_items": 300.0,
        }
        for w in range(len(family))
        for b in range(6)
    ]
    return pl.DataFrame(rows), ability


def made_up_models(cells, seed=1):
    """Return what is known of the models: days in order of nothing, and every third open."""
    rng = np.random.default_rng(seed)
    models = cells.select("cohort_id", "weights").unique(maintain_order=True)
    day = rng.integers(19000, 20500, models.height)
    return models.with_columns(
        pl.Series("released_on", day).cast(pl.Int32).cast(pl.Date),
        pl.lit(None, dtype=pl.Date).alias("weights_released_on"),
        pl.Series("is_open_weights", np.arange(models.height) % 3 == 0),
    )


NO_ANCHORS = pl.DataFrame(schema={"kind": pl.String, "name": pl.String, "points": pl.Float64})
