"""Two models asked about by name, item by item."""

import duckdb
import pytest
from item_tables import tables_of

from analysis_py.items import demo
from analysis_py.items.asking import paired_sentences


@pytest.fixture(scope="module")
def published():
    tables = tables_of(demo.made_up(n_models=12, n_items=100, seed=2).answers)
    tables.make("stat_item_pairs")
    tables.connection.execute("create schema statistics")
    tables.connection.execute(
        "create table statistics.stat_item_pairs as from main.stat_item_pairs"
    )
    return tables.connection


def test_every_benchmark_has_a_sentence_whichever_comes_first(published):
    pairs = published.sql(
        "select model_a, model_b, benchmark_id, n_items, estimate, ci_low, detectable_pct "
        "from statistics.stat_item_pairs where status = 'ok' order by all"
    ).fetchall()
    n_sure = 0
    for a, b, benchmark, n_items, estimate, low, detectable in pairs:
        for first, second in ((a, b), (b, a)):
            found = paired_sentences(published, first, second)
            assert len(found) == 3
            (line,) = (one for one in found if one.startswith(f"{benchmark}, {n_items} items: "))
            if low > 0:
                n_sure += 1
                assert f"{a} is ahead of {b}, by {estimate:.1f} points ({low:.1f} to " in line
            else:
                assert f"no difference shown between {first} and {second}" in line
                assert f"one of {detectable:.1f} would mostly have been" in line
    assert 0 < n_sure < 2 * len(pairs)


def test_models_without_item_results_have_none(published):
    assert paired_sentences(published, "demo/model-00000", "someone/else") == []


def test_without_item_results_the_table_is_empty_and_says_nothing():
    with duckdb.connect() as empty:
        empty.execute("create schema statistics")
        empty.execute(
            "create table statistics.stat_item_pairs (benchmark_id varchar, n_items bigint, "
            "model_a varchar, model_b varchar, evaluation_a varchar, evaluation_b varchar, "
            "estimate double, ci_low double, ci_high double, detectable_pct double, status varchar)"
        )
        assert paired_sentences(empty, "a", "b") == []
