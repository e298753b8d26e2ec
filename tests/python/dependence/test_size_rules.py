"""Each rule about sizes decides its own example, and none is asked about what no model has."""

import duckdb
import polars as pl
import pytest
import yaml
from lineages import SEEDS, resolve
from sql_models import run_model

RULES = pl.read_csv(SEEDS["size_rules"])

pytestmark = pytest.mark.chain


@pytest.mark.parametrize("rule", RULES.to_dicts(), ids=lambda rule: rule["rule_order"])
def test_a_rule_decides_its_example(rule):
    record = yaml.safe_load(rule["example"])
    name, scores = record["model_name"], record.pop("scores", {})
    scored = [(name, benchmark, score) for benchmark, score in scores.items()]
    found = resolve({name: record}, scores=scored)[name]
    assert found["size_rule_order"] == rule["rule_order"]
    if rule["rule"]:
        assert found["parameters_source"] == rule["rule"]


@pytest.mark.parametrize("condition", ["is_large", "not is_large"])
def test_a_condition_that_is_no_column_stops_the_build(condition):
    rules = pl.DataFrame({"rule_order": [1], "conditions": [condition], "rule": ["curated"]})
    tested = pl.DataFrame({"evaluation_id": ["a"], "is_small": [True]})
    with pytest.raises(duckdb.Error, match=r"size_rules\.csv, rule 1, .* no column is_large"):
        run_model("int_sizes_ruled", size_rules=rules, int_sizes_tested=tested)


def test_the_first_rule_whose_conditions_all_hold_wins():
    rules = pl.DataFrame(
        {
            "rule_order": [10, 2, 3],
            "conditions": [None, "is_small and not is_new", "is_small"],
            "rule": ["unknown", "curated", None],
        }
    )
    tested = pl.DataFrame(
        {
            "evaluation_id": ["both", "small", "new"],
            "is_small": [True, True, False],
            "is_new": [True, False, True],
        }
    )
    ruled = run_model("int_sizes_ruled", size_rules=rules, int_sizes_tested=tested)
    assert dict(zip(ruled["evaluation_id"], ruled["rule_order"], strict=True)) == {
        "both": 3,
        "small": 2,
        "new": 10,
    }
    assert ruled.filter(evaluation_id="both")["rule"].item() is None
