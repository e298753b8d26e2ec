"""Who shares a base on the boards, and how much the ways to tell it matter."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.dependence.clustered_pairs import fit_cluster_robust
from analysis_py.statistics.dependence.lineage import fit_lineage_sensitivity


def test_sensitivity_repeats_the_comparison_and_says_what_cannot_be_tested():
    rng = np.random.default_rng(5)
    rows = pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "factor": "training_type",
            "level": ["x"] * 6 + ["y"] * 5 + ["z"],
            "level_order": 0,
            "is_tested": True,
            "base_family": [f"f{i}" for i in (0, 1, 2, 3, 4, 5, 1, 2, 3, 6, 7, 7)],
            "n_obs": rng.integers(1, 9, 12),
            "total_units": rng.integers(10**8, 4 * 10**8, 12),
            "sum_squares": rng.uniform(1, 9, 12),
        }
    )
    found = fit_lineage_sensitivity(
        rows.with_columns(lineage=pl.lit("base_family"), unresolved_lineage=pl.lit("alone"))
    )
    both = rows.filter(pl.col("level") != "z")
    pairs = fit_cluster_robust(both, 80, 1)["pairs"].explode().struct.unnest()
    expected = pairs.filter(method="cr2").row(0, named=True)
    tested = found.filter(status="ok").row(0, named=True)
    for name in ("estimate", "std_error", "df_den", "ci_low", "p_value", "n_clusters_b"):
        assert tested[name] == pytest.approx(expected[name], rel=1e-12)
    rest = found.filter(pl.col("status") != "ok")
    assert rest["status"].to_list() == ["a group lies in one base family"] * 2
    assert rest["p_value"].is_null().all()


def test_all_that_declare_one_root_share_its_family(warehouse):
    split = warehouse.sql(
        "select base_model_name from marts.fct_evaluations where base_model_name != 'Removed' "
        "and not ends_with(base_model_name, '(Merge)') and base_family_source = 'declared base' "
        "group by snapshot_id, base_model_name having count(distinct base_family) > 1"
    ).fetchall()
    assert split == []


@pytest.mark.committed
def test_no_rule_parts_a_family_of_the_boards(warehouse):
    qwen = warehouse.sql(
        "select distinct base_family, base_family_source from marts.fct_evaluations "
        "where architecture = 'Qwen2ForCausalLM' and model_name ilike '%qwen2.5-0.5b%'"
    ).fetchall()
    assert {family for family, _ in qwen} == {"Qwen2.5 0.5B"}
    assert len(qwen) > 1


def test_unrelated_models_are_no_resolved_family(warehouse):
    """Without an architecture only a name or a declaration tells a family, never a size."""
    rules = warehouse.sql(
        "select distinct base_family_source from marts.fct_evaluations "
        "where architecture = 'Unknown'"
    ).fetchall()
    told = {"curated", "declared base", "name pattern", "own root", "merge parents", "unresolved"}
    assert {rule for (rule,) in rules} <= told


def test_every_merge_is_in_the_bridge_and_none_is_a_root(warehouse):
    missing = warehouse.sql(
        "select count(*) from marts.fct_evaluations anti join marts.bridge_merge_parents "
        "using (evaluation_id) where is_merge_resolved"
    ).fetchall()
    assert missing == [(0,)]
    roots = warehouse.sql(
        "select count(*) from marts.fct_evaluations "
        "where is_merge_resolved and base_family_source in ('own root', 'checkpoint')"
    ).fetchall()
    assert roots == [(0,)]
    weights = warehouse.sql(
        "select distinct round(sum(weight), 12) from marts.bridge_merge_parents "
        "where weight is not null group by evaluation_id"
    ).fetchall()
    assert weights == [(1.0,)]


def test_the_counts_of_sources_add_up(warehouse):
    wrong = warehouse.sql(
        "select cohort_id from statistics.stat_lineage_sources join marts.dim_cohorts "
        "using (cohort_id) group by cohort_id, dim_cohorts.n_evaluations "
        "having sum(stat_lineage_sources.n_evaluations) != dim_cohorts.n_evaluations "
        "or abs(sum(share_of_evaluations) - 1) > 1e-9"
    ).fetchall()
    assert wrong == []


def test_the_default_way_is_that_of_the_other_tables(warehouse):
    pairs = warehouse.sql(
        "select a.estimate, b.estimate, a.std_error, b.std_error, a.p_value, b.p_value "
        "from statistics.stat_lineage_sensitivity as a join statistics.stat_cluster_robust as b "
        "using (cohort_id, benchmark_id, factor, group_a, group_b, method) "
        "where a.is_default and a.status = 'ok' and b.status = 'ok'"
    ).fetchnumpy()
    values = [np.asarray(column) for column in pairs.values()]
    assert len(values[0]) > 100
    for ours, theirs in zip(values[::2], values[1::2], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9)


@pytest.mark.committed
def test_mixtral_is_counted_once(warehouse):
    sizes = warehouse.sql(
        "select distinct parameters_b, active_parameters_b from marts.fct_evaluations "
        "where model_name = 'mistralai/Mixtral-8x7B-v0.1'"
    ).fetchall()
    assert sizes == [(46.703, 12.88)]


def test_models_of_one_base_have_its_size_unless_counted_otherwise(warehouse):
    """What is off its base by more than 6 % is pruned, expanded or a mixture by its own count."""
    apart = warehouse.sql(
        """
        with sizes as (
            select *, mode(parameters_b) over (partition by base_family) as base_b
            from marts.fct_evaluations
            where base_family in ('Llama 2 7B', 'Mistral 7B', 'Llama 3 8B', 'Llama 2 13B')
        )

        select model_name, parameters_b, parameters_b_published, base_b, parameters_source
        from sizes
        where
            abs(parameters_b / base_b - 1) > 0.06
            and (
                parameters_b_published = floor(base_b)
                or abs(parameters_b_published / base_b - 1) <= 0.06
            )
        """
    ).fetchall()
    assert apart == []
