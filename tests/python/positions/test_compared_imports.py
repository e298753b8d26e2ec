"""Two imports, or an import and a board, where a cohort is too small for sizes and ranks."""

import duckdb
import pytest

from analysis_py.statistics.positions.model_queries import compare_models

#: As ``import`` and ``build --only`` leave them: no prediction for an import of two models.
TABLES = """
create schema marts; create schema statistics;
create table marts.fct_evaluations as
select
    'e' || row_number() over () as evaluation_id, snapshot_id, model_name,
    null::varchar as variant, null::varchar as revision, 'float16' as precision,
    true as is_preferred_evaluation, 1 as n_repeats
from (
    values ('mine', 'me/a'), ('mine', 'me/b'), ('board', 'lab/c')
) as t (snapshot_id, model_name);
create table marts.dim_configurations as
select null::varchar as evaluation_id, null::boolean as is_reasoning, null::varchar as effort
limit 0;
create table marts.fct_scores as
select
    evaluation_id, 'arc' as benchmark_id, 'acc' as metric, 25 as n_shots,
    50.0::double + row_number() over () as score_pct, 1.0::double as std_error_pct
from marts.fct_evaluations;
create table marts.dim_benchmarks as
select 'arc' as benchmark_id, 'ARC' as benchmark_name, 1 as benchmark_order;
create table marts.dim_cohorts as
select snapshot_id, snapshot_id as cohort_id, 2 as n_evaluations
from marts.fct_evaluations group by all;
create table statistics.stat_model_positions as
select
    snapshot_id as cohort_id, evaluation_id, 'arc' as benchmark_id,
    case when snapshot_id = 'board' then 52.0::double end as expected_pct
from marts.fct_evaluations;
"""


@pytest.fixture
def imported():
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        yield connection


@pytest.mark.fault("imports")
@pytest.mark.parametrize(("other", "snapshot"), [("me/b", "mine"), ("lab/c", "board")])
def test_an_import_too_small_for_a_prediction_is_compared(imported, other, snapshot):
    found = compare_models(imported, {("mine", snapshot): ("me/a", other)}, 0.95, 0.8)
    assert found["model_b"].to_list() == [other]
    assert found["expected_difference"].to_list() == [None]
