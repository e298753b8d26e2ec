"""The published GAMM tables: the references' frames, every fit a row, the counts of lost rows."""

import runpy

import polars as pl
import pytest
import yaml

from analysis_py.statistics.gamm.plans import GAMMS


@pytest.mark.parametrize("cohort", ["january_2024", "openllm_v1"])
def test_reference_frames_are_the_warehouse_s(warehouse, project, cohort):
    """mgcv saw the frames that the warehouse holds today."""
    folder = project / "tests/reference/gamm"
    export = runpy.run_path(str(folder / "export_frames.py"))
    today = export["read_frame"](warehouse, cohort)
    then = pl.read_csv(folder / f"frames/{cohort}.csv.gz", schema=today.schema)
    assert today.equals(then), "the frames have changed: export them and run reference.R again"


@pytest.fixture(scope="module")
def variables(project):
    return yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]


def test_every_model_of_every_cohort_is_a_row(warehouse, variables):
    """Of a cohort with many benchmarks, those with the most scores."""
    counts = warehouse.sql(
        f"""select cohort_id, count(*) // {len(GAMMS)} as n_benchmarks,
               count(distinct gamm) as n_gamms
           from statistics.stat_gamm_fits where engine = 'reml' group by all"""
    ).pl()
    expected = warehouse.sql(
        """select cohort_id, least(count(distinct benchmark_id), ?) as n_benchmarks
           from statistics.stat_group_summaries group by all""",
        params=[variables["heavy_benchmarks"]],
    ).pl()
    assert (counts["n_gamms"] == len(GAMMS)).all()
    assert counts.join(expected, on=["cohort_id", "n_benchmarks"]).height == expected.height > 0


def test_second_opinion_covers_the_same_models(warehouse, variables):
    assert (
        warehouse.sql(
            """select cohort_id, gamm, benchmark_id from statistics.stat_gamm_fits
               where engine = 'reml' and list_contains(?, cohort_id)
                 and not ends_with(gamm, '_clustered')
               except
               select cohort_id, gamm, benchmark_id from statistics.stat_gamm_fits
               where engine = 'pygam' and status = 'ok'""",
            params=[variables["pygam_cohorts"]],
        ).fetchall()
        == []
    )


def test_a_random_effect_of_base_family_has_a_row_for_every_family(warehouse):
    wrong = warehouse.sql(
        """with levels as (
               select cohort_id, gamm, benchmark_id, count(*) as n_levels, sum(n_obs) as n_obs
               from statistics.stat_gamm_random_effects where term = 's(base_family)' group by all
           )
           select * from statistics.stat_gamm_fits as fits
           left join levels using (cohort_id, gamm, benchmark_id)
           where contains(formula, 's(base_family, bs="re")') and status = 'ok'
             and (levels.n_obs is distinct from fits.n_obs or n_levels < 2)"""
    ).fetchall()
    assert wrong == []


def test_every_failing_basis_check_is_explained(warehouse):
    """By figures that stand in other rows: the clustered fit's, or those of twice the basis."""
    checks = warehouse.sql(
        """select checks.*, clustered.k_index as clustered_index,
               wider.max_difference_share as moved,
               wider.k_index_wider, wider.p_value_wider
           from statistics.stat_gamm_basis_checks as checks
           left join statistics.stat_gamm_basis_checks as clustered
               on checks.gamm || '_clustered' = clustered.gamm and checks.term = clustered.term
               and checks.cohort_id = clustered.cohort_id
               and checks.benchmark_id = clustered.benchmark_id
           left join statistics.stat_gamm_basis_sensitivity as wider
               on checks.gamm = wider.gamm and checks.term = wider.term
               and checks.cohort_id = wider.cohort_id
               and checks.benchmark_id = wider.benchmark_id"""
    ).pl()
    for row in checks.iter_rows(named=True):
        is_failing = (row["k_index"] or 1) < 1 and row["p_value"] < 0.05
        assert row["is_failing"] == is_failing == (row["explanation"] is not None)
        if not is_failing:
            continue
        if row["cause"] == "too few functions":
            assert row["k_index_wider"] >= 1 or row["p_value_wider"] >= 0.05
        elif row["cause"] == "dependence":
            assert f"k-index is {row['clustered_index']:.3g}"[:15] in row["explanation"]
            assert row["clustered_index"] > row["k_index"]
        elif row["cause"] == "mass points":
            assert f"{row['n_distinct']} values" in row["explanation"]
            assert row["largest_share"] >= 0.02
        is_moved = row["moved"] is not None and row["moved"] > 0.05
        assert ("broad shape only" in row["explanation"]) == is_moved
        assert ("not doubled" in row["explanation"]) == (row["moved"] is None)


