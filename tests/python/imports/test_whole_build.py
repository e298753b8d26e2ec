"""Imports through a whole build: every statistic of a sound one, and no trace of a broken one."""

import json

import duckdb
import pytest
from changed import BROKEN, IMPORTS, REFERENCE, SOUND


@pytest.fixture(scope="module")
def published(changed):
    with duckdb.connect(str(changed.workplace.database), read_only=True) as connection:
        yield connection


def test_a_broken_import_is_refused_and_a_sound_one_is_a_cohort(published):
    quality = dict(published.sql("select source, status from quality.import_quality").fetchall())
    assert quality == dict.fromkeys(IMPORTS, "ok") | {BROKEN: "refused"}
    cohorts = dict(published.sql("select cohort_id, status from marts.dim_cohorts").fetchall())
    assert cohorts[SOUND] == "ok"
    assert "refused" in cohorts[BROKEN]
    members = published.sql("select distinct cohort_id from marts.bridge_cohort_evaluations")
    assert BROKEN not in {name for (name,) in members.fetchall()}


def test_every_family_of_statistics_speaks_of_it(published):
    """A table by cohorts has rows of the import, or other tables of its family say why not."""
    spoken, silent = set(), set()
    tables = published.sql(
        "select 'statistics.' || table_name from duckdb_columns() "
        "where schema_name = 'statistics' and column_name = 'cohort_id'"
    )
    for (table,) in tables.fetchall():
        asked = f"select count(*) from {table} where cohort_id = ?"
        ((n,),) = published.execute(asked, [SOUND]).fetchall()
        (spoken if n else silent).add(table.removeprefix("statistics.stat_"))
    assert {"anova", "pairwise", "adjusted_pairs", "cluster_robust", "correlations"} <= spoken
    assert {"gamm_fits", "gamm_curves", "gamm_derivatives"} <= spoken
    assert {"emergence", "equivalence", "model_ranks", "group_summaries"} <= spoken
    # what is drawn of a fit that its numbers do not carry has no rows; nothing of it has a price
    silent -= {name for name in silent if name.startswith("price")}
    assert len(silent) < 0.6 * len(spoken), silent


def test_claims_and_reporting_speak_of_it(published):
    verdicts = published.execute(
        "select verdict, count(*) from claims.claim_verdicts where cohort_id = ? group by 1",
        [SOUND],
    ).fetchall()
    assert dict(verdicts).keys() >= {"supported", "contradicted", "inconclusive"}
    asked = "rpt_scores", "rpt_group_means", "rpt_correlations", "rpt_claims", "rpt_size_curves"
    for table in asked:
        (n,) = published.execute(
            f"select count(*) from reporting.{table} where cohort_id = ?", [SOUND]
        ).fetchall()[0]
        assert n > 0, table


def test_analyses_of_variance_are_those_of_r(published):
    """F, p and the share of variance of the same rows, as R gives them."""
    reference = json.loads((REFERENCE / "reference.json").read_text())
    read_loaded = published.execute(
        "select n_read, n_loaded from quality.import_quality where source = ?", [SOUND]
    ).fetchall()
    assert read_loaded == [(reference["n_read"], reference["n_used"])]
    for one in reference["comparisons"]:
        found = published.execute(
            "select n_obs, df_num, df_den, statistic, p_value, eta_squared "
            "from statistics.stat_anova where cohort_id = ? and benchmark_id = ? and factor = ? "
            "and method = 'classic'",
            [SOUND, one["benchmark"], one["factor"]],
        ).fetchall()
        names = ("n", "df_num", "df_den", "f", "p", "r_squared")
        assert found == [pytest.approx(tuple(one[name] for name in names), rel=1e-9)]
