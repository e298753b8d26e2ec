"""Published scales of the committed data, and the facts that they rest on."""

import numpy as np
import polars as pl
import pytest
from made_up_scores import benchmark_module
from sql_models import ROOT

from analysis_py.statistics.ability.bootstrap import calibrate_cohort
from analysis_py.statistics.ability.cells import index_cells
from analysis_py.statistics.ability.scale import fit_scale
from analysis_py.statistics.ability.simulation import corrected_parameters, simulate
from analysis_py.statistics.positions.ability_queries import compare_abilities
from analysis_py.statistics.positions.model_names import find_models


@pytest.fixture(scope="module")
def hub(warehouse):
    """Return the cells of the cohort with the most scores on its scale."""
    return warehouse.sql("""
        select residuals.weights, residuals.benchmark_id, abilities.developer,
               residuals.score_pct / 100 as share, curves.chance_pct / 100 as chance,
               curves.n_items
        from statistics.stat_ability_residuals as residuals
        join statistics.stat_abilities as abilities using (cohort_id, weights)
        join statistics.stat_ability_benchmarks as curves using (cohort_id, benchmark_id)
        where cohort_id = (
            select cohort_id from statistics.stat_ability_scales
            where status = 'ok' order by n_cells desc limit 1
        )
    """).pl()


def test_every_cohort_has_a_scale_or_a_reason(warehouse):
    without = warehouse.sql("""
        select cohort_id from marts.dim_cohorts where n_evaluations > 0
        except select cohort_id from statistics.stat_ability_scales
    """).fetchall()
    assert without == []


@pytest.mark.committed
def test_an_interval_is_published_where_it_has_a_certificate(warehouse):
    rows = warehouse.sql("""
        select interval_coverage, interval_coverage_top, error_factor, error_factor_top
        from statistics.stat_ability_scales where points_name is not null
    """).fetchall()
    assert len(rows) > 10
    for coverage, of_top, factor, factor_of_top in rows:
        assert 87 <= coverage <= 96
        assert of_top >= 85
        assert 1.2 <= factor <= 2 >= factor_of_top >= 1.2
    wrong = warehouse.sql("""
        from statistics.stat_ability_scales as scales
        join statistics.stat_abilities as abilities using (cohort_id)
        where (scales.status = 'ok' and abilities.status = 'ok')
            != (abilities.points_low is not null)
    """)
    assert wrong.fetchall() == []


@pytest.mark.committed
def test_the_coverage_of_the_whole_procedure_is_that_of_the_benchmark(warehouse):
    measured = pl.read_csv(ROOT / "seeds/ability/ability_procedure_coverage.csv")
    results = (ROOT / "benchmarks/results/ability_intervals.md").read_text()
    for cohort, _, of_all, error, of_top, error_of_top in measured.iter_rows():
        assert f"| {cohort} | {of_all} ({error}) | {of_top} ({error_of_top}) | " in results
    columns = "cohort_id, n_procedure_samples, procedure_coverage, procedure_coverage_top"
    published = warehouse.sql(f"""
        select {columns} from statistics.stat_ability_scales where procedure_coverage is not null
    """).fetchall()
    assert published == measured.select(pl.exclude("^.*_error$")).rows()


@pytest.mark.simulation
@pytest.mark.long
def test_intervals_cover_on_seeds_that_calibrated_nothing(hub):
    scale = fit_scale(index_cells(hub))
    calibration = calibrate_cohort(scale, np.random.default_rng(8)).calibration
    truth = corrected_parameters(scale, calibration)
    rng = np.random.default_rng(90210)
    made = simulate(scale.cells, [truth] * 12, rng.spawn(12), 40)
    rates = benchmark_module("ability_intervals").operating_characteristics
    of_all = [rates(one, calibration) for one in made]
    found = {name: np.mean([one[name] for one in of_all]) for name in of_all[0]}
    # what is promised, and three standard errors of twelve simulations
    # (benchmarks/results/ability_intervals.md)
    assert 0.88 - 0.03 <= found["coverage"] <= 0.95 + 0.03
    assert found["coverage_top"] >= 0.85 - 0.12
    for name in ("type1_error_between", "type1_error_within"):
        assert found[name] <= 0.06 + 0.04


@pytest.mark.simulation
@pytest.mark.parametrize(
    "scheme", ["cell", "half of a model", "unknown developer", "new benchmark"]
)
def test_left_out_scores_are_covered(hub, scheme):
    left_out = benchmark_module("left_out")
    rows = left_out.leave_out(index_cells(hub), scheme, 20240112, 1)
    found = left_out.summarise_left_out(rows).row(0, named=True)
    error = found["coverage_std_error"]
    assert found["n_scores"] >= 200
    assert 0.88 - 3 * error <= found["coverage"] <= 0.95 + 3 * error


@pytest.mark.committed
def test_two_models_are_compared_either_way(warehouse):
    (closest,) = warehouse.sql("""
        select weights_a, weights_b from statistics.stat_ability_pairs
        where cohort_id = 'epoch_2026' order by p_value limit 1
    """).fetchall()
    for names in (("GPT-5.5", "Claude 3.5 Sonnet"), closest):
        one, other = (
            compare_abilities(warehouse, find_models(warehouse, *asked).models)
            for asked in (names, names[::-1])
        )
        assert one["points_a"].to_list() == other["points_b"].to_list() != []
        assert one["difference"].to_list() == pytest.approx((-other["difference"]).to_list())


@pytest.mark.committed
def test_facts_of_documents_go_first(warehouse):
    rows = warehouse.sql("""
        select distinct model_name, weights, is_open_weights, is_open_weights_source
        from marts.dim_configurations
        where model_name in ('kimi-k3-max', 'Mistral Large 2402', 'fireworks/kimi-k2p5')
    """).fetchall()
    assert sorted(rows) == [
        ("Mistral Large 2402", "Mistral Large 2402", False, "document"),
        ("fireworks/kimi-k2p5", "Kimi K2.5", True, "model name"),
        ("kimi-k3-max", "kimi-k3", True, "document"),
    ]
    effort = "select effort from marts.dim_configurations where model_name = 'kimi-k3-max'"
    assert warehouse.sql(effort).fetchall() == [("highest",)]
