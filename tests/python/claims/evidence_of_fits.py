"""Small simulated evidence for rules that look up fits and indices, and for what was printed."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from evidence import (
    AT,
    COHORT,
    Case,
    Tables,
    anovas,
    base_families,
    correlations,
    empty,
    group_means,
    named_models,
    pair_counts,
    pairs,
    populations,
    scores,
    table,
)


def gamm_terms() -> Iterator[Case]:
    def data(p: float, slope: float, others: float = 0.9) -> Tables:
        of = COHORT | {"gamm": "interplay", "edf": 1.0, "statistic": 1.0}
        terms = [
            of | {"benchmark_id": response, "term": f"s(log_{ability})"}
            | {"p_value": p if ability == "a" else others, "is_significant": False}
            for ability in "abc" for response in "abc" if ability != response
        ]  # fmt: skip
        bounds = AT | {"basis": "sound_method", "gamm": "interplay_clustered", "term": "s(log_b)"}
        bounds |= {"estimate": slope, "low": slope - 0.5, "high": slope + 0.5, "type1_error": 0.05}
        effects = AT | {"gamm": "interplay_clustered", "term": "s(type)"}
        return {
            "int_published_gamm_terms_checked": empty(
                "response term p_value_printed reject_reason edf statistic n_obs "
                "deviance_explained_pct r_squared_adjusted"
            ).with_columns(deviance_explained_pct=pl.lit(None, pl.Float64)),
            "stat_gamm_terms": table(*terms),
            "int_claim_slopes_bounded": table(bounds | {"is_shown_by_one": False}),
            "stat_gamm_smoothers": table(effects | {"p_value": p, "n_rises": None}),
            "stat_gamm_type1_errors": table(effects | {"type1_error": 0.05, "is_testable": True}),
            "stat_gamm_fits": table(
                AT | {"gamm": "interplay", "status": "ok", "n_obs": 99}
                | {"deviance_explained": 0.5, "r_squared_adjusted": 0.5}
            ),
        }  # fmt: skip

    shown, not_shown = data(1e-6, 2), data(0.9, 0)
    claim = {"rule_family": "gamm_term", "measure": "p_value", "decision": "significant"}
    claim |= {"gamm": "interplay", "benchmark_id": "b", "term": "s(log_a)"}
    same = claim | {"basis": "same_method"}
    yield "p_value", same, shown, not_shown
    yield "no effect", same | {"decision": "not_significant"}, not_shown, shown
    count = same | {"measure": "n_responses_significant", "benchmark_id": "all"}
    count |= {"decision": "at_least", "decision_value": 2.0, "n_benchmarks": 3}
    yield "n_responses_significant", count, shown, not_shown
    most = count | {"decision": "by_rule", "decision_value": None, "group_a": "A"}
    # what counts nowhere leads nobody, though no other counts on more
    for measure in ("rank_of_term", "rank_of_term_with_ties", "terms_on_most"):
        yield measure, most | {"measure": measure}, shown, not_shown


def curve(slope: float, **more: object) -> list[dict]:
    """Return a curve of log score over log size that rises or falls evenly."""
    row = AT | {"gamm": "size_clustered", "term": "s(log_parameters_b)"} | more
    return [
        row | {"x": x, "parameters_b": float(np.exp(x)), "estimate": slope * x, "std_error": 0.01}
        for x in np.linspace(0, 5, 21)
    ]


SMOOTHERS = empty(
    "cohort_id gamm benchmark_id term basis k row_selection has_family_slopes x estimate std_error"
)


def slopes() -> Iterator[Case]:
    def data(slope: float) -> Tables:
        bounds = {"low": slope - 0.1, "high": slope + 0.1, "basis": "sound_method"}
        bounds |= {"type1_error": 0.05, "is_shown_by_one": True}
        return {
            "stat_gamm_curves": table(*curve(slope)),
            "int_gamm_smoother_points": SMOOTHERS,
            "int_claim_slopes_bounded": table(*curve(slope, **bounds)).with_columns(
                estimate=pl.lit(slope)
            ),
        }

    claim = {"rule_family": "gamm_slope", "gamm": "size_clustered"}
    rises = claim | {"measure": "slope", "decision": "positive"}
    yield "slope", rises, data(0.5), data(-0.5)
    no_rise = claim | {"measure": "movement", "decision": "by_rule", "expected": "no increase"}
    yield "movement", no_rise, data(-0.5), data(0.5)
    line = claim | {"measure": "linear_rise", "decision": "at_least", "decision_value": 0.9}
    yield "linear_rise", line, data(0.5), data(-0.5)


def contrasts() -> Iterator[Case]:
    def data(slope: float) -> Tables:
        errors = AT | {"gamm": "size_clustered", "term": "s(log_parameters_b)"}
        errors |= {"type1_error": 0.05, "is_testable": True, "contrast_critical_value": 2.0}
        return {
            "stat_gamm_curves": table(*curve(slope)),
            "int_gamm_smoother_points": SMOOTHERS,
            "stat_gamm_type1_errors": table(errors),
        }

    claim = {"rule_family": "gamm_contrast", "measure": "difference", "gamm": "size_clustered"}
    claim |= {
        "size_a_low_b": 70.0,
        "size_a_high_b": 70.0,
        "size_b_low_b": 7.0,
        "size_b_high_b": 7.0,
    }
    claim |= {"group_a": "70B", "group_b": "7B"}
    yield "rises", claim | {"decision": "positive"}, data(0.5), data(-0.5)
    # larger ones need not be ahead
    yield "by_rule", claim | {"decision": "by_rule"}, data(-0.5), data(0.5)


def curves() -> Iterator[Case]:
    def data(correlation: float) -> Tables:
        scaling = AT | {"gamm": "size", "term": "s(log_parameters_b)"}
        scaling |= {"correlation": correlation, "n_obs": 99, "n_families": 20, "ci_low": None}
        scaling |= {"ci_high": None, "type1_error": None, "max_difference_share": 0.1}
        return {
            "stat_gamm_curves": table(*curve(1)),
            "int_gamm_smoother_points": SMOOTHERS,
            "stat_gamm_scaling": table(scaling),
        }

    claim = {"rule_family": "curve_similarity", "measure": "scaled_correlation", "gamm": "size"}
    claim |= {"basis": "same_method", "decision": "at_least", "decision_value": 0.95}
    yield "scaled_correlation", claim, data(0.99), data(0.5)


def clusters() -> Iterator[Case]:
    def data(silhouette: float) -> Tables:
        level = COHORT | {"factor": "factor", "level": "x", "n_obs": 50, "n_neighbours": 15}
        level |= {"silhouette": silhouette, "silhouette_type1_error": 0.05, "knn_purity": 0.5}
        level |= {"silhouette_ci_low": silhouette - 0.05, "silhouette_ci_high": silhouette + 0.05}
        level |= {"expected_purity": 0.5 - silhouette, "excess_purity_type1_error": 0.05}
        level |= {"excess_purity_ci_low": silhouette - 0.05}
        level |= {"excess_purity_ci_high": silhouette + 0.05}
        index = COHORT | {"factor": "factor", "status": "ok", "n_obs": 50, "type1_error": 0.05}
        index |= {"estimate": silhouette, "ci_low": silhouette - 0.05, "ci_high": silhouette + 0.05}
        return {
            "stat_cluster_levels": table(level),
            "stat_cluster_validity": table(
                *(index | {"index_name": name} for name in ("silhouette", "adjusted_rand"))
            ),
            "int_claim_cohorts_listed": table(COHORT | {"parameter_range_scheme": "s"}),
            "dim_parameter_ranges": table(
                {"parameter_range": "x", "scheme": "s", "lower_b": 0.0, "range_order": 1}
            ),
        }

    claim = {"rule_family": "cluster", "factor": "factor", "level_a": "x"}
    apart, mixed = data(0.5), data(-0.2)
    forms = claim | {"measure": "level_silhouette", "decision": "above", "decision_value": 0.25}
    yield "level_silhouette", forms, apart, mixed
    yield "level_neighbours", claim | {"measure": "level_neighbours"}, apart, mixed
    partly = claim | {"measure": "level_purity", "threshold_value": 0.1}
    yield "level_purity", partly, mixed, apart
    none = claim | {"measure": "factor_separation", "threshold_value": 0.1, "level_a": None}
    yield "factor_separation", none, mixed, apart


def emergence() -> Iterator[Case]:
    def data(gain: float, p: float, ratio: float) -> Tables:
        shape = AT | {"score_scale": "log", "status": "ok", "sharp_delta_bic": gain, "p_jump": p}
        shape |= {"critical_p_jump": 0.05, "power_at_jump": 0.9, "p_fall": p, "n_obs": 50}
        shape |= {"false_alarm_rate": 0.05, "p_fall_type1_error": 0.05, "judged_on": "pretrained"}
        forecast = AT | {"score_scale": "log", "cut": "quantile", "cut_b": 7.0, "n_within": 30}
        forecast |= {"n_beyond": 20, "error_ratio": ratio, "error_ratio_ci_low": ratio - 0.1}
        forecast |= {"error_ratio_ci_high": ratio + 0.1, "error_ratio_type1_error": 0.05}
        forecast |= {"bias": ratio - 1, "bias_ci_low": ratio - 1.1, "bias_ci_high": ratio - 0.9}
        return {
            "stat_emergence": table(shape | {"falls_at_b": 7.0}),
            "stat_emergence_forecasts": table(
                forecast | {"rmse_within": 1.0, "bias_type1_error": 0.05}
            ),
            "narrow_benchmarks": empty("benchmark_id"),
        }

    claim = {"rule_family": "emergence", "decision": "by_rule", "threshold_value": 10.0}
    jump, none = data(20, 0.001, 3), data(-5, 0.9, 0.5)
    yield "jump", claim | {"measure": "jump", "expected": "a jump"}, jump, none
    yield "no jump", claim | {"measure": "jump", "expected": "no jump"}, none, jump
    yield "forecast", claim | {"measure": "forecast"}, jump, none
    every = claim | {"measure": "forecast_on_every_scale"}
    yield "forecast_on_every_scale", every, jump, none


def agreement() -> Iterator[Case]:
    def data(p: float, p_scaled: float, with_architecture: bool = False) -> Tables:
        term = AT | {"term": "s(log_parameters_b)", "term_type": "smooth"}
        terms = [
            term | {"gamm": gamm, "p_value": value, "is_significant": False}
            for gamm, value in (("size", p), ("size_scaled", p_scaled))
        ]
        if with_architecture:
            effect = {"term": "s(architecture)", "term_type": "random_effect"}
            terms += [row | effect for row in terms]
        anova = AT | {"method": "classic", "factor": "parameter_range"}
        return {
            "stat_gamm_terms": table(*terms, terms[0] | {"cohort_id": "print", "p_value": 0.001}),
            "stat_anova": table(
                anova | {"p_value": p}, anova | {"cohort_id": "print", "p_value": 0.001}
            ),
        }

    claim = {"rule_family": "agreement", "basis": "same_method", "benchmark_id": "all"}
    same = claim | {"measure": "datasets", "decision": "at_least", "decision_value": 0.8}
    yield "datasets", same, data(0.001, 0.001), data(0.9, 0.9)
    scaling = claim | {"measure": "scaling", "decision": "equals", "decision_value": 0.0}
    yield "scaling", scaling, data(0.001, 0.001), data(0.001, 0.9)


def structured(**found: pl.DataFrame) -> Tables:
    """Return what claims about structure look up: nothing but what is found."""
    of = "cohort_id question_id estimate ci_low ci_high p_value p_adjusted type1_error n_obs"
    numbers = ("n_units", "n_benchmarks", "loading", "component", "mae_pct", "size_from_b")
    numbers += ("mae_ci_low_pct", "mae_ci_high_pct", "mae_type1_error", "mse_difference", "share")
    numbers += ("difference", "difference_ci_low", "difference_ci_high", "n_levels", "n_late")
    numbers += ("breakpoint_b", "ci_low_b", "ci_high_b", "n_sizes", "direction", "size_to_b")
    numbers += ("shown_direction", "n_used", "n_bases")
    names = " scaling measure unit benchmark_id level variable_a variable_b predictor against given"
    nothing = empty(of + names + " factor method group_a group_b is_step is_open_low is_open_high")
    nothing = nothing.with_columns(pl.lit(None, pl.Float64).alias(name) for name in numbers)
    nothing = nothing.with_columns(pl.lit(None, pl.Boolean).alias("is_open_low"),
                                   pl.lit(None, pl.Boolean).alias("is_open_high"))  # fmt: skip
    tables = ("components", "component_loadings", "clustered_correlations", "lineage_steps")
    tables += ("forecast_comparisons", "forecast_errors", "variance_components", "compute_shifts")
    tables += ("breakpoints", "within_base")
    empties = {f"stat_{name}": nothing for name in tables}
    empties["stat_variance_components"] = nothing.with_columns(component=pl.lit(None, pl.String))
    empties["stat_forecast_errors"] = nothing.drop("estimate", "ci_low", "ci_high")
    return empties | {"int_structure_batteries": nothing} | found


def structure() -> Iterator[Case]:
    def correlated(estimate: float, half: float) -> Tables:
        row = COHORT | {"question_id": "q", "estimate": estimate, "ci_low": estimate - half}
        row |= {"ci_high": estimate + half, "p_value": 0.001, "type1_error": 0.05, "n_obs": 99}
        row |= {"n_units": 40, "level": "", "variable_a": "a", "variable_b": "b", "unit": "family"}
        return structured(stat_clustered_correlations=table(row))

    def forecast(*errors: float) -> Tables:
        row = COHORT | {"predictor": "compute", "unit": "family", "n_obs": 20, "n_units": 9}
        row |= {"mae_ci_low_pct": 1.0, "mae_ci_high_pct": 2.0, "mae_type1_error": 0.05}
        return structured(
            stat_forecast_errors=table(
                *(row | {"question_id": f"q{i}", "mae_pct": e} for i, e in enumerate(errors))
            )
        )

    claim = {"rule_family": "structure", "group_a": "q", "measure": "correlation"}
    printed = claim | {"decision": "equals", "decision_value": 0.49, "tolerance": 0.005}
    yield "a printed number", printed, correlated(0.46, 0.08), correlated(0.7, 0.1)
    sign = claim | {"decision": "positive"}
    yield "a sign", sign, correlated(0.5, 0.2), correlated(-0.5, 0.2)
    tasks = claim | {"measure": "mean_error_over_tasks_pct", "group_b": "compute"}
    tasks |= {"group_a": " / ".join(f"q{i}" for i in range(6))}
    tasks |= {"decision": "equals", "decision_value": 18.0, "tolerance": 6.0}
    # tasks differ, and it is their average that is claimed
    alike, less = forecast(10, 26, 17, 19, 15, 21), forecast(5, 9, 6, 8, 7, 7)
    yield "an average over tasks", tasks, alike, less


def abilities() -> Iterator[Case]:
    def data(lag: float, half: float) -> Tables:
        row = COHORT | {"window_name": "w", "status": "ok", "lag_months": lag}
        row |= {"lag_low": lag - half, "lag_high": lag + half, "n_open": 20, "n_closed": 20}
        return {
            "stat_ability_lags": table(row | {"n_developers": 9, "n_months": 12}),
            "stat_ability_scales": table(
                COHORT | {"n_cells": 99, "n_developers": 9, "n_models": 40, "n_benchmarks": 6}
            ),
            "stat_ability_variance": table(
                COHORT | {"component": "one ability", "share": 0.8}
                | {"share_low": 0.75, "share_high": 0.85}
            ),
            "stat_ability_breaks": table(
                COHORT | {"window_name": "w", "kind": "given", "status": "ok", "p_value": 0.5}
                | {"slope_after": 2.0, "slope_before": 1.0, "n_records": 20, "break_on": "2024"}
                | {"naive_p_value": 0.5, "naive_type1_error": 0.2, "is_break": False}
            ),
            "int_ability_scaled": table(
                COHORT | {"weights": "m", "points": 100.0, "draws": [1.0], "n_benchmarks": 3}
            ),
        }  # fmt: skip

    claim = {"rule_family": "ability", "measure": "lag_of_open_models_in_months", "group_a": "w"}
    claim |= {"decision": "equals", "decision_value": 3.5, "tolerance": 0.5}
    yield "lag_of_open_models_in_months", claim, data(4, 2), data(9, 2)


def printed() -> Iterator[Case]:
    claim = {"rule_family": "printed_twice", "measure": "printed_elsewhere", "basis": "published"}
    claim |= {"decision": "equals", "decision_value": 15.0, "group_b": "table 1"}
    yield "printed_elsewhere", claim, {"group_a": "15"}, {"group_a": "12"}
    yield "pairs_among", claim | {"measure": "pairs_among"}, {"group_a": "6"}, {"group_a": "5"}


#: The rules by the names of their models.
RULES: dict[str, Callable[[], Iterator[Case]]] = {
    "populations": populations,
    "anovas": anovas,
    "pairs": pairs,
    "pair_counts": pair_counts,
    "group_means": group_means,
    "correlations": correlations,
    "gamm_terms": gamm_terms,
    "slopes": slopes,
    "contrasts": contrasts,
    "curves": curves,
    "scores": scores,
    "base_families": base_families,
    "named_models": named_models,
    "clusters": clusters,
    "emergence": emergence,
    "agreement": agreement,
    "structure": structure,
    "abilities": abilities,
    "print": printed,
}
