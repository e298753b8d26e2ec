"""How large a model is: the rules on a made-up board."""

import pytest
from lineages import QWEN, resolve

pytestmark = pytest.mark.chain


def test_all_and_active_parameters():
    mixtral = {"architecture": "MixtralForCausalLM", "is_moe": True}
    truncated = {"is_published_size_truncated": True}
    found = resolve(
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
    found = resolve(
        {
            "a/Llama-2-7b-sft": llama | cut | {"parameters_b_published": 6},
            "a/llama2-named": {"parameters_b_published": 7},
            "a/Mistral-7B-tune": mistral | cut | {"parameters_b_published": 7},
            "a/Mistral-7B-converted": llama | cut | {"parameters_b_published": 7},
            "a/Mistral-11B-passthrough": mistral | cut | {"parameters_b_published": 10},
            "a/gemma-2b-sft": {"architecture": "GemmaForCausalLM", "parameters_b_published": 2},
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
        "a/Qwen2.5-0.5B-pruned": (0.42, "published"),
        "b/Llama-3-8B": (8.03, "base checkpoint"),
        "a/half": (8.03, "stored size corrected"),
        "a/Llama-3.1-Minitron-4B": (4.02, "published"),
        "a/TheBest-2x7B": (7.242, "base checkpoint"),
        "a/Llama-2-13B-GPTQ": (13.016, "base checkpoint"),
        "a/expanded-Tinyllama-1.5B": (1.5, "name"),
    }


def test_an_output_embedding_of_its_own_makes_a_larger_model():
    """The file's count stands, but for buffers and embeddings that the architecture ties."""
    found = resolve(
        {
            "a/DeepSeek-R1-Distill-Qwen-1.5B": QWEN | {"parameters_b_published": 1.777},
            "a/DeepSeek R1 Distill Qwen 1.5B": {"parameters_b_published": 1.78},
            "a/Qwen2.5-0.5B-sft": QWEN | {"parameters_b_published": 0.63},
            "a/Qwen2.5-0.5B-quant": QWEN | {"parameters_b_published": 0.63, "is_quantised": True},
            "a/Llama-3.2-1B-sft": {
                "architecture": "LlamaForCausalLM",
                "parameters_b_published": 1.498,
            },
            "a/gemma-2-9b-merge": {
                "architecture": "Gemma2ForCausalLM",
                "parameters_b_published": 10.159,
            },
            "a/gpt2-tune": {"architecture": "GPT2LMHeadModel", "parameters_b_published": 0.137},
        }
    )
    assert {name: row["parameters_b"] for name, row in found.items()} == {
        "a/DeepSeek-R1-Distill-Qwen-1.5B": 1.777,
        "a/DeepSeek R1 Distill Qwen 1.5B": 1.78,
        "a/Qwen2.5-0.5B-sft": 0.63,
        "a/Qwen2.5-0.5B-quant": 0.494,
        "a/Llama-3.2-1B-sft": 1.498,
        "a/gemma-2-9b-merge": 9.242,
        "a/gpt2-tune": 0.1244,
    }
    assert found["a/DeepSeek R1 Distill Qwen 1.5B"]["base_family"] == "Qwen2.5 1.5B"


def test_an_integer_without_a_file_was_read_off_the_name():
    cut = {"is_published_size_truncated": True}
    found = resolve(
        {
            "a/vicuna-7b-v1.5-lora-x": cut | {"parameters_b_published": 7},
            "a/llongma-2-13b-16k": cut | {"parameters_b_published": 13},
            "a/gemma-7b-lora": cut | {"parameters_b_published": 7},
        }
    )
    assert {name: (row["base_family"], row["parameters_b"]) for name, row in found.items()} == {
        "a/vicuna-7b-v1.5-lora-x": ("Llama 2 7B", 6.738),
        "a/llongma-2-13b-16k": ("Llama 2 13B", 13.016),
        "a/gemma-7b-lora": ("Gemma 7B", 8.538),
    }


def test_a_size_lies_between_what_its_source_leaves_open():
    cut = {"is_published_size_truncated": True}
    found = resolve(
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
    found = resolve(
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
    found = resolve(
        {"a/broken-count": tiny, "a/toy": tiny},
        scores=[("a/broken-count", "ifeval", 43.0), ("a/toy", "ifeval", 15.0)],
    )
    assert found["a/broken-count"]["parameters_b"] is None
    assert found["a/broken-count"]["parameters_source"] == "unknown"
    assert found["a/toy"]["parameters_b"] == 0.007
