"""A random intercept with many levels, absorbed, against the same fit with a column per level."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.engine import (
    curves_table,
    derivatives_table,
    fit_gamm,
    random_effects_table,
    terms_table,
)

FORMULAS = (
    'y ~ s(x) + s(group, bs="re") + s(family, bs="re")',
    # The largest is not the last; the smooths come first, for their position seeds their bands.
    'y ~ s(x, by=kind) + kind + s(z) + s(family, bs="re") + s(group, bs="re")',
    'y ~ z + s(family, bs="re")',
    'y ~ s(family, bs="re")',
)
TABLES = (
    terms_table,
    curves_table,
    derivatives_table,
    random_effects_table,
)
# Both searches stop where no slope of the criterion exceeds 1e-7.
TOLERANCE = 1e-7


def families(n: int = 900, seed: int = 1, n_groups: int = 12, per_group: int = 12) -> pl.DataFrame:
    """Rows in families, most of them small, within groups."""
    rng = np.random.default_rng(seed)
    x, z = np.round(rng.uniform(0, 1, n), 2), np.round(rng.uniform(-2, 2, n), 1)
    group, kind = rng.integers(0, n_groups, n), rng.integers(0, 3, n)
    family = group * per_group + np.minimum(rng.geometric(0.25, n) - 1, per_group - 1)
    mean = np.sin(5 * x) * np.array([1.0, -0.5, 0.2])[kind] + 0.3 * z + 0.5 * kind
    mean += rng.normal(0, 0.3, n_groups)[group] + rng.normal(0, 0.4, n_groups * per_group)[family]
    return pl.DataFrame(
        {
            "y": mean + rng.normal(0, 0.3, n),
            "x": x,
            "z": z,
            "kind": [("a", "b", "c")[i] for i in kind],
            "group": [f"g{i:02d}" for i in group],
            "family": [f"f{i:05d}" for i in family],
        }
    )


def assert_tables_agree(dense: pl.DataFrame, absorbed: pl.DataFrame) -> None:
    keys = [
        name for name in ("term", "level") if name in dense.columns and "x" not in dense.columns
    ]
    if keys:
        # The absorbed term comes last, wherever the formula has it.
        dense, absorbed = dense.sort(keys), absorbed.sort(keys)
    assert dense.columns == absorbed.columns
    for name in dense.columns:
        if dense[name].dtype != pl.Float64:
            assert dense[name].to_list() == absorbed[name].to_list(), name
            continue
        np.testing.assert_allclose(
            absorbed[name].fill_null(0.0),
            dense[name].fill_null(0.0),
            rtol=TOLERANCE,
            atol=TOLERANCE * max(1.0, float(dense[name].abs().max() or 0.0)),
            err_msg=name,
        )


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_table_is_the_same(formula):
    dense, absorbed = (fit_gamm(families(), formula, absorb_from=n) for n in (None, 100))
    assert dense.design.absorbed is None
    assert absorbed.design.absorbed is not None
    assert absorbed.reml == pytest.approx(dense.reml, rel=1e-11)
    assert absorbed.residual_sum_of_squares == pytest.approx(
        float(np.sum(absorbed.residuals() ** 2)), rel=1e-9
    )
    for table in TABLES:
        assert_tables_agree(table(dense), table(absorbed))