@pytest.mark.committed
def test_most_of_what_a_curve_leaves_over_is_dependence(warehouse):
    """Basis checks of size fail because tunes of a base are alike, not for want of functions."""
    checks = {
        (cohort, gamm): (index, moved)
        for cohort, gamm, index, moved in warehouse.sql(
            """select cohort_id, gamm, median(k_index), median(max_difference_share)
               from statistics.stat_gamm_basis_sensitivity group by all"""
        ).fetchall()
    }
    for cohort in {cohort for cohort, _ in checks}:
        index, moved = checks[cohort, "size"]
        clustered_index, clustered_moved = checks[cohort, "size_clustered"]
        assert clustered_index >= index - 1e-9
        assert clustered_moved <= max(moved, 0.001)  # the tolerance to which a curve is known
    assert checks["paper_2024_01", "size_clustered"][1] < 0.05 < checks["paper_2024_01", "size"][1]


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
        """select min(n_smoothers), max(n_smoothers) from statistics.stat_gamm_derivatives
           where gamm = 'size_clustered' and n_smoothers is not null"""
    ).fetchall()[0]
    assert n_smoothers == (13, 13)


def test_lost_rows_add_up(warehouse):
    """Kept and lost rows are all scores, and the curve of size uses the kept ones."""
    found = warehouse.sql("""
        with scores as (
            select cohort_id, benchmark_id, count(*) as n_scores
            from marts.fct_scores join marts.bridge_cohort_evaluations using (evaluation_id)
            group by all
        )
        select sum(lost.n_obs) as n_rows, max(n_scores) as n_scores,
            max(lost.n_obs) filter (where row_group = 'kept') as kept, max(fits.n_obs) as used
        from statistics.stat_gamm_fits as fits
        left join statistics.stat_lost_rows as lost using (cohort_id, benchmark_id)
        left join scores using (cohort_id, benchmark_id)
        where gamm = 'size' and engine = 'reml'
        group by fits.cohort_id, fits.benchmark_id
    """).pl()
    assert found.height > 0
    assert (found["n_rows"] == found["n_scores"]).all()
    assert (found["kept"] == found["used"]).all()


@pytest.mark.committed
def test_what_one_smoother_alone_shows_is_not_agreed(warehouse):
    """A fall on TruthfulQA of base models that half of the smoothers draw; rises beyond 35 B."""
    ((by_one, by_all, n_falling),) = warehouse.sql(
        """select bool_or(simultaneous_high < 0), bool_or(agreed_high < 0), any_value(n_falling)
           from statistics.stat_gamm_derivatives
           join (select cohort_id, benchmark_id, count(*) filter (n_falls > 0) as n_falling
                 from statistics.stat_gamm_smoothers
                 where gamm = 'size_clustered' and term = 's(log_parameters_b)' group by all)
               using (cohort_id, benchmark_id)
           where cohort_id = 'base_models' and benchmark_id = 'truthfulqa'
             and gamm = 'size_clustered' and engine = 'reml'"""
    ).fetchall()
    assert by_one
    assert not by_all
    assert 0 < n_falling < 13
    by_one, by_all = warehouse.sql(
        """select count(*) filter (rises_beyond_35b_by_one), count(*) filter (rises_beyond_35b)
           from statistics.stat_gamm_growth where cohort_id = 'january_2024'"""
    ).fetchall()[0]
    assert by_all < by_one


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
