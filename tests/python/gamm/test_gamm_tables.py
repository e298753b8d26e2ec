"""The published GAMM tables: the references' frames, and every fit a row."""

import runpy

import polars as pl
import pytest

from analysis_py.statistics.gamm.smoothers import OF_SIZE


@pytest.mark.parametrize("cohort", ["january_2024", "openllm_v1"])
def test_reference_frames_are_the_warehouse_s(warehouse, project, cohort):
    """mgcv saw the frames that the warehouse holds today."""
    folder = project / "tests/reference/gamm"
    export = runpy.run_path(str(folder / "export_frames.py"))
    today = export["read_frame"](warehouse, cohort)
    then = pl.read_csv(folder / f"frames/{cohort}.csv.gz", schema=today.schema)
    assert today.equals(then), "the frames have changed: export them and run reference.R again"


def test_what_all_smoothers_show_each_of_them_shows(warehouse):
    """The bounds that verdicts rest on are the union of the bands, recomputed from the rows."""
    wrong = warehouse.sql(
        """with agreed as (
               select cohort_id, gamm, benchmark_id, term,
                      max(x) filter (agreed_low > 0) as last_rise,
                      min(x) filter (agreed_low > 0) as first_rise,
                      count(*) filter (agreed_high < 0) as n_falling
               from statistics.stat_gamm_derivatives where n_smoothers is not null group by all
           )
           select * from agreed
           join statistics.stat_gamm_smoothers as smoothers
               using (cohort_id, gamm, benchmark_id, term)
           where last_rise > ln(coalesce(rises_to, 0) + 1e-300) + 1e-9
              or first_rise < ln(coalesce(rises_from, 'infinity')) - 1e-9
              or (n_falling > 0 and n_falls = 0)"""
    ).fetchall()
    assert wrong == []
    n_smoothers = warehouse.sql(
        """select distinct n_smoothers from statistics.stat_gamm_derivatives
           where gamm = 'size_clustered' and n_smoothers is not null"""
    ).fetchall()
    assert n_smoothers == [(len(OF_SIZE) + 1,)]


def test_a_decided_verdict_on_a_curve_has_its_error(warehouse):
    wrong = warehouse.sql(
        """select claim_id, cohort_id, verdict, type1_error
           from claims.claim_verdicts join claims.dim_claims using (claim_id)
           where basis = 'sound_method' and verdict in ('supported', 'contradicted')
             and rule_family in ('gamm_slope', 'gamm_contrast', 'gamm_term')
             and contains(detail, 'GAMM')  -- one reading of a claim may ask another rule
             and coalesce(type1_error, 1) > 0.08"""
    ).fetchall()
    assert wrong == []
