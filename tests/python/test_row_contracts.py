"""What Python says of a row and what its contract says are the same: columns and types."""

from importlib import import_module

import polars as pl
import pytest
import yaml

from analysis_py.statistics.rows import schema_of

TYPES = {pl.String: "varchar", pl.Int64: "bigint", pl.Float64: "double", pl.Boolean: "boolean"}
#: By table: the row that it publishes, and fields that SQL turns into other columns.
PUBLISHED = {
    "curve_checks": ("gamm.curve_checks.CurveCheckRow", ""),
    "published_table_flags": ("printed_tables.result.Flag", ""),
    "stat_abilities": ("ability.rows.ModelRow", ""),
    "stat_ability_benchmarks": ("ability.rows.BenchmarkRow", "steepest_day last_steep_day"),
    "stat_ability_breaks": ("ability.breaks.BreakRow", "break_day"),
    "stat_ability_lags": ("ability.frontier.LagRow", ""),
    "stat_ability_pairs": ("ability.rows.ModelPairRow", ""),
    "stat_ability_predictions": ("ability.rows.PredictionRow", ""),
    "stat_ability_residuals": ("ability.rows.CellRow", ""),
    "stat_ability_scales": ("ability.rows.ScaleRow", ""),
    "stat_ability_variance": ("ability.rows.VarianceRow", ""),
    "stat_adjusted_pairs": ("adjustment.training_types.AdjustedPairRow", ""),
    "stat_anova": ("comparisons.compare_groups.AnovaRow", "pair_method"),
    "stat_breakpoints": ("sizes.breakpoint_fits.BreakpointRow", ""),
    "stat_cluster_levels": ("clusters.validity.ClusterLevelRow", ""),
    "stat_cluster_omnibus": ("dependence.omnibus.OmnibusRow", ""),
    "stat_cluster_robust": ("dependence.clustered_pairs.RobustPairRow", ""),
    "stat_cluster_validity": ("clusters.validity.IndexRow", ""),
    "stat_clustered_correlations": ("structure.correlations.CorrelationRow", ""),
    "stat_component_loadings": ("structure.components.Loading", ""),
    "stat_components": ("structure.measures.Measure", ""),
    "stat_compute_shifts": ("structure.shifts.ShiftRow", ""),
    "stat_correlations": ("correlations.CoefficientTest", ""),
    "stat_effects_at_size": ("positions.effects_at_size.EffectRow", ""),
    "stat_embedding_points": ("clusters.embedding.PointRow", ""),
    "stat_emergence": ("emergence.rows.EmergenceRow", ""),
    "stat_emergence_forecasts": ("emergence.rows.ForecastRow", ""),
    "stat_field_curves": ("field.curves.CurvePointRow", ""),
    "stat_field_modes": ("field.pairs.ModePairRow", ""),
    "stat_field_slopes": ("field.slopes.SlopeRow", ""),
    "stat_forecast_comparisons": ("structure.forecasts.Comparison", ""),
    "stat_forecast_errors": ("structure.forecasts.ForecastRow", ""),
    "stat_forecasts": ("ability.forecasts.ForecastRow", "origin_day due_day"),
    "stat_gamm_curves": ("gamm.engine.curves.CurvePoint", ""),
    "stat_gamm_derivatives": ("gamm.engine.derivatives.SlopePoint", ""),
    "stat_gamm_fits": ("gamm.models.FitRow", ""),
    "stat_gamm_flat_terms": ("gamm.flatness.FlatnessRow", ""),
    "stat_gamm_random_effects": ("gamm.engine.random_effects.RandomEffectRow", ""),
    "stat_gamm_scaling": ("gamm.curve_agreement.AgreementRow", "seed status"),
    "stat_gamm_smoothers": ("gamm.smoothers.SmootherRow", ""),
    "stat_gamm_terms": ("gamm.engine.terms.TermRow", ""),
    "stat_gamm_type1_errors": ("gamm.type1_error.Type1ErrorRow", ""),
    "stat_item_clean_scores": ("items.clean_scores.CleanScoreRow", ""),
    "stat_item_difficulty": ("items.difficulty.DiscriminationRow", ""),
    "stat_item_ranks": ("items.rank_sets.ItemRankRow", "n_compared"),
    "stat_item_reliability": ("items.reliability.ReliabilityRow", ""),
    "stat_item_subsets": ("items.subsets.ItemSubsetRow", ""),
    "stat_item_tuning": ("items.tuning.TuningRow", ""),
    "stat_item_winners": ("items.winners.ItemWinnerRow", ""),
    "stat_letters": ("comparisons.letters.LettersRow", ""),
    "stat_model_positions": ("positions.peers.PlaceRow", "place_status"),
    "stat_pairwise": ("comparisons.pairs.PairRow", ""),
    "stat_prediction_coverage": ("positions.later_families.CoverageRow", ""),
    "stat_predictions": ("positions.placement.PredictedRow", ""),
    "stat_selection": ("robustness.selection.SelectionRow", ""),
    "stat_size_error_sensitivity": ("sizes.measurement_error.SizeErrorPairRow", ""),
    "stat_variance_components": ("structure.shares.ShareRow", ""),
    "stat_winners": ("positions.winners.WinnerRow", ""),
    "stat_within_base": ("adjustment.within_base_rows.WithinBaseRow", ""),
}


@pytest.fixture(scope="module")
def contracts(project):
    files = (project / "models").rglob("*.yml")
    models = (yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []) for path in files)
    return {
        model["name"]: {each["name"]: each.get("data_type") for each in model.get("columns", [])}
        for of_file in models
        for model in of_file
    }


@pytest.mark.parametrize("table", PUBLISHED)
def test_a_row_has_the_columns_of_its_contract(table, contracts):
    path, turned = PUBLISHED[table]
    module, name = path.rsplit(".", 1)
    row = getattr(import_module(f"analysis_py.statistics.{module}"), name)
    fields = {field: TYPES.get(kind.base_type()) for field, kind in schema_of(row).items()}
    nested = {field for field, kind in schema_of(row).items() if kind.base_type() == pl.List}
    inner = nested | set(turned.split())
    assert inner <= fields.keys()
    declared = {field: contracts[table].get(field) for field in fields.keys() - inner}
    assert declared == {field: fields[field] for field in declared}
    assert not contracts[table].keys() & set(turned.split())
