"""Who shares a base: the rules on a made-up board."""

from datetime import date

import polars as pl
import pytest
from sql_models import ROOT, run_model

pytestmark = pytest.mark.chain

SEEDS = (
    "lineages",
    "lineage_patterns",
    "lineage_checkpoints",
    "merge_patterns",
    "checkpoint_sizes",
    "training_types",
    "stored_size_exceptions",
    "curated_models",
    "size_limits",
)


#: What a record of a board has where a test does not say otherwise.
RECORD = {
    "architecture": "Unknown",
    "parameters_b_published": None,
    "parameters_rule": None,
    "is_published_size_truncated": False,
    "base_model_name": None,
    "training_type_label": None,
    "is_merge": False,
    "is_moe": False,
    "is_quantised": False,
    "weight_type": "Original",
}


TYPES = {
    "parameters_b_published": pl.Float64,
    "base_model_name": pl.String,
    "training_type_label": pl.String,
}


QWEN = {"architecture": "Qwen2ForCausalLM", "parameters_b_published": 0.494}


MISTRAL = {"architecture": "MistralForCausalLM", "parameters_b_published": 7.242}


def resolve(records, unresolved="architecture", scores=()):
    """Send records through the models that resolve lineages; return families, parents and sizes.

    Scores are tuples of evaluation, benchmark and percent.
    """
    tables = {
        name: pl.read_csv(ROOT / f"seeds/models/{name}.csv", try_parse_dates=True) for name in SEEDS
    }
    gathered = pl.DataFrame(
        [
            RECORD
            | {
                "evaluation_id": name,
                "snapshot_id": "board_2025-03-01",
                "model_name": name,
                "local_name": name.rsplit("/")[-1],
                "row_number": number,
            }
            | record
            for number, (name, record) in enumerate(records.items(), start=1)
        ],
        schema_overrides=TYPES,
        infer_schema_length=None,
    )
    tables |= {
        "int_evaluations_unioned": gathered,
        "dim_architectures": gathered.select("architecture")
        .unique()
        .with_columns(
            pl.col("architecture")
            .str.extract("^(Llama|Mistral)")
            .fill_null("Other")
            .alias("architecture_family")
        ),
        "int_scores_deduplicated": pl.DataFrame(
            list(scores),
            schema={
                "evaluation_id": pl.String,
                "benchmark_id": pl.String,
                "score_pct": pl.Float64,
            },
            orient="row",
        ),
        "dim_snapshots": pl.DataFrame(
            {"snapshot_id": ["board_2025-03-01"], "taken_on": [date(2025, 3, 1)]}
        ),
        "stg_provenance__snapshots": pl.DataFrame(
            {"snapshot_id": ["board_2025-03-01"], "is_import": [False]}
        ),
        "stg_boards__reports": pl.DataFrame(
            schema={"snapshot_id": pl.String, "row_number": pl.Int64, "organisation": pl.String}
        ),
    }
    for model in (
        "int_evaluations_sized",
        "int_lineage_architectures",
        "int_lineage_declared",
        "int_lineage_names",
        "int_lineage_sizes",
        "int_lineage_families",
        "int_lineage_mixtures",
        "int_lineage_roots_named",
        "int_lineage_parsed",
        "int_lineage_roots",
        "int_evaluations_clustered",
        "int_evaluations_parameters_resolved",
        "bridge_merge_parents",
    ):
        tables[model] = run_model(model, {"unresolved_lineage": unresolved}, **tables)
    by_name = {
        row["evaluation_id"]: row
        for row in tables["int_evaluations_clustered"]
        .join(tables["int_evaluations_parameters_resolved"], on="evaluation_id", validate="1:1")
        .to_dicts()
    }
    assert len(by_name) == len(records)
    return {name: by_name[name] for name in records}, tables["bridge_merge_parents"]


