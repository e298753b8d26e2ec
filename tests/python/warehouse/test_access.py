"""Who may build on what: public tables are under contract, fits private, every model owned."""

import pytest
import yaml


@pytest.fixture(scope="module")
def models(parsed):
    return parsed.models


@pytest.fixture(scope="module")
def public(models):
    return [model for model in models if model["access"] == "public"]


def names(models):
    return {model["name"] for model in models}


def test_public_is_what_is_published_and_fits_alone_are_private(models, public, project):
    variables = yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]
    schemas = set(variables["published_schemas"])
    assert names(public) == names(model for model in models if model["schema"] in schemas)
    assert {model["schema"] for model in public} == schemas
    private = [model for model in models if model["access"] == "private"]
    assert names(private) == names(model for model in models if model["schema"] == "fits") != set()


def test_public_models_are_under_contract_unless_python(public):
    without = [model for model in public if not model["contract"]["enforced"]]
    assert names(without) == names(model for model in public if model["language"] == "python")


def test_models_in_python_with_types_are_contracted(models):
    """The materialization holds them to their columns, which dbt does not."""
    typed = [
        model
        for model in models
        if model["language"] == "python"
        and any(column["data_type"] for column in model["columns"].values())
    ]
    contracted = [model for model in models if model["config"]["materialized"] == "contracted"]
    assert names(typed) == names(contracted) != set()


def test_public_models_prove_their_grain(public, parsed):
    """What the description says about a row is held by a test of its key."""
    tested = {
        node["attached_node"]
        for node in parsed.manifest["nodes"].values()
        if node["resource_type"] == "test"
        and node["test_metadata"]["name"] in ("unique_grain", "one_row")
    }
    untested = [model for model in public if model["unique_id"] not in tested]
    assert names(untested) == set()
