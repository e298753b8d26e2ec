"""Prices of one's own: which lines are refused, and that they change no other price."""

from datetime import date

import polars as pl
import pytest
from sql_models import run_model

DAY = date(2026, 1, 1)


def checked(*lines):
    """Return the reasons for which lines of a listing, a day and two prices are refused."""
    text = ("listing", "starts_on", "input_usd", "output_usd")
    own = pl.DataFrame(lines, schema=dict.fromkeys(text, pl.String), orient="row").with_columns(
        snapshot_id=pl.lit("own_prices"),
        provider=pl.lit("your own"),
        ends_on=pl.lit(None, pl.Date),
        row_number=pl.int_range(1, len(lines) + 1),
        record_error=pl.lit(None, pl.String),
        raw=pl.struct(text).struct.json_encode(),
    )
    # as the staging model casts them
    cast = own.with_columns(
        pl.col("starts_on").str.to_date(strict=False),
        pl.col("input_usd", "output_usd").cast(pl.Float64, strict=False),
    )
    found = run_model("int_price_spans_checked", stg_prices__spans=cast)
    return found.sort("row_number")["reject_reason"].to_list()


def test_a_bad_line_is_refused_with_its_reason_and_the_others_are_read():
    reasons = checked(
        ("m", "2026-01-01", "1", "2"),
        ("m", "2026-02-01", "1", "two"),
        ("m", "2026-03-01", "-1", "2"),
        ("m", "yesterday", "1", "2"),
        ("m", "2026-01-01", "3", "4"),
        (None, "2026-04-01", "1", "2"),
        ("m", "2026-05-01", None, "2"),
        ("m", "2026-06-01", "0", "0"),
        ("m", "2026-07-01", "2", "3"),
    )
    assert reasons == [
        None,
        "output_usd is not a number: two",
        "a price below zero",
        "no first day",
        "duplicate key (provider, listing, starts_on): same as row 1",
        "no provider or listing",
        "no price",
        "free tier",
        None,
    ]


def listed(*own):
    """Return the prices by kind of a model that one reseller has, and perhaps you."""
    spans = [("s", "reseller", "m", DAY, None, 4.0, 8.0), *own]
    names = [
        "snapshot_id",
        "provider",
        "listing",
        "starts_on",
        "ends_on",
        "input_usd",
        "output_usd",
    ]
    kinds = [pl.String] * 3 + [pl.Date] * 2 + [pl.Float64] * 2
    schema = dict(zip(names, kinds, strict=True))
    frame = pl.DataFrame(spans, schema=schema, orient="row")
    bridge = frame.select("provider", "listing").unique().with_columns(weights=pl.lit("m"))
    found = run_model(
        "int_price_listed",
        fct_price_spans=frame,
        bridge_listings=bridge.with_columns(is_own=False),
        dim_snapshots=pl.DataFrame({"snapshot_id": ["s"], "taken_on": [date(2026, 6, 1)]}),
        dim_configurations=pl.DataFrame({"weights": ["m"], "released_on": [DAY]}),
    )
    return {row["price_kind"]: row for row in found.to_dicts()}


def test_prices_of_ones_own_are_kinds_of_their_own():
    without = listed()
    ended = (None, "your own", "m", date(2026, 2, 1), date(2026, 3, 1), 2.0, 2.0)
    found = listed(ended, (None, "your own", "m", date(2026, 3, 1), None, 1.0, 1.0))
    assert {kind: found[kind] for kind in without} == without
    assert (found["your first"]["input_usd"], found["your latest"]["input_usd"]) == (2.0, 1.0)
    assert found["your latest"]["is_on_sale"]


@pytest.mark.warehouse
def test_without_ones_own_prices_there_is_no_such_kind(warehouse, project):
    lines = (project / "seeds/prices/own_prices.csv").read_text().splitlines()
    query = "select count(*) from statistics.stat_prices where price_kind like 'your%'"
    assert bool(warehouse.sql(query).fetchall()[0][0]) == (len(lines) > 1)
