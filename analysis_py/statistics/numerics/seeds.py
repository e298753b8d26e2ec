"""Seeds of random draws, one per analysis, and samples drawn with replacement."""

import zlib

import numpy as np

from analysis_py.statistics.arrays import FloatArray


def bootstrap_seed(seed: int, *names: str) -> list[int]:
    """Return the seed of one analysis, the same whatever else is computed."""
    return [seed, zlib.crc32("\t".join(names).encode())]


def draw_times(n: int, n_samples: int, rng: np.random.Generator) -> FloatArray:
    """Return the multiplicities of n units in bootstrap samples, shape (n_samples, n)."""
    drawn = rng.integers(0, n, size=(n_samples, n))
    drawn += np.arange(n_samples)[:, None] * n
    times = np.bincount(drawn.ravel(), minlength=n_samples * n)
    return times.reshape(n_samples, n).astype(float)
