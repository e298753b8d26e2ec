"""A name means the model that is called so, or none: never one of other digits or letters."""

import duckdb
import pytest

from analysis_py.statistics.positions.model_names import (
    ITEMS,
    ModelName,
    ModelNameError,
    NothingSharedError,
    find_models,
    names_of_models,
    split_run,
)

#: Snapshots and their models; every one but the import "mine" has the model "other" too.
KNOWN = {
    "hub": [
        *("Llama 2 70B", "GPT-4", "GPT-4o (Aug '24)", "GPT-4o mini", "Grok 3", "Grok 4", "Phi-4"),
        "Command R+",
    ],
    "v1": [
        *("meta-llama/Llama-2-70b-hf", "meta-llama/Llama-2-7b-hf", "x/Llama-2-70b-hf-GPTQ"),
        *("mistralai/Mixtral-8x7B-v0.1", "mistralai/Mixtral-8x7B-Instruct-v0.1", "a/one"),
        *("mistralai/Mistral-7B-v0.1", "mistralai/Mistral-7B-v0.2", "Qwen/Qwen-1_8B"),
        *("facebook/opt-125m", "Facebook/OPT-125M", "me/Zephyr-7b-beta-tuned"),
        *("tiiuae/falcon-180B", "a/twin", "porkorbeef/Llama-2-70b", "a/grok-4", "b/Grok-4"),
    ],
    "v2": ["microsoft/phi-4", "unsloth/phi-4", "meta-llama/Llama-2-70b-hf", "b/twin"],
    "mine": ["me/Zephyr-9b", "me/second"],
    ITEMS: ["Grok 3", "only/answers", "gemma-2-27b-it@together"],
}  # fmt: skip
#: Two boards list the first as pretrained; of the other, one uploader says so.
PRETRAINED = {"meta-llama/Llama-2-70b-hf", "a/twin"}


@pytest.fixture(scope="module")
def known():
    with duckdb.connect() as connection:
        connection.execute("create schema marts; create schema statistics")
        connection.execute(
            "create table marts.fct_evaluations "
            "(model_name text, snapshot_id text, training_type text, base_family text);"
            "create table marts.dim_snapshots (snapshot_id text, source text, is_import boolean)"
        )
        connection.execute("create table statistics.stat_item_scores (model_name text)")
        for snapshot, names in KNOWN.items():
            connection.execute(
                "insert into marts.dim_snapshots values (?, ?, ?)",
                [snapshot, snapshot, snapshot == "mine"],
            )
            for name in names if snapshot == "mine" else [*names, "other"]:
                if snapshot == ITEMS:
                    connection.execute("insert into statistics.stat_item_scores values (?)", [name])
                else:
                    connection.execute(
                        "insert into marts.fct_evaluations values (?, ?, ?, 'family')",
                        [name, snapshot, "pretrained" if name in PRETRAINED else "fine-tuned"],
                    )
        yield connection


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("llama-2-70b", {"hub": "Llama 2 70B", "v1": "meta-llama/Llama-2-70b-hf",
                         "v2": "meta-llama/Llama-2-70b-hf"}),
        ("META-LLAMA/llama_2 70b", {"v1": "meta-llama/Llama-2-70b-hf",
                                    "v2": "meta-llama/Llama-2-70b-hf"}),
        ("gpt 4", {"hub": "GPT-4"}),
        ("gpt-4o-mini", {"hub": "GPT-4o mini"}),
        ("grok-3", {"hub": "Grok 3", ITEMS: "Grok 3"}),
        ("falcon-180b", {"v1": "tiiuae/falcon-180B"}),
        ("mixtral-8x7b", {"v1": "mistralai/Mixtral-8x7B-v0.1"}),
        ("phi-4", {"hub": "Phi-4"}),
        ("unsloth/phi-4", {"v2": "unsloth/phi-4"}),
        ("facebook/opt-125m", {"v1": "facebook/opt-125m"}),
        ("zephyr-7b-beta", {"v1": "me/Zephyr-7b-beta-tuned"}),
        ("answers", {ITEMS: "only/answers"}),
        ("porkorbeef/llama-2-70b", {"v1": "porkorbeef/Llama-2-70b"}),
    ],
)  # fmt: skip
def test_a_name_means_the_model_called_so_on_each_snapshot(known, name, meant):
    found = find_models(known, name, "other").models
    assert found == {(snapshot, snapshot): (model, "other") for snapshot, model in meant.items()}


@pytest.mark.parametrize(
    "name",
    ["gpt-4o", "gpt-40", "gpt-4.1", "qwen3-8b", "llama-2-7", "llama-27b", "llama-2.7b", "lama-2-7b",
     "mistral-7b", "command-r", "falcon-18", "opt-12", "phi-4.5", "8b", "y/llama-2-70b",
     "twin", "", "?"],
)  # fmt: skip
def test_another_name_means_no_model_and_is_never_listed_itself(known, name):
    with pytest.raises(ModelNameError) as error:
        find_models(known, name, "other")
    assert f"\n  {name}\n" not in f"{error.value}\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a/one@float16", ("a/one", "float16")),
        ("gemma-2-27b-it@together", ("gemma-2-27b-it@together", "")),
        ("@", ("@", "")),
    ],
)
def test_a_run_is_what_follows_an_at_sign_that_is_not_the_name_s_own(known, written, meant):
    assert split_run(names_of_models(known), written) == meant


def test_what_may_be_several_on_one_snapshot_is_left_out_there_and_said(known):
    meant = find_models(known, "phi-4", "other")
    assert meant.unclear == {"v2": "v2: 'phi-4' may be microsoft/phi-4 or unsloth/phi-4"}
    assert meant.n_models == {"hub": 9, "v2": 5}


def test_an_import_is_compared_with_every_board_that_has_the_other_model(known):
    found = find_models(known, "zephyr 9b", "llama-2-70b").models
    assert found == {
        ("mine", "hub"): ("me/Zephyr-9b", "Llama 2 70B"),
        ("mine", "v1"): ("me/Zephyr-9b", "meta-llama/Llama-2-70b-hf"),
        ("mine", "v2"): ("me/Zephyr-9b", "meta-llama/Llama-2-70b-hf"),
    }
    # where the import has both, it stands alone
    assert list(find_models(known, "zephyr 9b", "second").models) == [("mine", "mine")]


def test_models_of_no_common_snapshot_are_said_to_be_where_they_are(known):
    with pytest.raises(NothingSharedError, match="gpt-4 is on hub; a/one is on v1"):
        find_models(known, "gpt-4", "a/one")


def test_no_name_with_a_wrong_digit_means_a_model(warehouse):
    """Of published names with one digit changed, what is found has these very numbers."""
    names = warehouse.sql(
        "select distinct model_name from marts.fct_evaluations "
        "where regexp_matches(model_name, '[0-9]') using sample 40 rows (reservoir, 2)"
    ).fetchall()
    for place, (name,) in enumerate(names):
        digits = [i for i, letter in enumerate(name) if letter in "0123456789"]
        at = digits[place % len(digits)]
        wrong = f"{name[:at]}{(int(name[at]) + 1 + place % 9) % 10}{name[at + 1 :]}"
        try:
            found = find_models(warehouse, wrong, wrong).models
        except ModelNameError:
            continue
        numbers = [part for part in ModelName(wrong).parts if part[0].isdigit()]
        for model, _ in found.values():
            of_model = [part for part in ModelName(model).parts if part[0].isdigit()]
            starts = range(len(of_model) - len(numbers) + 1)
            assert any(of_model[i : i + len(numbers)] == numbers for i in starts), (wrong, model)
