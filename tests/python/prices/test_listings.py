"""Whose weights a listing sells, and what it cost when."""

from pathlib import Path

import polars as pl
import pytest

REFERENCE = Path(__file__).parents[2] / "reference/prices/checked_matches.csv"

pytestmark = pytest.mark.warehouse


def test_matches_checked_by_hand_stand(warehouse):
    checked = pl.read_csv(REFERENCE)
    found = warehouse.sql("select weights, provider, listing from marts.bridge_listings").pl()
    assert checked.join(found, on=["weights", "provider", "listing"], how="anti").is_empty()
    assert checked.filter("is_right").height >= 39


def test_most_models_of_the_hub_have_a_price(warehouse):
    query = """
        select count(distinct weights), count(distinct weights) filter (is_own)
        from statistics.stat_abilities
        inner join marts.bridge_listings using (weights)
        where cohort_role = 'today' and points is not null
    """
    ((n_priced, n_own),) = warehouse.sql(query).fetchall()
    assert n_priced >= 143
    assert n_own >= 100


def test_no_model_of_an_equal_name_is_without_a_price(warehouse):
    """But for base models, which no listing without the word for one sells."""
    query = """
        select weights, weights in (select weights from marts.bridge_listings) as is_priced
        from statistics.stat_abilities
        where cohort_role = 'today' and weights in (
            select a.weights
            from statistics.stat_abilities as a
            inner join marts.fct_price_spans as spans
                on replace(lower(a.weights), ' ', '-')
                = replace(lower(regexp_extract(spans.listing, '[^/]+$')), ' ', '-')
        ) and weights not in (
            select weights from marts.dim_configurations where training_type = 'pretrained'
        )
    """
    found = warehouse.sql(query).pl()
    assert found.filter("is_priced").height > 50
    assert found.filter(~pl.col("is_priced"))["weights"].to_list() == []


def test_no_weights_have_two_own_prices_on_one_day(warehouse):
    query = """
        with own as (
            select weights, spans.*
            from marts.bridge_listings
            inner join marts.fct_price_spans as spans using (provider, listing)
            where is_own
        )

        select a.weights, a.listing, b.listing
        from own as a
        inner join own as b
            on a.weights = b.weights
            and a.starts_on < coalesce(b.ends_on, 'infinity'::date)
            and b.starts_on < coalesce(a.ends_on, 'infinity'::date)
        where (a.input_usd, a.output_usd) != (b.input_usd, b.output_usd)
    """
    assert warehouse.sql(query).fetchall() == []


def test_a_base_model_is_not_priced_by_its_tune(warehouse):
    query = """
        select distinct weights
        from marts.bridge_listings
        where weights in ('Llama 2 7B', 'Mixtral-8x7B-v0.1', 'Qwen2.5-Coder-32B')
    """
    assert warehouse.sql(query).fetchall() == []


def test_free_tiers_are_put_aside_and_a_wrong_price_is_mended(warehouse):
    query = "select reason, count(*) from quality.quarantined_rows where source = '{}' group by all"
    assert warehouse.sql(query.format("price_listings")).fetchall() == [("free tier", 432)]
    assert warehouse.sql(query.format("price_spans")).fetchall() == [("free tier", 979)]
    corrected = "select input_usd, output_usd from marts.fct_price_spans where is_corrected"
    assert warehouse.sql(corrected).fetchall() == [(30.0, 60.0)]
