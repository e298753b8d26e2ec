"""Who shares a base on the boards."""


def test_no_merge_is_a_root(warehouse):
    roots = warehouse.sql(
        "select count(*) from marts.fct_evaluations "
        "where is_merge_resolved and base_family_source in ('own root', 'checkpoint')"
    ).fetchall()
    assert roots == [(0,)]


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
