"""The rules about models' names: each has a source, and where the data can say, they agree."""

from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "seeds" / "models"
BOARDS = ("epoch_hub", "helm", "llm_stats")
#: Names whose source goes by a licence that forbids trade, and not by whether weights are there.
BY_LICENCE = {"Command R+"}


@pytest.fixture(scope="module")
def said():
    """Return a connection with what the sources themselves say of their models."""
    with duckdb.connect() as connection:
        files = [str(next((ROOT / "data" / board).glob("*.csv"))) for board in BOARDS]
        connection.execute(
            "create table said as select distinct model, organisation, is_open_weights, "
            "parameters_b, released_on, training_type "
            f"from read_csv({files}, union_by_name = true, all_varchar = true)"
        )
        for name in ("openness_rules", "organisation_rules", "mixtures", "reasoning_rules"):
            connection.execute(
                f"create table {name} as from read_csv('{SEEDS / name}.csv', all_varchar = true)"
            )
        yield connection


def test_openness_by_name_agrees_with_the_sources_that_say_it(said):
    found = said.sql(
        """
        select rule.rule_order, rule.source, said.model, rule.is_open_weights = said.is_open_weights
        from said, lateral (
            select * from openness_rules where regexp_matches(said.model, pattern, 'i')
            order by rule_order::integer limit 1
        ) as rule
        where said.is_open_weights is not null
        """
    ).fetchall()
    assert len(found) > 200
    assert {model for *_, model, agrees in found if not agrees} == BY_LICENCE
    confirmed = {order for order, _, _, agrees in found if agrees}
    with_data = dict(said.sql("select rule_order, source from openness_rules").fetchall())
    assert {order for order, source in with_data.items() if source == "data"} <= confirmed


def test_makers_by_name_agree_with_the_sources_that_name_them(said):
    found = said.sql(
        """
        select said.model, by_name.organisation, spelled.organisation
        from said, lateral (
            select * from organisation_rules
            where said_in = 'model name' and regexp_matches(said.model, pattern, 'i')
            order by rule_order::integer limit 1
        ) as by_name, lateral (
            select * from organisation_rules
            where said_in = 'organisation' and regexp_full_match(said.organisation, pattern, 'i')
            order by rule_order::integer limit 1
        ) as spelled
        where said.organisation is not null and by_name.organisation is not null
        """
    ).fetchall()
    assert len(found) > 200
    assert [row for row in found if row[1] != row[2]] == []
