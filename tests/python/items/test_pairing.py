"""What pairing is worth, and how many items a comparison needs."""

from math import sqrt

import numpy as np
import polars as pl
import pytest
from scipy.stats import norm
from sql_models import run_model

pytestmark = pytest.mark.warehouse


@pytest.mark.committed
def test_pairing_is_worth_sixty_percent_more_items(warehouse):
    query = """
        select n_pairs, worth, worth_low, worth_high
        from statistics.stat_item_pairing
        where benchmark_id = 'all benchmarks' and pair_kind = 'all'
    """
    ((n_pairs, *worth),) = warehouse.sql(query).fetchall()
    assert n_pairs == pytest.approx(10_207, abs=5)
    assert worth == pytest.approx([1.61, 1.18, 2.28], abs=0.03)


def test_its_interval_draws_whole_families():
    """Families drawn anew with numpy's numbers give the same interval but for their own noise."""
    rng, n_families = np.random.default_rng(5), 25
    strength = rng.normal(1.6, 0.3, n_families)
    models = pl.DataFrame({"evaluation_id": range(75), "base_family": np.arange(75) // 3})
    models = models.cast(pl.String)
    a, b = np.triu_indices(75, 1)
    worth = (strength[a // 3] + strength[b // 3]) / 2 + rng.normal(scale=0.05, size=len(a))
    pairs = pl.DataFrame(
        {"evaluation_a": a.astype(str), "evaluation_b": b.astype(str), "benchmark_id": "x"}
        | {"n_items": 100, "n_only_a": 9, "n_only_b": 4, "std_error": 1.0, "status": "ok"}
        | {"std_error_unpaired": np.sqrt(worth), "detectable_pct": 5.0, "n_items_for_point": 99.0}
    )
    found = run_model("stat_item_pairing", stat_item_pairs=pairs, item_models=models)
    row = found.filter(benchmark_id="x", pair_kind="all").row(0, named=True)
    order, medians = np.argsort(worth), []
    a, b, worth = a[order] // 3, b[order] // 3, worth[order]
    for _ in range(2000):
        times = rng.poisson(1, n_families)
        weights = np.where(a == b, times[a], times[a] * times[b]).cumsum()
        medians.append(worth[np.searchsorted(weights, weights[-1] / 2)])
    low, high = np.quantile(medians, [0.025, 0.975])
    assert row["worth"] == pytest.approx(np.median(worth))
    assert (row["worth_ci_low"], row["worth_ci_high"]) == pytest.approx((low, high), abs=0.05)
    # a pair taken for one of many would have an interval a sixth as wide
    assert high - low > 0.2


def test_pairs_of_one_family_and_of_others_are_all_pairs(warehouse):
    query = """
        select benchmark_id, sum(n_pairs) filter (pair_kind = 'all') as n_all,
               sum(n_pairs) as n_twice
        from statistics.stat_item_pairing
        group by benchmark_id
        having n_twice != 2 * n_all
    """
    assert warehouse.sql(query).fetchall() == []


def test_a_size_is_that_of_the_formula(warehouse):
    errors = norm.ppf(0.975) + norm.ppf(0.8)
    sizes = warehouse.sql("select * from statistics.stat_item_sizes").pl()
    for row in sizes.to_dicts():
        detectable = 100 * errors * sqrt(row["discordant_pct"] / 100 / row["n_items"])
        assert row["detectable_pct"] == pytest.approx(detectable, rel=1e-9)
        for_point = row["n_items"] * row["detectable_pct"] ** 2
        assert row["n_items_for_point"] == pytest.approx(for_point, rel=1e-9)


def test_the_formula_is_near_what_pairs_detect(warehouse):
    """With the share of discordant items less the squared difference it is the same figure."""
    query = """
        select (n_only_a + n_only_b) / n_items - (estimate / 100) ** 2 as variance,
               n_items, detectable_pct
        from statistics.stat_item_pairs
        where n_only_a + n_only_b > 0 and df_den is null
    """
    pairs = warehouse.sql(query).pl()
    errors = norm.ppf(0.975) + norm.ppf(0.8)
    found = 100 * errors * (pairs["variance"] / (pairs["n_items"] - 1)).sqrt()
    assert pairs.height > 5000
    assert float((found / pairs["detectable_pct"] - 1).abs().max()) < 0.002
