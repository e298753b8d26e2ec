"""Who shares a base on the boards."""

import pytest


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


def test_no_merge_is_a_root(warehouse):
    roots = warehouse.sql(
        "select count(*) from marts.fct_evaluations "
        "where is_merge_resolved and base_family_source in ('own root', 'checkpoint')"
    ).fetchall()
    assert roots == [(0,)]


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
