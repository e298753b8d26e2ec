"""Who shares a base, and how large a model is: the rules on made-up boards."""

import pytest
from lineages import MISTRAL, QWEN, resolve

pytestmark = pytest.mark.chain

LLAMA = {"architecture": "LlamaForCausalLM"}
GEMMA = {"architecture": "Gemma2ForCausalLM"}
NEW = {"architecture": "NewForCausalLM"}
CUT = {"is_published_size_truncated": True}
PRETRAINED = {"training_type_label": "pretrained"}


def sized(billions):
    return {"parameters_b_published": billions}


def of(base):
    return {"base_model_name": base}


def assert_resolved(columns, board, **options):
    """Check columns of a board, a record and its values by name; return all that was found."""
    names = columns.split()
    found = resolve({name: record for name, (record, *_) in board.items()}, **options)
    values = {name: tuple(row[column] for column in names) for name, row in found.items()}
    assert values == {name: tuple(expected) for name, (_, *expected) in board.items()}
    return found


def test_one_family_has_one_name_whichever_rule_finds_it():
    rules = {
        "a/tune": (QWEN | of("Qwen/Qwen2.5-0.5B"), "declared base"),
        "a/instruct": (QWEN | of("Qwen/Qwen2.5-0.5B-Instruct"), "declared base"),
        "a/tune-of-tune": (QWEN | of("a/tune"), "declared base"),
        "a/other-embeddings": (QWEN | of("Qwen/Qwen2.5-0.5B") | sized(0.63), "declared base"),
        "b/My-Qwen2.5-0.5B-sft": (QWEN, "name pattern"),
        "b/qwen2.5-500m": ({}, "name pattern"),
        "c/nothing-said": (QWEN, "architecture and size"),
        "c/nothing-said-either": (QWEN | sized(0.63), "architecture and size"),
        "Qwen/Qwen2.5-0.5B": (QWEN | PRETRAINED, "name pattern"),
    }
    found = assert_resolved("base_family_source", rules)
    assert {row["base_family"] for row in found.values()} == {"Qwen2.5 0.5B"}
    assert {row["lineage_family"] for row in found.values()} == {"Qwen2.5"}


def test_what_runs_in_a_circle_ends():
    circle = {"a/one": "a/two", "a/two": "a/one", "a/self": "a/self (Merge)", "a/gone": "Removed"}
    found = resolve({name: MISTRAL | of(base) for name, base in circle.items()})
    assert {row["base_family"] for row in found.values()} == {"Mistral 7B"}
    assert found["a/self"]["base_family_source"] == "checkpoint"