def test_one_family_has_one_name_whichever_rule_finds_it():
    found, _ = resolve(
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
    found, _ = resolve(
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
    found, _ = resolve(
        {
            "developer/Fresh-3B": new | {"training_type_label": "pretrained"},
            "else/tuned": new | {"base_model_name": "developer/Fresh-3B"},
            "other/Stale-3B": new | {"training_type_label": "pretrained"},
        }
    )
    assert found["developer/Fresh-3B"]["base_family_source"] == "own root"
    assert found["else/tuned"]["base_family"] == found["developer/Fresh-3B"]["base_family"]
    assert found["other/Stale-3B"]["base_family"] != found["developer/Fresh-3B"]["base_family"]


def test_the_shape_of_a_released_checkpoint_outweighs_the_label():
    """Of a released model's exact architecture and size, few are trained anew."""
    found, _ = resolve({"a/mine": MISTRAL | {"training_type_label": "pretrained"}})
    assert found["a/mine"]["base_family"] == "Mistral 7B"


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
    found, _ = resolve(
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
    found, _ = resolve({"me/Llama-2-7b-chat-mine": {}, "me/model-7b": {}, "me/model": {}})
    assert [row["base_family_source"] for row in found.values()] == [
        "name pattern",
        "unresolved",
        "unresolved",
    ]
    assert found["me/Llama-2-7b-chat-mine"]["base_family"] == "Llama 2 7B"


def test_a_merge_has_parents_and_is_no_root():
    solar = {"architecture": "LlamaForCausalLM", "parameters_b_published": 10.732}
    strange = {"architecture": "NewForCausalLM", "parameters_b_published": 5.0}
    found, bridge = resolve(
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
    parents = {
        name: rows.sort("parent_order").select("parent", "parent_family", "weight").rows()
        for (name,), rows in bridge.group_by("evaluation_id")
    }
    assert parents["a/x-slerp"] == [(None, "Mistral 7B", None)]
    assert parents["a/of-two"] == [
        ("HuggingFaceH4/zephyr-7b-beta", "Mistral 7B", 0.5),
        ("mistralai/Mistral-7B-v0.1", "Mistral 7B", 0.5),
    ]
    assert parents["a/tune"] == [("SOLAR 10.7B", "Mistral 7B", 1.0)]
    assert parents["a/strange-merge"] == [(None, None, None)]
    assert "a/lora-merged" not in parents


def test_all_and_active_parameters():
    mixtral = {"architecture": "MixtralForCausalLM", "is_moe": True}
    truncated = {"is_published_size_truncated": True}
    found, _ = resolve(
        {
            "a/Mixtral-8x7B-tune": mixtral | truncated | {"parameters_b_published": 46},
            "a/Beyond-2x7B": mixtral | truncated | {"parameters_b_published": 12},
            "a/counted-2x7B": mixtral | {"parameters_b_published": 12.879},
            "a/someMoE": mixtral | truncated | {"parameters_b_published": 18},
            "a/otherMoE": mixtral | truncated | {"parameters_b_published": 500},
            "a/Llama-3.1-8B-4bit": {
                "architecture": "LlamaForCausalLM",
                "parameters_b_published": 4.65,
            },
            "a/Llama-3.1-8B-pruned": {
                "architecture": "LlamaForCausalLM",
                "parameters_b_published": 4.65,
            },
            "a/Llama-3.1-8B-adapter": {"parameters_b_published": 16.061},
            "a/unsized": {},
        }
    )
    sizes = {name: (row["parameters_b"], row["active_parameters_b"]) for name, row in found.items()}
    assert sizes["a/Mixtral-8x7B-tune"] == (46.703, 12.88)
    # two experts: the whole of a dense model and another one's feed-forward layers
    assert sizes["a/Beyond-2x7B"] == pytest.approx((12.879, 12.879))
    assert sizes["a/counted-2x7B"] == pytest.approx((12.879, 12.879))
    assert sizes["a/counted-2x7B"][0] == 12.879  # to the parameter
    assert sizes["a/someMoE"] == (18.5, None)  # the middle of what was cut off to 18
    assert sizes["a/Llama-3.1-8B-4bit"] == (8.03, 8.03)
    assert sizes["a/Llama-3.1-8B-pruned"] == (4.65, 4.65)
    assert sizes["a/Llama-3.1-8B-adapter"] == (8.03, 8.03)
    assert sizes["a/unsized"] == (None, None)
    assert not found["a/Mixtral-8x7B-tune"]["is_merge_resolved"]
    assert found["a/Beyond-2x7B"]["base_family"] == "Mistral 7B"
    assert found["a/Beyond-2x7B"]["is_merge_resolved"]
    # three copies of Mistral 7B hold 18.5 billion, and no number of copies holds 500
    assert found["a/someMoE"]["base_family"] == "Mistral 7B"
    assert found["a/otherMoE"]["base_family_source"] == "merges of the architecture"


def test_a_model_has_the_size_of_its_base():
    """Whatever its name says and however its file is packed, unless its layers are others."""
    llama = {"architecture": "LlamaForCausalLM"}
    mistral = {"architecture": "MistralForCausalLM"}
    cut = {"is_published_size_truncated": True}
    found, _ = resolve(
        {
            "a/Llama-2-7b-sft": llama | cut | {"parameters_b_published": 6},
            "a/llama2-named": {"parameters_b_published": 7},
            "a/Mistral-7B-tune": mistral | cut | {"parameters_b_published": 7},
            "a/Mistral-7B-converted": llama | cut | {"parameters_b_published": 7},
            "a/Mistral-11B-passthrough": mistral | cut | {"parameters_b_published": 10},
            "a/gemma-2b-sft": {"architecture": "GemmaForCausalLM", "parameters_b_published": 2},
            "a/Qwen2.5-0.5B-tied": QWEN | {"parameters_b_published": 0.63},
            "a/Qwen2.5-0.5B-pruned": QWEN | {"parameters_b_published": 0.42},
            "b/Llama-3-8B": llama | {"parameters_b_published": 8.03},
            "a/half": llama | {"parameters_b_published": 4.015},
            "a/Llama-3.1-Minitron-4B": llama | {"parameters_b_published": 4.02},
            "a/TheBest-2x7B": mistral | cut | {"parameters_b_published": 7, "is_merge": True},
            "a/Llama-2-13B-GPTQ": llama
            | cut
            | {"parameters_b_published": 16, "is_quantised": True},
            "a/expanded-Tinyllama-1.5B": llama | cut | {"parameters_b_published": 1},
        }
    )
    sizes = {name: (row["parameters_b"], row["parameters_source"]) for name, row in found.items()}
    assert sizes == {
        "a/Llama-2-7b-sft": (6.738, "base checkpoint"),
        "a/llama2-named": (6.738, "base checkpoint"),
        "a/Mistral-7B-tune": (7.242, "base checkpoint"),
        "a/Mistral-7B-converted": (7.242, "base checkpoint"),
        "a/Mistral-11B-passthrough": (11.0, "name"),
        "a/gemma-2b-sft": (2.506, "base checkpoint"),
        "a/Qwen2.5-0.5B-tied": (0.494, "base checkpoint"),
        "a/Qwen2.5-0.5B-pruned": (0.42, "published"),
        "b/Llama-3-8B": (8.03, "base checkpoint"),
        "a/half": (8.03, "stored size corrected"),
        "a/Llama-3.1-Minitron-4B": (4.02, "published"),
        "a/TheBest-2x7B": (7.242, "base checkpoint"),
        "a/Llama-2-13B-GPTQ": (13.016, "base checkpoint"),
        "a/expanded-Tinyllama-1.5B": (1.5, "name"),
    }


def test_a_size_lies_between_what_its_source_leaves_open():
    cut = {"is_published_size_truncated": True}
    found, _ = resolve(
        {
            "a/strange-7B": cut | {"parameters_b_published": 7},
            "a/strange-1.3B": cut | {"parameters_b_published": 1},
            "a/strange": cut | {"parameters_b_published": 7},
            "a/Llama-2-7b": cut | {"parameters_b_published": 6},
            "a/counted": {"parameters_b_published": 5.432},
        }
    )
    bounds = {name: (row["size_low_b"], row["size_high_b"]) for name, row in found.items()}
    assert bounds == {
        "a/strange-7B": (6.5, 7.5),
        "a/strange-1.3B": (1.25, 1.35),
        "a/strange": (7, 8),
        "a/Llama-2-7b": (6.738, 6.738),
        "a/counted": (5.432, 5.432),
    }


def test_a_counted_size_outweighs_the_word_in_a_name_and_a_base_of_quite_another_size():
    qwen = {"architecture": "Qwen2ForCausalLM"}
    found, _ = resolve(
        {
            "b/Qwen2.5-7B": qwen | {"parameters_b_published": 7.616},
            "a/QwQ-7B-distilled": qwen | {"parameters_b_published": 7.616},
            "a/QwQ-tune": qwen | {"parameters_b_published": 32.764},
            "a/gemma-2-2b-it-tune": {
                "architecture": "Gemma2ForCausalLM",
                "parameters_b_published": 2.614,
                "base_model_name": "google/gemma-2-9b",
            },
        }
    )
    assert {name: row["base_family"] for name, row in found.items()} == {
        "b/Qwen2.5-7B": "Qwen2.5 7B",
        "a/QwQ-7B-distilled": "Qwen2.5 7B",
        "a/QwQ-tune": "Qwen2.5 32B",
        "a/gemma-2-2b-it-tune": "Gemma 2 2B",
    }


def test_a_size_that_a_score_rules_out_is_unknown():
    tiny = {"architecture": "NewForCausalLM", "parameters_b_published": 0.007}
    found, _ = resolve(
        {"a/broken-count": tiny, "a/toy": tiny},
        scores=[("a/broken-count", "ifeval", 43.0), ("a/toy", "ifeval", 15.0)],
    )
    assert found["a/broken-count"]["parameters_b"] is None
    assert found["a/broken-count"]["parameters_source"] == "unknown"
    assert found["a/toy"]["parameters_b"] == 0.007
