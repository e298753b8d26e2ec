"""Degenerate cohorts: every statistic and every test of the warehouse over a zoo of them."""

import shutil

import duckdb
import pytest
import zoo
from building import COHORT_SEEDS, Built, copied, write


@pytest.fixture(scope="module")
def kept(project, tiny, build_kept):
    """Return the build database after everything from the cohorts on was built on the zoo."""

    def fill(folder):
        workplace = copied(tiny.workplace, folder / "project", published=False)
        for name in COHORT_SEEDS:
            shutil.copy(project / "seeds" / name, workplace.project / "seeds" / name)
        write(workplace.project / "seeds/cohorts.csv", zoo.cohorts())
        zoo.add_evaluations(workplace.build)
        code, output = workplace.dbt_build(
            *("--select", "stg_by_hand__cohorts", "int_cohorts_defined+", "claim_cohorts"),
            "selection_populations",
            *("--exclude-resource-type", "unit_test"),
        )
        assert "ERROR=0" in output
        Built(folder).note(code, output)

    built = Built(build_kept("zoo", fill, __file__, zoo.__file__))
    with duckdb.connect(str(built.workplace.build), read_only=True) as connection:
        yield connection


def doubles(connection):
    """Return every column of double precision of a statistic, a claim or a flat table."""
    return connection.sql(
        """
        select schema_name || '.' || table_name, column_name from duckdb_columns()
        where schema_name in ('statistics', 'claims', 'reporting') and data_type = 'DOUBLE'
          and database_name = current_database()
        """
    ).fetchall()


def test_every_figure_of_a_degenerate_cohort_is_a_number_within_its_bounds(kept):
    columns = doubles(kept)
    for table, column in columns:
        wrong = f'not isfinite("{column}")'
        if column.startswith("p_"):
            wrong += f' or "{column}" not between 0 and 1'
        elif column.endswith("std_error"):
            wrong += f' or "{column}" < 0'
        elif "_low" in column and (table, column.replace("_low", "_high")) in columns:
            wrong += f' or "{column}" > "{column.replace("_low", "_high")}"'
        found = kept.sql(f"select 1 from {table} where {wrong} limit 1").fetchall()
        assert found == [], (table, column)


def test_a_cohort_that_is_not_computed_has_no_statistics(kept):
    tables = kept.sql(
        "select schema_name || '.' || table_name from duckdb_columns() "
        "where schema_name = 'statistics' and column_name = 'cohort_id' "
        "and database_name = current_database()"
    ).fetchall()
    assert len(tables) > 30
    for (table,) in tables:
        rows = kept.sql(f"select 1 from {table} where cohort_id in ('openllm_v2', 'nobody')")
        assert rows.fetchall() == [], table
    claims = kept.sql(
        "select distinct verdict from claims.claim_verdicts where cohort_id = 'openllm_v2'"
    ).fetchall()
    assert claims == [("not_testable",)]


def test_own_claims_are_judged_on_every_cohort_of_ones_own(kept):
    """Both ways of judging are asked of each population that has the benchmark.

    A claim about quantised copies is asked of the pairs of a board, and not of a population.
    """
    missing = kept.sql(
        """
        select cohorts.cohort_id, claims.claim_id, bases.basis
        from marts.dim_cohorts as cohorts
        cross join claims.dim_claims as claims
        cross join (values ('same_method'), ('sound_method')) as bases (basis)
        semi join intermediate.int_cohort_scores_selected as scores
            on cohorts.cohort_id = scores.cohort_id and claims.benchmark_id = scores.benchmark_id
        anti join claims.claim_verdicts as verdicts
            on verdicts.claim_id = claims.claim_id and verdicts.cohort_id = cohorts.cohort_id
            and verdicts.basis = bases.basis
        where cohorts.status = 'ok' and claims.claim_source = 'own' and claims.rule_family != 'bits'
        """
    ).fetchall()
    assert missing == []
    judged = kept.sql(
        "select count(distinct cohort_id) from claims.claim_verdicts "
        "join claims.dim_claims using (claim_id) where claim_source = 'own'"
    ).fetchall()
    assert judged[0][0] > 3