def test_a_model_from_scratch_is_the_root_of_its_tunes():
    new = NEW | sized(3.3)
    found = resolve(
        {
            "developer/Fresh-3B": new | PRETRAINED,
            "else/tuned": new | of("developer/Fresh-3B"),
            "other/Stale-3B": new | PRETRAINED,
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
    records = sized(7.0), sized(7.0), {"architecture": "MistralForCausalLM"}
    board = {
        f"a/{name}": (record, family, "unresolved", False)
        for name, record, family in zip(("one", "two", "three"), records, families, strict=True)
    }
    columns = "base_family base_family_source is_base_family_resolved"
    assert_resolved(columns, board, unresolved=unresolved)


def test_a_file_of_names_alone_is_resolved_as_far_as_names_go():
    found = assert_resolved(
        "base_family_source",
        {
            "me/Llama-2-7b-chat-mine": ({}, "name pattern"),
            "me/model-7b": ({}, "unresolved"),
            "me/model": ({}, "unresolved"),
        },
    )
    assert found["me/Llama-2-7b-chat-mine"]["base_family"] == "Llama 2 7B"


def test_a_merge_is_no_root():
    solar, strange = LLAMA | sized(10.732), NEW | sized(5.0)
    two = "mistralai/Mistral-7B-v0.1, HuggingFaceH4/zephyr-7b-beta"
    found = resolve(
        {
            "a/x-slerp": MISTRAL,
            "a/flagged": MISTRAL | {"is_merge": True},
            "a/labelled": MISTRAL | {"training_type_label": "merge"},
            "a/of-two": MISTRAL | of(two),
            "upstage/SOLAR-10.7B-v1.0": solar | PRETRAINED,
            "a/tune": solar | of("upstage/SOLAR-10.7B-v1.0"),
            "a/Frankenmistral-9B-frankenmerge": MISTRAL | sized(8.99),
            "a/strange-merge": strange | {"is_merge": True},
            "a/tune-of-strange": strange | of("a/strange-merge"),
            "a/lora-merged": strange,
        }
    )
    strangers = {"a/strange-merge", "a/tune-of-strange"}
    mistral = {name for name, row in found.items() if row["base_family"] == "Mistral 7B"}
    assert mistral == set(found) - strangers - {"a/lora-merged"}
    merged = {name for name, row in found.items() if row["is_merge_resolved"]}
    assert set(found) - merged == {"upstage/SOLAR-10.7B-v1.0", "a/tune", "a/lora-merged"}
    for name in strangers:
        assert found[name]["base_family"] == "New merges"
        assert not found[name]["is_base_family_resolved"]


def test_all_and_active_parameters():
    mixtral = {"architecture": "MixtralForCausalLM", "is_moe": True}
    # two experts: the whole of a dense model and another one's feed-forward layers
    beyond = pytest.approx(12.879)
    found = assert_resolved(
        "parameters_b active_parameters_b",
        {
            "a/Mixtral-8x7B-tune": (mixtral | CUT | sized(46), 46.703, 12.88),
            "a/Beyond-2x7B": (mixtral | CUT | sized(12), beyond, beyond),
            "a/counted-2x7B": (mixtral | sized(12.879), 12.879, beyond),
            # the middle of what was cut off to 18
            "a/someMoE": (mixtral | CUT | sized(18), 18.5, None),
            "a/Llama-3.1-8B-4bit": (LLAMA | sized(4.65), 8.03, 8.03),
            "a/Llama-3.1-8B-pruned": (LLAMA | sized(4.65), 4.65, 4.65),
            "a/Llama-3.1-8B-adapter": (sized(16.061), 8.03, 8.03),
            "a/unsized": ({}, None, None),
        },
    )
    assert not found["a/Mixtral-8x7B-tune"]["is_merge_resolved"]
    assert found["a/Beyond-2x7B"]["is_merge_resolved"]
    # three copies of Mistral 7B hold 18.5 billion, and no number of copies holds 500
    assert {found[f"a/{name}"]["base_family"] for name in ("Beyond-2x7B", "someMoE")} == {
        "Mistral 7B"
    }
    (other,) = resolve({"a/otherMoE": mixtral | CUT | sized(500)}).values()
    assert other["base_family_source"] == "merges of the architecture"


def test_a_model_has_the_size_of_its_base():
    """Whatever its name says and however its file is packed, unless its layers are others."""
    mistral = {"architecture": "MistralForCausalLM"}
    llama, base = LLAMA | CUT, "base checkpoint"
    small_gemma = {"architecture": "GemmaForCausalLM"} | sized(2)
    assert_resolved(
        "parameters_b parameters_source",
        {
            "a/Llama-2-7b-sft": (llama | sized(6), 6.738, base),
            "a/llama2-named": (sized(7), 6.738, base),
            "a/Mistral-7B-tune": (mistral | CUT | sized(7), 7.242, base),
            "a/Mistral-7B-converted": (llama | sized(7), 7.242, base),
            "a/Mistral-11B-passthrough": (mistral | CUT | sized(10), 11.0, "name"),
            "a/gemma-2b-sft": (small_gemma, 2.506, base),
            "a/Qwen2.5-0.5B-pruned": (QWEN | sized(0.42), 0.42, "published"),
            "b/Llama-3-8B": (LLAMA | sized(8.03), 8.03, base),
            "a/half": (LLAMA | sized(4.015), 8.03, "stored size corrected"),
            "a/Llama-3.1-Minitron-4B": (LLAMA | sized(4.02), 4.02, "published"),
            "a/TheBest-2x7B": (mistral | CUT | sized(7) | {"is_merge": True}, 7.242, base),
            "a/Llama-2-13B-GPTQ": (llama | sized(16) | {"is_quantised": True}, 13.016, base),
            "a/expanded-Tinyllama-1.5B": (llama | sized(1), 1.5, "name"),
        },
    )


def test_an_output_embedding_of_its_own_makes_a_larger_model():
    """The file's count stands, but for buffers and embeddings that the architecture ties."""
    found = assert_resolved(
        "parameters_b",
        {
            "a/DeepSeek-R1-Distill-Qwen-1.5B": (QWEN | sized(1.777), 1.777),
            "a/DeepSeek R1 Distill Qwen 1.5B": (sized(1.78), 1.78),
            "a/Qwen2.5-0.5B-sft": (QWEN | sized(0.63), 0.63),
            "a/Qwen2.5-0.5B-quant": (QWEN | sized(0.63) | {"is_quantised": True}, 0.494),
            "a/Llama-3.2-1B-sft": (LLAMA | sized(1.498), 1.498),
            "a/gemma-2-9b-merge": (GEMMA | sized(10.159), 9.242),
            "a/gpt2-tune": ({"architecture": "GPT2LMHeadModel"} | sized(0.137), 0.1244),
        },
    )
    assert found["a/DeepSeek R1 Distill Qwen 1.5B"]["base_family"] == "Qwen2.5 1.5B"


def test_an_integer_without_a_file_was_read_off_the_name():
    assert_resolved(
        "base_family parameters_b",
        {
            "a/vicuna-7b-v1.5-lora-x": (CUT | sized(7), "Llama 2 7B", 6.738),
            "a/llongma-2-13b-16k": (CUT | sized(13), "Llama 2 13B", 13.016),
            "a/gemma-7b-lora": (CUT | sized(7), "Gemma 7B", 8.538),
        },
    )


def test_a_size_lies_between_what_its_source_leaves_open():
    assert_resolved(
        "size_low_b size_high_b",
        {
            "a/strange-7B": (CUT | sized(7), 6.5, 7.5),
            "a/strange-1.3B": (CUT | sized(1), 1.25, 1.35),
            "a/strange": (CUT | sized(7), 7, 8),
            "a/Llama-2-7b": (CUT | sized(6), 6.738, 6.738),
            "a/counted": (sized(5.432), 5.432, 5.432),
        },
    )


def test_a_counted_size_outweighs_the_word_in_a_name_and_a_base_of_quite_another_size():
    qwen = {"architecture": "Qwen2ForCausalLM"}
    gemma = GEMMA | sized(2.614) | of("google/gemma-2-9b")
    assert_resolved(
        "base_family",
        {
            "b/Qwen2.5-7B": (qwen | sized(7.616), "Qwen2.5 7B"),
            "a/QwQ-7B-distilled": (qwen | sized(7.616), "Qwen2.5 7B"),
            "a/QwQ-tune": (qwen | sized(32.764), "Qwen2.5 32B"),
            "a/gemma-2-2b-it-tune": (gemma, "Gemma 2 2B"),
        },
    )


def test_a_size_that_a_score_rules_out_is_unknown():
    tiny, published = NEW | sized(0.007), "published"
    assert_resolved(
        "parameters_b parameters_source",
        {"a/broken-count": (tiny, None, "unknown"), "a/toy": (tiny, 0.007, published)},
        scores=[("a/broken-count", "ifeval", 43.0), ("a/toy", "ifeval", 15.0)],
    )
