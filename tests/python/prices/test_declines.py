"""Falls of the least price, the cheapest of their ability, and what tasks cost."""

from datetime import date, timedelta
from math import exp, log

import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr
from sql_models import run_model

TODAY = "cohort_role = 'today'"


def decline(warehouse, window="all", view="main"):
    query = f"""
        select * from statistics.stat_price_declines
        where {TODAY} and window_name = '{window}' and view = '{view}'
    """
    (row,) = warehouse.sql(query).pl().to_dicts()
    return row


@pytest.fixture(scope="module")
def priced(warehouse):
    """Return the models of today's scale with their first price and their price of today."""
    return warehouse.sql(f"""
        select weights, abilities.released_on, points, last_day,
               max(usd) filter (price_kind = 'first') as first_usd,
               max(usd) filter (price_kind = 'latest' and is_on_sale) as latest_usd
        from statistics.stat_prices
        inner join statistics.stat_abilities as abilities using (cohort_id, weights)
        where abilities.{TODAY} and stat_prices.status = 'ok'
        group by all
        order by weights
    """).pl()


@pytest.mark.warehouse
@pytest.mark.committed
def test_the_decline_is_that_of_the_design(warehouse):
    main = decline(warehouse)
    assert main["factor"] == pytest.approx(7.36, abs=0.01)
    assert main["n_levels"] == 9
    assert main["factor_by_entry"] == pytest.approx(2.7, abs=0.1)
    at_125 = decline(warehouse, view="points 125")
    assert (at_125["usd_first"], at_125["usd_last"]) == pytest.approx((6.0, 0.0875))


@pytest.mark.warehouse
def test_the_decline_is_what_its_prices_give(warehouse, priced):
    fall = days = 0.0
    for level in range(105, 151, 5):
        able = priced.filter(pl.col("points") >= level).sort("released_on", "first_usd")
        first = able.row(0, named=True)
        n_days = (first["last_day"] - first["released_on"]).days
        if n_days >= 365:
            fall += log(first["first_usd"] / able["latest_usd"].min())
            days += n_days
    assert decline(warehouse)["factor"] == pytest.approx(exp(365.25 * fall / days), rel=1e-9)


@pytest.mark.warehouse
def test_the_cheapest_are_those_that_none_undercuts(warehouse, priced):
    on_sale = priced.filter(pl.col("latest_usd").is_not_null()).sort(
        ["latest_usd", "points"], descending=[False, True]
    )
    best = on_sale["points"].cum_max().shift(1).fill_null(-np.inf)
    by_hand = set(on_sale.filter(on_sale["points"] > best)["weights"])
    query = f"select * from statistics.stat_price_frontier where {TODAY}"
    frontier = warehouse.sql(query).pl()
    assert set(frontier.filter("is_frontier")["weights"]) == by_hand
    assert frontier.height == on_sale.height


def test_a_share_of_draws_is_counted_to_the_last():
    rng = np.random.default_rng(5)
    prices, draws = np.sort(rng.uniform(0.1, 9, 12)), rng.normal(120, 15, (12, 201))
    names = [f"m{number:02}" for number in range(12)]
    models = pl.DataFrame({"cohort_id": "c", "weights": names, "log_latest": np.log(prices)})
    samples = pl.DataFrame(
        [("c", names[i], s, draws[i, s]) for i in range(12) for s in range(201)],
        schema=["cohort_id", "weights", "sample", "points"],
        orient="row",
    )
    found = run_model("int_price_ruled_out", int_price_models=models, int_price_samples=samples)
    best = np.maximum.accumulate(draws, axis=0)
    is_frontier = np.vstack([np.ones((1, 201), bool), draws[1:] > best[:-1]])
    assert found.sort("weights")["p_frontier"].to_list() == pytest.approx(
        is_frontier[:, 1:].mean(axis=1).tolist()
    )
    assert found.sort("weights")["is_frontier"].to_list() == is_frontier[:, 0].tolist()


def test_a_fall_of_a_made_up_market():
    start = date(2024, 1, 1)
    models = pl.DataFrame(
        {
            "cohort_id": "c",
            "weights": ["old", "dear", "new"],
            "developer": ["A", "B", "B"],
            "released_on": [start, start, start + timedelta(days=400)],
            "last_day": start + timedelta(days=731),
            "is_open_weights": False,
            "is_own": True,
            "days_to_first_price": 0,
            "log_first": [log(8.0), log(9.0), log(1.0)],
            "log_latest": [log(4.0), None, log(1.0)],
            "log_least": [log(4.0), None, log(1.0)],
            # you never bought the dear one, and pay half for the old
            "log_your_first": [log(4.0), None, log(1.0)],
            "log_your_latest": [log(2.0), None, log(1.0)],
        }
    )
    samples = models.select("cohort_id", "weights", sample=0, points=pl.Series([130.0, 140, 121]))
    levels = pl.DataFrame({"points": [120.0, 130.0], "is_main": True, "is_half": True})
    windows = pl.DataFrame(
        {"window_name": ["all"], "starts_on": [None], "ends_on": [None], "min_days": [365]},
        schema_overrides={"starts_on": pl.Date, "ends_on": pl.Date},
    )
    falls = run_model(
        "int_price_falls",
        int_price_models=models,
        int_price_samples=samples,
        price_levels=levels,
        price_windows=windows,
    )
    (yours,) = falls.filter(view="your prices", points=130.0).to_dicts()
    assert exp(yours["log_first"] - yours["log_last"]) == pytest.approx(2)
    found = {row["points"]: row for row in falls.filter(view="main").to_dicts()}
    assert exp(found[120.0]["log_first"] - found[120.0]["log_last"]) == pytest.approx(8)
    assert exp(found[130.0]["log_first"] - found[130.0]["log_last"]) == pytest.approx(2)
    assert found[130.0]["n_days"] == 731


@pytest.mark.warehouse
@pytest.mark.committed
def test_dearer_by_the_token_is_dearer_by_the_task(warehouse):
    query = "select * from statistics.stat_task_costs where board = 'polyglot'"
    (row,) = warehouse.sql(query).pl().to_dicts()
    assert row["n_runs"] == 43
    assert row["same_order_share"] == pytest.approx(0.84, abs=0.01)
    assert row["same_order_share_apart"] == pytest.approx(0.95, abs=0.015)


def test_ranks_with_ties_are_those_of_scipy():
    rng = np.random.default_rng(3)
    runs = pl.DataFrame(
        {
            "row_number": range(30),
            "board": "b",
            "weights": [str(number % 9) for number in range(30)],
            "usd": rng.integers(1, 9, 30).astype(float),
            "case_usd": rng.integers(1, 12, 30) / 100,
        }
    )
    (row,) = run_model("stat_task_costs", int_task_costs_priced=runs).to_dicts()
    assert row["spearman"] == pytest.approx(spearmanr(runs["usd"], runs["case_usd"])[0])
