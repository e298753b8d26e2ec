"""Who shares a base, and how large a model is: the rules on made-up boards."""

from pathlib import Path

import polars as pl
import pytest
import yaml
from lineages import RECORD, resolve

pytestmark = pytest.mark.chain

#: Records, and what is found of them: an empty cell is not asked about, and null is nothing.
RECORDS = pl.read_csv(Path(__file__).with_name("lineages.csv"), infer_schema=False)
NEW = {"architecture": "NewForCausalLM"}


@pytest.mark.parametrize("board", RECORDS["board"].unique(maintain_order=True))
def test_models_of_a_board_have_their_base_and_size(board):
    rows = {
        row["model"]: {name: yaml.safe_load(cell) for name, cell in row.items() if cell}
        for row in RECORDS.filter(board=board).to_dicts()
    }
    found = resolve(
        {model: {k: row[k] for k in RECORD & row.keys()} for model, row in rows.items()}
    )
    for model, row in rows.items():
        for name in row:
            if name.startswith("found_"):
                ours = found[model][name.removeprefix("found_")]
                assert ours == pytest.approx(row[name]), (model, name)


def test_a_model_from_scratch_is_the_root_of_its_tunes():
    new = NEW | {"parameters_b_published": 3.3}
    pretrained = {"training_type_label": "pretrained"}
    found = resolve(
        {
            "developer/Fresh-3B": new | pretrained,
            "else/tuned": new | {"base_model_name": "developer/Fresh-3B"},
            "other/Stale-3B": new | pretrained,
        }
    )
    root, tune, other = (row["base_family"] for row in found.values())
    assert found["developer/Fresh-3B"]["base_family_source"] == "own root"
    assert root == tune != other


@pytest.mark.parametrize(
    ("unresolved", "families"),
    [
        ("alone", ["model a/one", "model a/two", "model a/three"]),
        ("architecture", ["unresolved Unknown", "unresolved Unknown", "unresolved Mistral"]),
        ("dropped", [None, None, None]),
    ],
)
def test_what_nothing_tells_is_unresolved_and_treated_as_asked(unresolved, families):
    """Models of one size and no architecture are not related."""
    sized = {"parameters_b_published": 7.0}
    mistral = {"architecture": "MistralForCausalLM"}
    found = resolve({"a/one": sized, "a/two": sized, "a/three": mistral}, unresolved=unresolved)
    assert [row["base_family"] for row in found.values()] == families
    for row in found.values():
        assert row["base_family_source"] == "unresolved"
        assert not row["is_base_family_resolved"]


def test_a_size_that_a_score_rules_out_is_unknown():
    tiny = NEW | {"parameters_b_published": 0.007}
    scores = [("a/broken-count", "ifeval", 43.0), ("a/toy", "ifeval", 15.0)]
    found = resolve({"a/broken-count": tiny, "a/toy": tiny}, scores=scores)
    sizes = [(row["parameters_b"], row["parameters_source"]) for row in found.values()]
    assert sizes == [(None, "unknown"), (0.007, "published")]
