"""Sizes, base families and training types against 300 labels by hand, drawn by lot."""

import runpy
from types import SimpleNamespace

import polars as pl
import pytest

#: How far a size may lie from what its label leaves open.
SIZE_TOLERANCE = 0.06
#: Rows known to be wrong, which tests/reference/labels/README.md explains. They stay so:
#: a sample on which rules are mended says nothing of the rules any more.
KNOWN_ERRORS = {
    "size": {
        "indischepartij/MiniCPM-3B-Hercules-v2.0",
        "indischepartij/MiniCPM-3B-OpenHermes-2.5-v2",
    },
    "base": {
        "Abhaykoul/qwen1.5-vortex",
        "DrNicefellow/Mixtral-6x7B-Instruct-v0.1-bfloat16-Trimmed024567",
        "Felladrin/Pythia-31M-Chat-v1",
        "deepseek-ai/deepseek-coder-7b-instruct-v1.5",
        "fierysurf/Kan-LLaMA-7B-base",
        "perlthoughts/openchat-3.5-1210-32k-8x7b-MoE",
        "xaviviro/FLOR-6.3B-xat",
    },
    "type": set(),
}

COMPARED = f"""
    select
        labels.model_name,
        labels.size_b is not null as is_size_labelled,
        found.parameters_b is not null as is_size_found,
        found.parameters_b between labels.size_low_b * {1 - SIZE_TOLERANCE}
        and labels.size_high_b * {1 + SIZE_TOLERANCE} as is_size_right,
        labels.base_family != 'unknown' as is_base_labelled,
        found.is_base_family_resolved as is_base_found,
        list_contains(string_split(labels.base_family, ';'), found.base_family)
        or (list_contains(string_split(labels.base_family, ';'), 'own') and (
            found.base_family not in (select base_family from read_csv($checkpoints))
            or contains(
                regexp_replace(lower(found.model_name), '[^a-z0-9]', '', 'g'),
                regexp_replace(lower(found.base_family), ' [0-9.]+b$|[^a-z0-9]', '', 'g')
            )
        )) as is_base_right,
        labels.training_type != 'unknown' as is_type_labelled,
        found.training_type != 'unknown' as is_type_found,
        labels.training_type = found.training_type as is_type_right
    from read_csv($labels) as labels
    inner join marts.fct_evaluations as found using (evaluation_id)
    order by labels.model_name
"""
pytestmark = pytest.mark.committed


@pytest.fixture(scope="module")
def compared(warehouse, project):
    files = {
        "labels": str(project / "tests/reference/labels/labels.csv"),
        "checkpoints": str(project / "seeds/models/lineage_checkpoints.csv"),
    }
    return warehouse.sql(COMPARED, params=files).pl()


def test_the_lot_draws_the_labelled_evaluations(warehouse, project):
    folder = project / "tests/reference/labels"
    draw = SimpleNamespace(**runpy.run_path(str(folder / "draw.py")))
    labels = pl.read_csv(folder / "labels.csv")
    audit = draw.draw(warehouse)
    assert set(labels["evaluation_id"]) == set(audit)
    for mended_on in draw.SAMPLES[:-1]:
        assert not set(audit) & set(draw.draw(warehouse, mended_on))
    assert len(audit) == sum(draw.STRATA.values())


@pytest.mark.parametrize("field", KNOWN_ERRORS)
def test_none_is_wrong_but_the_known_ones(compared, field):
    known = compared.filter(f"is_{field}_labelled", f"is_{field}_found")
    wrong = known.filter(~pl.col(f"is_{field}_right"))["model_name"]
    assert set(wrong) <= KNOWN_ERRORS[field]
