"""How often specifications, and comparisons within bases, find a difference where there is none.

The second simulation is that of ``benchmarks/type1_error_models.py``, on a small balanced design.
"""

import runpy

import numpy as np
import polars as pl
import pytest
from specification_cells import cells_of, simulate, specifications

pytestmark = pytest.mark.simulation

#: 5 % of 400 samples; three standard errors are 0.033.
NOMINAL, LIMIT = 0.05, 0.033


@pytest.fixture(scope="module")
def rejected():
    """Return the share that each specification rejects: of independent and of clustered rows."""
    rng = np.random.default_rng(20240112)
    shares = {}
    for spread in (0.0, 8.0):
        found = []
        for _ in range(400):
            rows = simulate(rng, spread=spread, noise=(6.0, 6.0))
            if spread:
                # sides follow base families, as fine-tunes do
                side = pl.col("base_family").str.slice(1).cast(pl.Int64) % 2 == 0
                rows = rows.with_columns(
                    side=pl.when(side).then(pl.lit("a")).otherwise(pl.lit("b"))
                )
            tested = specifications(cells_of(rows)).items()
            found.append({key: row["decision"] != "not significant" for key, row in tested})
        shares[spread] = {key: np.mean([each[key] for each in found]) for key in found[0]}
    return shares


@pytest.mark.parametrize(
    "key",
    [
        ("raw", "welch", "naive"),
        ("logit", "welch", "naive"),
        ("raw", "welch", "cr2"),
        ("log", "adjusted", "cr2"),
    ],
)
def test_independent_null_rows_are_significant_at_the_nominal_rate(rejected, key):
    assert abs(rejected[0.0][key] - NOMINAL) <= LIMIT


def test_a_null_curve_is_significant_at_the_nominal_rate(rejected):
    """All choices together: no more of them than 5 % are significant by design."""
    assert len(rejected[0.0]) == 22
    assert abs(np.mean(list(rejected[0.0].values())) - NOMINAL) <= LIMIT


def test_clustered_null_rows_break_the_naive_specifications_only(rejected):
    assert rejected[8.0]["raw", "welch", "naive"] > 0.2
    assert rejected[8.0]["raw", "welch", "cr2"] <= NOMINAL + LIMIT


def test_types_within_bases_differ_at_the_nominal_rate(project):
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
    study = runpy.run_path(str(project / "benchmarks/type1_error_models.py"))
    shares = study["within_bases"](bases, 200)
    assert shares
    for share in shares:
        assert 0 < share.rejected < NOMINAL + 3 * np.sqrt(NOMINAL * 0.95 / share.n_simulations)
