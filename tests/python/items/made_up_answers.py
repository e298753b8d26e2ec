"""Simulated item results.

Answers follow a three-parameter logistic model (Birnbaum 1968): an item has a difficulty, a
discrimination and a chance of being guessed; a model has an ability that rises with the logarithm
of its size, shares a part with its base family, and has a part of its own. Some items are
unrelated to ability, and on some larger models do worse.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

#: Sizes of base models, in billions.
SIZES = (0.07, 0.16, 0.41, 1.1, 1.3, 2.8, 3.0, 6.7, 7.0, 8.0, 9.0, 13.0, 14.0, 32.0, 34.0, 70.0)
#: By benchmark: its share of the items, how many share a text, and the chance of guessing right.
BENCHMARKS = {
    "demo_choice": (0.5, 1, 0.25),
    "demo_passages": (0.3, 5, 0.2),
    "demo_open": (0.2, 1, 0.0),
}
#: Shares of items on which larger models do worse, and which have nothing to do with ability.
INVERSE, UNRELATED = 0.05, 0.10


@dataclass(frozen=True)
class MadeUp:
    """Simulated answers, and the models (with ability) and items that they were drawn from."""

    answers: pl.DataFrame
    models: pl.DataFrame
    items: pl.DataFrame


def made_up(n_models: int, n_items: int, seed: int, size_effect: float = 0.45) -> MadeUp:
    """Return answers of so many models to so many items; every benchmark has one at least."""
    rng = np.random.default_rng(seed)
    models, items = models_of(rng, n_models, size_effect), items_of(rng, n_items)
    answers = (
        models.drop("ability")
        .join(items.select("benchmark", "item", "cluster"), how="cross")
        .with_columns(score=pl.Series(answered(rng, models, items).ravel()).cast(pl.Int8))
    )
    return MadeUp(answers, models, items.drop("guessed"))


def answered(rng: np.random.Generator, models: pl.DataFrame, items: pl.DataFrame):
    """Return which model answers which item, shape (n_models, n_items)."""
    difficulty, discrimination, guessed = (
        items[name].to_numpy() for name in ("difficulty", "discrimination", "guessed")
    )
    ability = models["ability"].to_numpy()[:, None]
    known = 1 / (1 + np.exp(-discrimination * (ability - difficulty)))
    return rng.random(known.shape) < guessed + (1 - guessed) * known


def models_of(
    rng: np.random.Generator, n: int, size_effect: float, family_size: int = 4
) -> pl.DataFrame:
    """Draw models: ``model``, ``base_family``, ``parameters_b`` and ``ability``."""
    family = np.arange(n) // family_size
    size = rng.choice(SIZES, family[-1] + 1)[family]
    of_family = 0.5 * rng.standard_normal(family[-1] + 1)[family]
    ability = -0.6 + size_effect * np.log(size) + of_family + 0.35 * rng.standard_normal(n)
    return pl.DataFrame(
        {
            "model": [f"demo/model-{number:05}" for number in range(n)],
            "base_family": [f"Demo {number:04}" for number in family],
            "parameters_b": size,
            "ability": ability,
        }
    )


def items_of(rng: np.random.Generator, n: int) -> pl.DataFrame:
    """Draw items: as of :class:`MadeUp`, and ``guessed``."""
    frames = []
    for benchmark, (share, cluster_size, guessed) in BENCHMARKS.items():
        k = max(1, round(share * n))
        cluster = np.arange(k) // cluster_size
        shared = 0.7 * rng.standard_normal(cluster[-1] + 1)[cluster]
        frames.append(
            pl.DataFrame(
                {
                    "benchmark": benchmark,
                    "item": [str(number) for number in range(k)],
                    "cluster": [f"text {number}" for number in cluster],
                    "guessed": guessed,
                    "difficulty": 0.9 * rng.standard_normal(k) + shared,
                    "discrimination": _discriminations(rng, k),
                }
            ).with_columns(
                cluster=pl.col("cluster") if cluster_size > 1 else pl.lit(None, pl.String)
            )
        )
    return pl.concat(frames)


def _discriminations(rng: np.random.Generator, n: int):
    found = np.exp(0.4 * rng.standard_normal(n))
    kind = rng.random(n)
    found[kind < INVERSE] *= -0.5
    found[(kind >= INVERSE) & (kind < INVERSE + UNRELATED)] = 0.0
    return found
