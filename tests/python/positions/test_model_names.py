"""A name means the model that is called so, or none: never one of other digits or letters."""

from pathlib import Path

import duckdb
import polars as pl
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

HERE = Path(__file__).parent
#: What a name means on the snapshots of describe_models.csv, of which "mine" is an import.
MEANT = pl.read_csv(HERE / "meant_names.csv").to_dicts()


@pytest.fixture(scope="module")
def known():
    models = pl.read_csv(HERE / "known_models.csv").with_columns(base_family=pl.lit("family"))
    with duckdb.connect() as connection:
        connection.register("models", models.to_arrow())
        connection.execute(
            "create schema marts; create schema statistics;"
            f"create table marts.fct_evaluations as from models where snapshot_id != '{ITEMS}';"
            "create table marts.dim_snapshots as select distinct snapshot_id, "
            "snapshot_id as source, snapshot_id = 'mine' as is_import from marts.fct_evaluations;"
            "create table statistics.stat_item_scores as "
            f"select model_name from models where snapshot_id = '{ITEMS}'"
        )
        yield connection


@pytest.mark.parametrize("meant", MEANT, ids=lambda row: row["name"])
def test_a_name_means_the_model_called_so_on_each_snapshot(known, meant):
    found = find_models(known, meant["name"], "other").models
    models = {at: model for at, model in meant.items() if model and at != "name"}
    assert found == {(snapshot, snapshot): (model, "other") for snapshot, model in models.items()}


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
