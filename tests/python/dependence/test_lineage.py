"""Who shares a base: the rules on a made-up board."""

import pytest
from lineages import MISTRAL, QWEN, resolve

pytestmark = pytest.mark.chain


def test_one_family_has_one_name_whichever_rule_finds_it():
    found = resolve(
        {
            "a/tune": QWEN | {"base_model_name": "Qwen/Qwen2.5-0.5B"},
            "a/instruct": QWEN | {"base_model_name": "Qwen/Qwen2.5-0.5B-Instruct"},
            "a/tune-of-tune": QWEN | {"base_model_name": "a/tune"},
            "a/other-embeddings": QWEN
            | {"base_model_name": "Qwen/Qwen2.5-0.5B", "parameters_b_published": 0.63},
            "b/My-Qwen2.5-0.5B-sft": QWEN,
            "b/qwen2.5-500m": {},
            "c/nothing-said": QWEN,
            "c/nothing-said-either": QWEN | {"parameters_b_published": 0.63},
            "Qwen/Qwen2.5-0.5B": QWEN | {"training_type_label": "pretrained"},
        }
    )
    assert {row["base_family"] for row in found.values()} == {"Qwen2.5 0.5B"}
    assert {row["lineage_family"] for row in found.values()} == {"Qwen2.5"}
    assert {name: row["base_family_source"] for name, row in found.items()} == {
        "a/tune": "declared base",
        "a/instruct": "declared base",
        "a/tune-of-tune": "declared base",
        "a/other-embeddings": "declared base",
        "b/My-Qwen2.5-0.5B-sft": "name pattern",
        "b/qwen2.5-500m": "name pattern",
        "c/nothing-said": "architecture and size",
        "c/nothing-said-either": "architecture and size",
        "Qwen/Qwen2.5-0.5B": "name pattern",
    }


def test_what_runs_in_a_circle_ends():
    found = resolve(
        {
            "a/one": MISTRAL | {"base_model_name": "a/two"},
            "a/two": MISTRAL | {"base_model_name": "a/one"},
            "a/self": MISTRAL | {"base_model_name": "a/self (Merge)"},
            "a/gone": MISTRAL | {"base_model_name": "Removed"},
        }
    )
    assert {row["base_family"] for row in found.values()} == {"Mistral 7B"}
    assert found["a/self"]["base_family_source"] == "checkpoint"


def test_a_model_from_scratch_is_the_root_of_its_tunes():
    new = {"architecture": "NewForCausalLM", "parameters_b_published": 3.3}
    found = resolve(
        {
            "developer/Fresh-3B": new | {"training_type_label": "pretrained"},
            "else/tuned": new | {"base_model_name": "developer/Fresh-3B"},
            "other/Stale-3B": new | {"training_type_label": "pretrained"},
        }
    )
    assert found["developer/Fresh-3B"]["base_family_source"] == "own root"
    assert found["else/tuned"]["base_family"] == found["developer/Fresh-3B"]["base_family"]
    assert found["other/Stale-3B"]["base_family"] != found["developer/Fresh-3B"]["base_family"]


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
    found = resolve(
        {
            "a/one": {"parameters_b_published": 7.0},
            "a/two": {"parameters_b_published": 7.0},
            "a/three": {"architecture": "MistralForCausalLM"},
        },
        unresolved,
    )
    assert [row["base_family"] for row in found.values()] == families
    assert {row["base_family_source"] for row in found.values()} == {"unresolved"}
    assert not any(row["is_base_family_resolved"] for row in found.values())


def test_a_file_of_names_alone_is_resolved_as_far_as_names_go():
    found = resolve({"me/Llama-2-7b-chat-mine": {}, "me/model-7b": {}, "me/model": {}})
    assert [row["base_family_source"] for row in found.values()] == [
        "name pattern",
        "unresolved",
        "unresolved",
    ]
    assert found["me/Llama-2-7b-chat-mine"]["base_family"] == "Llama 2 7B"


def test_a_merge_is_no_root():
    solar = {"architecture": "LlamaForCausalLM", "parameters_b_published": 10.732}
    strange = {"architecture": "NewForCausalLM", "parameters_b_published": 5.0}
    found = resolve(
        {
            "a/x-slerp": MISTRAL,
            "a/flagged": MISTRAL | {"is_merge": True},
            "a/labelled": MISTRAL | {"training_type_label": "merge"},
            "a/of-two": MISTRAL
            | {"base_model_name": "mistralai/Mistral-7B-v0.1, HuggingFaceH4/zephyr-7b-beta"},
            "upstage/SOLAR-10.7B-v1.0": solar | {"training_type_label": "pretrained"},
            "a/tune": solar | {"base_model_name": "upstage/SOLAR-10.7B-v1.0"},
            "a/Frankenmistral-9B-frankenmerge": MISTRAL | {"parameters_b_published": 8.99},
            "a/strange-merge": strange | {"is_merge": True},
            "a/tune-of-strange": strange | {"base_model_name": "a/strange-merge"},
            "a/lora-merged": strange,
        }
    )
    mistral = {name for name, row in found.items() if row["base_family"] == "Mistral 7B"}
    assert mistral == set(found) - {"a/strange-merge", "a/tune-of-strange", "a/lora-merged"}
    merged = {name for name, row in found.items() if row["is_merge_resolved"]}
    assert merged == {
        "a/x-slerp",
        "a/flagged",
        "a/labelled",
        "a/of-two",
        "a/Frankenmistral-9B-frankenmerge",
        "a/strange-merge",
        "a/tune-of-strange",
    }
    for name in ("a/strange-merge", "a/tune-of-strange"):
        assert found[name]["base_family"] == "New merges"
        assert not found[name]["is_base_family_resolved"]
