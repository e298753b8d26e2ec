"""Simulated frames that the tests of the GAMM engine share."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest


def _simulate(n: int = 400, seed: int = 1, noise: float = 0.3) -> pl.DataFrame:
    """Two covariates with few distinct values, a factor and a random effect of twelve groups."""
    rng = np.random.default_rng(seed)
    x = np.round(rng.uniform(0, 1, n), 2)
    z = np.round(rng.uniform(-2, 2, n), 1)
    group = rng.integers(0, 12, n)
    kind = rng.integers(0, 3, n)
    effect = rng.normal(0, 0.4, 12)
    slope = np.array([1.0, -0.5, 0.2])
    mean = np.sin(5 * x) * slope[kind] + 0.3 * z + effect[group] + 0.5 * kind
    return pl.DataFrame(
        {
            "y": mean + rng.normal(0, noise, n),
            "x": x,
            "z": z,
            "kind": [("a", "b", "c")[i] for i in kind],
            "group": [f"g{i:02d}" for i in group],
            "row": np.arange(n),
        }
    )


@pytest.fixture(scope="session")
def simulate() -> Callable[..., pl.DataFrame]:
    """Make a frame from a number of rows and a seed."""
    return _simulate


@pytest.fixture(scope="session")
def frame() -> pl.DataFrame:
    return _simulate()


@pytest.fixture(scope="session")
def coarse() -> pl.DataFrame:
    """Scores of thousands of evaluations of few sizes."""
    frame = _simulate(6000, seed=5)
    return frame.with_columns(x=pl.col("x").mul(20).round() / 20, y=pl.col("y") + 4)
