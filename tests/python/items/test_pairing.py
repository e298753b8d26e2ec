"""What pairing is worth, and how many items a comparison needs."""

from math import sqrt

import numpy as np
import pytest
from scipy.stats import norm

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


@pytest.mark.committed
def test_its_interval_draws_whole_families(warehouse):
    """Families drawn anew with numpy's numbers give the same interval but for their own noise."""
    query = """
        select power(std_error_unpaired / std_error, 2) as worth, a.base_family as a,
               b.base_family as b
        from statistics.stat_item_pairs
        inner join items.item_models as a on evaluation_a = a.evaluation_id
        inner join items.item_models as b on evaluation_b = b.evaluation_id
        where n_only_a is not null and std_error > 0 and stat_item_pairs.status = 'ok'
        order by worth
    """
    pairs = warehouse.sql(query).pl()
    families = sorted({*pairs["a"], *pairs["b"]})
    places = {family: place for place, family in enumerate(families)}
    a, b = (pairs[side].replace_strict(places).to_numpy() for side in "ab")
    rng, medians = np.random.default_rng(5), []
    for _ in range(400):
        times = rng.poisson(1, len(families))
        weights = np.where(a == b, times[a], times[a] * times[b]).cumsum()
        medians.append(pairs["worth"][int(np.searchsorted(weights, weights[-1] / 2))])
    query = """
        select worth_ci_low, worth_ci_high from statistics.stat_item_pairing
        where benchmark_id = 'all benchmarks' and pair_kind = 'all'
    """
    (published,) = warehouse.sql(query).fetchall()
    assert published == pytest.approx(np.quantile(medians, [0.025, 0.975]), abs=0.03)


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
