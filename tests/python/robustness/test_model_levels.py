"""Comparisons within bases hold their level where the model is true.

The simulation is that of ``benchmarks/type1_error_models.py``, on small balanced designs; what the
real designs do to it is in ``benchmarks/results/type1_error_models.md``.
"""

import runpy
from pathlib import Path

import numpy as np
import polars as pl
import pytest

ROOT = Path(__file__).parents[3]
STUDY = runpy.run_path(str(ROOT / "benchmarks/type1_error_models.py"))

pytestmark = pytest.mark.simulation


def assert_holds(shares, expected=0.05):
    """At most three standard errors above the level, and not silent."""
    assert shares
    for share in shares:
        error = np.sqrt(expected * (1 - expected) / share.n_simulations)
        assert 0 < share.rejected < expected + 3 * error, share


def test_types_within_bases():
    rng = np.random.default_rng(5)
    n_obs = rng.integers(2, 6, 60)
    bases = pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "arc",
            "factor": "training_type",
            "level": ["fine-tuned", "pretrained"] * 30,
            "base_family": np.repeat([f"b{i}" for i in range(30)], 2),
            "n_obs": n_obs,
            "total_units": n_obs * (50e6 + np.repeat(rng.normal(0, 5e6, 30), 2)),
            "sum_squares": 4.0 * (n_obs - 1),
        }
    )
    assert_holds(STUDY["within_bases"](bases, 200))
