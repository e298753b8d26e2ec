"""Sizes, base families and training types against 300 labels by hand, drawn by lot."""

import importlib.util

import polars as pl
import pytest
from scipy.stats import beta

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


def counts(compared, field):
    """Return how many are compared, and which of them are wrong, left open, and not labelled."""
    labelled = compared.filter(f"is_{field}_labelled")
    known = labelled.filter(f"is_{field}_found")
    wrong = known.filter(~pl.col(f"is_{field}_right"))["model_name"].to_list()
    return known.height, wrong, labelled.height - known.height, compared.height - labelled.height


def test_the_lot_draws_the_labelled_evaluations(warehouse, project):
    folder = project / "tests/reference/labels"
    spec = importlib.util.spec_from_file_location("draw", folder / "draw.py")
    draw = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(draw)
    labels = pl.read_csv(folder / "labels.csv")
    audit = draw.draw(warehouse)
    assert set(labels["evaluation_id"]) == set(audit)
    for mended_on in draw.SAMPLES[:-1]:
        assert not set(audit) & set(draw.draw(warehouse, mended_on))
    assert len(audit) == sum(draw.STRATA.values())


@pytest.mark.parametrize("field", ["size", "base", "type"])
def test_none_is_wrong_but_the_known_ones(compared, field):
    _, wrong, _, _ = counts(compared, field)
    assert set(wrong) <= KNOWN_ERRORS[field]


def test_the_docs_quote_the_error_rates(compared, project):
    (n_size, size, *open_size), (n_base, base, *open_base), (n_type, types, *open_type) = (
        counts(compared, field) for field in ("size", "base", "type")
    )

    def share(wrong, n):
        """Write a share with Clopper and Pearson's exact 95 % interval."""
        k = len(wrong)
        low = beta.ppf(0.025, k, n - k + 1) if k else 0.0
        high = beta.ppf(0.975, k + 1, n - k)
        return f"{100 * k / n:.1f} %, {100 * low:.1f} to {100 * high:.1f}"

    expected = (
        f"{len(size)} of {n_size} sizes ({share(size, n_size)}), "
        f"{len(base)} of {n_base} base families ({share(base, n_base)}) and "
        f"{len(types)} of {n_type} training types ({share(types, n_type)}) are wrong. "
        f"The rules leave {open_size[0]} sizes, {open_base[0]} base families and {open_type[0]} "
        f"training types open that the labels tell; the labels leave {open_size[1]}, "
        f"{open_base[1]} and {open_type[1]} open."
    )
    print(expected)
    assert expected in " ".join((project / "docs/README.md").read_text().split())
