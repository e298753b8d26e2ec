"""Scores over size of known shape."""

import numpy as np
import polars as pl

BENCHMARKS = ["arc", "mmlu", "truthfulqa"]


def simulate(shape, seed, n=120, noise=6.0):
    """Return n sizes between 0.1 and 100 B and scores of some shape over their logarithms."""
    x = np.log(np.geomspace(0.1, 100, n))
    return x, shape(x) + np.random.default_rng([20240112, seed]).normal(0, noise, n)


def line(x):
    return 30 + 4 * x


def step(x):
    return 30 + 20 * (x > 1.5)


def leap(x):
    return 30 + 30 * (x > 1.5)


def sigmoid(x):
    return 30 + 30 / (1 + np.exp(-(x - 1) / 0.8))


def hump(x):
    return 30 + 20 * np.exp(-((x - 1) ** 2))


def flat(x):
    return np.full_like(x, 30.0)


def families(x, y, **columns):
    """Return sizes and scores as rows of base families."""
    return pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "score_scale": "raw",
            "base_family": [f"family {i:03}" for i in range(len(x))],
            "judged_on": "pretrained checkpoints",
            "parameters_b": np.exp(x),
            "n_evaluations": 3,
            "n_scored": 3,
            "mean": y,
        }
    ).with_columns(**columns)
