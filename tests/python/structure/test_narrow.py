"""Benchmarks that comparisons leave out are in the facts, in emergence and in structure alone."""


def benchmarks(warehouse, table):
    query = f"select distinct benchmark_id from {table} where cohort_id = 'base_models'"
    return {benchmark for (benchmark,) in warehouse.sql(query).fetchall()}


def test_narrow_benchmarks_are_asked_of_by_name(warehouse):
    narrow = {"word_unscrambling", "arithmetic_2dm", "humaneval"}
    assert narrow <= benchmarks(warehouse, "statistics.stat_emergence")
    assert "humaneval" in benchmarks(warehouse, "statistics.stat_component_loadings")
    for table in ("stat_group_summaries", "stat_gamm_fits", "stat_breakpoints"):
        assert not narrow & benchmarks(warehouse, f"statistics.{table}")
    query = (
        "select count(*), count(std_error_pct) from marts.fct_scores "
        "where benchmark_id = 'ipa_transliterate_bleu'"
    )
    # a graded metric has no binomial error
    assert warehouse.sql(query).fetchall() == [(65, 0)]


def test_the_chat_template_is_that_of_the_file(warehouse):
    query = (
        "select count(*) filter (where chat_template), count(*) filter (where not chat_template) "
        "from marts.fct_evaluations where snapshot_id like 'openllm_v2%'"
    )
    ((with_template, without),) = warehouse.sql(query).fetchall()
    assert min(with_template, without) > 1000


def test_every_base_model_has_a_month_of_release(warehouse):
    query = (
        "select count(*), count(released_on) from marts.fct_evaluations "
        "where snapshot_id like 'base_models%'"
    )
    assert warehouse.sql(query).fetchall() == [(148, 148)]
