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
    """Return a module of the folder benchmarks, whose scripts import what stands beside them."""
    folder = Path(__file__).parents[3] / "benchmarks"
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
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
    kept = rng.random(logit.shape) > missing
    names = [f"model {w:03d}" for w in range(n_models)]
    developers = [f"developer {i}" for i in developer]
    cells = _cells(cohort, developers, share, chance, 400.0, kept)
    return cells, dict(zip(names, ability, strict=True))


def _cells(cohort, developers, share, chance, n_items, kept):
    """Return the cells of shares and of which are kept, both by model and benchmark."""
    rows = [
        {
            "cohort_id": cohort,
            "weights": f"model {w:03d}",
            "benchmark_id": f"benchmark {b:02d}",
            "developer": developers[w],
            "share": float(share[w, b]),
            "chance": float(chance[b]),
            "n_items": n_items,
        }
        for w, b in np.argwhere(kept)
    ]
    return pl.DataFrame(rows)


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
    developers = [f"family {i:02d}" for i in family]
    return _cells("families", developers, share, chance, 300.0, np.ones_like(share)), ability


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


def nested(result, name):
    """Return what the scales of a result nest, one row each."""
    return result.select("cohort_id", name).explode(name).unnest(name)


def windows(*rows):
    """Return windows of time: name, first day, last day, and the day of a break."""
    names = ["window_name", "starts_on", "ends_on", "break_on"]
    made = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return made.with_columns(pl.col(names[1:]).str.to_date())
