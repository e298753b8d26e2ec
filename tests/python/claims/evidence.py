"""Small simulated evidence for every rule of the ledger: what makes a claim true, and what false.

A case is a claim, and two sets of statistics of which one supports and the other contradicts it.
"""

from collections.abc import Callable, Iterator

import numpy as np
from item_evidence import items
from price_evidence import bits, prices
from tables_of_rules import schemas
from tool_evidence import tools

#: Rows by the name of their table; or, of a claim about itself, what it says.
Tables = dict[str, list[dict] | str]
Case = tuple[str, dict, Tables, Tables]

COHORT = {"cohort_id": "cohort"}
AT = COHORT | {"benchmark_id": "a"}
BENCHMARKS = [
    {"benchmark_id": name, "benchmark_name": name.upper(), "benchmark_order": i}
    | {"chance_pct": 25.0, "n_items": 1000}
    for i, name in enumerate("abc")
]


def pair(a: str, b: str, estimate: float, half: float, p: float, **more: object) -> list[dict]:
    """Return a pair of groups by the sound method, from either side."""
    row = AT | {"basis": "sound_method", "p_adjusted": p, "type1_error": 0.05, "n_a": 50, "n_b": 50}
    row |= {"n_bases_a": 20, "n_bases_b": 20, "pair_method": "clustered", "factor": "factor"}
    row |= {"is_equivalent": abs(estimate) + half < 2} | more
    return [
        row | {"group_a": one, "group_b": other, "estimate": sign * estimate}
        | {"ci_low": sign * estimate - half, "ci_high": sign * estimate + half}
        for one, other, sign in ((a, b, 1), (b, a, -1))
    ]  # fmt: skip


def members(n: int) -> Tables:
    models = [{"evaluation_id": f"{i}", "model_name": f"m{i}", "parameters_b": 7.0}
              for i in range(n)]  # fmt: skip
    bridge = [COHORT | {"evaluation_id": m["evaluation_id"]} for m in models]
    return {"fct_evaluations": models, "bridge_cohort_evaluations": bridge}


def populations() -> Iterator[Case]:
    claim = {"rule_family": "population", "measure": "n_models", "basis": "same_method"}
    claim |= {"decision": "equals", "decision_value": 10.0}
    yield "n_models", claim, members(10), members(12)


def population_shares() -> Iterator[Case]:
    def data(n: int) -> Tables:
        level = COHORT | {"factor": "factor", "is_tested": True}
        levels = [level | {"evaluation_id": f"{i}", "level": "w" if i < n else "v"}
                  for i in range(10)]  # fmt: skip
        return members(10) | {"int_cohort_levels_assigned": levels}

    claim = {"rule_family": "population", "measure": "share_pct", "basis": "same_method"}
    claim |= {"factor": "factor", "level_a": "w", "decision": "equals", "decision_value": 40.0}
    yield "share_pct", claim, data(4), data(6)


def printed_twice() -> Iterator[Case]:
    claim = {"rule_family": "printed_twice", "measure": "printed_elsewhere", "basis": "published"}
    claim |= {"decision": "equals", "decision_value": 15.0, "group_b": "table 1"}
    yield "printed_elsewhere", claim, {"group_a": "15"}, {"group_a": "12"}
    yield "pairs_among", claim | {"measure": "pairs_among"}, {"group_a": "6"}, {"group_a": "5"}


def anova() -> Iterator[Case]:
    def data(estimate: float, p: float, **of_all: object) -> Tables:
        omnibus = AT | {"factor": "factor", "statistic": 9.0, "n_obs": 100, "p_value": p}
        omnibus |= {"type1_error": 0.05, "status": "ok", "n_levels": 2} | of_all
        return {
            "int_claim_pairs_stacked": pair("x", "y", estimate, 1, p),
            "stat_cluster_omnibus": [omnibus],
        }

    claim = {"rule_family": "anova", "measure": "p_value", "decision": "significant"}
    yield "p_value", claim | {"factor": "factor"}, data(9, 0.001), data(0.1, 0.9)
    # a pair that differs refutes equality of all, where no test of all is possible too
    none = data(9, 0.001, status="too few", p_value=None, type1_error=None, statistic=None)
    yield "a pair alone", claim | {"factor": "factor"}, none, data(0.1, 0.9)


def pairs() -> Iterator[Case]:
    def data(estimate: float, half: float, p: float, factor: str = "factor", **more) -> Tables:
        return {"int_claim_pairs_stacked": pair("x", "y", estimate, half, p, factor=factor, **more)}

    claim = {"rule_family": "pair", "measure": "p_adjusted", "decision": "significant"}
    claim |= {"factor": "factor", "level_a": "x", "level_b": "y"}
    ahead, behind, alike = data(5, 2, 0.001), data(-5, 2, 0.001), data(0.1, 1, 0.9)
    yield "significant", claim, ahead, alike
    yield "the sign claimed", claim | {"direction": "positive"}, ahead, behind
    yield "no effect", claim | {"decision": "not_significant"}, alike, ahead
    lead = claim | {"measure": "mean_difference", "decision": "positive", "direction": "positive"}
    yield "a lead", lead, ahead, behind
    # "does not clearly surpass" is no equality: to be behind supports it
    yield "not ahead", claim | {"measure": "not_better", "decision": "by_rule"}, behind, ahead
    raw = {"factor": "training_type", "basis": "sound_method, unadjusted"}
    of_types = claim | {"factor": "training_type", "statistic": "p_adj, unadjusted"}
    yield "types, unadjusted", of_types, data(5, 2, 0.001, **raw), data(0.1, 1, 0.9, **raw)


def of_families(named: str) -> Tables:
    """Return pairs of families: those of one are significant and the others shown equal."""
    rows = [
        row
        for i, one in enumerate("wxyz")
        for other in "wxyz"[i + 1 :]
        for row in pair(one, other, *((9, 2, 0.001) if named in (one, other) else (0, 1, 0.9)))
    ]
    return {"int_claim_pairs_stacked": rows, "int_cohort_scores_compared": [AT]}


OF_W = {"rule_family": "pair_count", "factor": "factor", "level_a": "w", "benchmark_id": "all"}


def pair_counts() -> Iterator[Case]:
    count = OF_W | {"measure": "n_significant_of_level", "decision": "at_least"}
    count |= {"decision_value": 2.0}
    yield "n_significant_of_level", count, of_families("w"), of_families("x")


def pair_shares() -> Iterator[Case]:
    share = OF_W | {"measure": "share_not_significant", "level_a": None, "decision": "at_least"}
    share |= {"decision_value": 0.9}
    yield "share_not_significant", share, of_families("none"), of_families("w")


def places() -> Iterator[Case]:
    rank = OF_W | {"measure": "rank_of_level", "decision": "at_most", "decision_value": 1.0}
    yield "rank_of_level", rank, of_families("w"), of_families("x")


def correlations() -> Iterator[Case]:
    def data(shared: float) -> Tables:
        """Benchmark a, which shares so much with the two others, which are alike."""
        rng = np.random.default_rng(20261130)
        common, own = rng.normal(size=60), rng.normal(size=60)
        columns = {"a": shared * common + (1 - shared) * own, "b": common}
        columns |= {"c": common + 0.05 * rng.normal(size=60)}
        scores = [
            COHORT | {"benchmark_id": name, "evaluation_id": f"{i}"}
            | {"score_units": int(1e7 * (value + 9))}
            for name, values in columns.items() for i, value in enumerate(values)
        ]  # fmt: skip
        families = [{"evaluation_id": f"{i}", "base_family": f"f{i}"} for i in range(60)]
        return {"int_cohort_scores_selected": scores, "fct_evaluations": families}

    claim = {"rule_family": "correlation", "decision": "by_rule", "threshold_value": 0.7}
    for measure in ("mean_correlation", "largest_correlation"):
        yield measure, claim | {"measure": measure}, data(0), data(1 - 1e-6)


def scored(levels: dict[str, float]) -> Tables:
    """Return twenty base families with a score on benchmark a about each of these, by size."""
    rng = np.random.default_rng(1)
    evaluations = [
        AT | {"evaluation_id": f"{size} {i}", "model_name": f"{size} {i}"}
        | {"base_family": f"{size} {i}", "is_base_family_resolved": True, "is_merge": False}
        | {"parameters_b": float(size), "score_pct": level + rng.normal(scale=1)}
        for size, level in levels.items() for i in range(20)
    ]  # fmt: skip
    names = ("fct_evaluations", "int_cohort_scores_compared", "int_cohort_sizes_chosen")
    return {
        name: [{key: row[key] for key in schemas()[name] if key in row} for row in evaluations]
        for name in names
    }


def group_means() -> Iterator[Case]:
    def data(lead: float) -> Tables:
        rows = [*pair("w", "x", lead, 2, 0.001), *pair("w", "y", lead, 2, 0.001)]
        return {"int_claim_pairs_stacked": [*rows, *pair("x", "y", 0, 2, 0.9)]}

    claim = {"rule_family": "group_mean", "measure": "n_benchmarks_above_mean", "level_a": "w"}
    claim |= {"factor": "factor", "benchmark_id": "all", "decision": "at_least"}
    yield "n_benchmarks_above_mean", claim | {"decision_value": 1.0}, data(9), data(-9)


def score_tests() -> Iterator[Case]:
    claim = {"rule_family": "score_test", "measure": "above_chance", "decision": "positive"}
    small = claim | {"size_a_high_b": 0.1}
    yield "above_chance", small, scored({"0.1": 35}), scored({"0.1": 15})
    small = claim | {"measure": "small_minus_large", "decision": "by_rule", "group_a": "q0-40%"}
    yield "small_minus_large", small, scored({"1": 50, "7": 50}), scored({"1": 30, "7": 50})


def base_families() -> Iterator[Case]:
    claim = {"rule_family": "base_family", "measure": "some_base_family", "decision": "positive"}
    claim |= {"size_a_low_b": 1.0, "size_a_high_b": 3.0, "size_b_low_b": 7.0, "size_b_high_b": 70.0}
    yield "some_base_family", claim, scored({"1": 60, "7": 50}), scored({"1": 30, "7": 50})


def named_models() -> Iterator[Case]:
    claim = {"rule_family": "named_models", "measure": "model_difference", "decision": "positive"}
    claim |= {"group_a": "7 0", "group_b": "1 0"}
    yield "model_difference", claim, scored({"1": 30, "7": 50}), scored({"1": 50, "7": 30})


def interplay(p: float, slope: float) -> Tables:
    """Return how each of three abilities counts on the others, the first with a p-value."""
    of = COHORT | {"gamm": "interplay", "edf": 1.0, "statistic": 1.0}
    terms = [
        of | {"benchmark_id": response, "term": f"s(log_{ability})"}
        | {"p_value": p if ability == "a" else 0.9}
        for ability in "abc" for response in "abc" if ability != response
    ]  # fmt: skip
    bounds = AT | {"basis": "sound_method", "gamm": "interplay_clustered", "term": "s(log_b)"}
    bounds |= {"estimate": slope, "low": slope - 0.5, "high": slope + 0.5, "type1_error": 0.05}
    # without a slope the curve is shown to change by less than the margin
    flat = AT | {"gamm": "interplay_clustered", "term": "s(log_b)", "type1_error": 0.03}
    flat |= {"change": 0.005, "greatest_change": 0.01, "margin": 0.04, "is_flat": True}
    return {
        "stat_gamm_flat_terms": [] if slope else [flat],
        "stat_gamm_terms": terms,
        "int_claim_slopes_bounded": [bounds | {"is_shown_by_one": False}],
        "stat_gamm_fits": [AT | {"gamm": "interplay", "status": "ok"}],
    }


INTERPLAY = interplay(1e-6, 2), interplay(0.9, 0)


def gamm_terms() -> Iterator[Case]:
    shown, not_shown = INTERPLAY
    claim = {"rule_family": "gamm_term", "measure": "p_value", "decision": "significant"}
    claim |= {"gamm": "interplay", "benchmark_id": "b", "term": "s(log_a)"}
    same = claim | {"basis": "same_method"}
    yield "p_value", same, shown, not_shown
    yield "no effect", same | {"decision": "not_significant"}, not_shown, shown
    sound = claim | {"gamm": "interplay_clustered", "benchmark_id": "a", "term": "s(log_b)"}
    yield "p_value, soundly", sound, shown, not_shown
    flat = sound | {"decision": "not_significant"}
    yield "no effect, soundly", flat, not_shown, shown


def gamm_counts() -> Iterator[Case]:
    shown, not_shown = INTERPLAY
    count = {"rule_family": "gamm_term", "measure": "n_responses_significant", "term": "s(log_a)"}
    count |= {"gamm": "interplay", "basis": "same_method", "benchmark_id": "all"}
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
        row | {"x": x, "parameters_b": float(np.exp(x)), "estimate": slope * x}
        for x in np.linspace(0, 5, 21)
    ]


def read_curve(slope: float) -> dict[str, list[dict]]:
    """Return a curve as the sound method reads it, and how often its term errs."""
    errors = AT | {"gamm": "size_clustered", "term": "s(log_parameters_b)"}
    errors |= {"type1_error": 0.05, "is_testable": True, "contrast_critical_value": 2.0}
    return {
        "int_claim_curves_stacked": [
            row | {"basis": "sound_method", "smoother": "as published", "point": i}
            for i, row in enumerate(curve(slope, std_error=0.005), 1)
        ],
        "stat_gamm_type1_errors": [errors],
    }


def bounded(slope: float, basis: str = "sound_method") -> Tables:
    """Return a curve with a slope, and the bounds of the slope."""
    bounds = {"low": slope - 0.1, "high": slope + 0.1, "basis": basis}
    bounds |= {"type1_error": 0.05, "is_shown_by_one": True}
    rows = [row | {"estimate": slope} for row in curve(slope, **bounds)]
    return read_curve(slope) | {"int_claim_slopes_bounded": rows}


UP, DOWN = bounded(0.5), bounded(-0.5)
OF_CURVES = {"rule_family": "gamm_slope", "gamm": "size_clustered"}


def slopes() -> Iterator[Case]:
    yield "slope", OF_CURVES | {"measure": "slope", "decision": "positive"}, UP, DOWN
    no_rise = {"measure": "movement", "decision": "by_rule", "expected": "no increase"}
    yield "movement", OF_CURVES | no_rise, DOWN, UP


def lines() -> Iterator[Case]:
    line = {"measure": "linear_rise", "decision": "at_least", "decision_value": 0.9}
    yield "linear_rise", OF_CURVES | line, UP, DOWN


def flatter_curves() -> Iterator[Case]:
    def bent(below: float, above: float) -> Tables:
        rows = bounded(0, "same_method")["int_claim_slopes_bounded"]
        return {
            "int_claim_slopes_bounded": [
                row | {"estimate": above if row["parameters_b"] > 10 else below} for row in rows
            ]
        }

    flatter = {"measure": "n_benchmarks_flatter", "basis": "same_method", "size_a_low_b": 10.0}
    flatter |= {"decision": "at_least", "decision_value": 1.0}
    yield "n_benchmarks_flatter", OF_CURVES | flatter, bent(0.5, 0.1), bent(0.1, 0.5)


def curves_of_types(slope: int, wave: int) -> Tables:
    """Return waves about rising lines, of two types with these signs of the second one's."""
    return {
        "stat_gamm_curves": [
            row | {"term": f"s(log_parameters_b):training_type={kind}"}
            | {"estimate": row["estimate"] + sign * np.sin(2 * row["x"])}
            for kind, way, sign in (("pretrained", 1, 1), ("fine-tuned", slope, wave))
            for row in curve(2 * way, gamm="size_by_type")
        ]
    }  # fmt: skip


def curve_similarity() -> Iterator[Case]:
    def alike(correlation: float) -> Tables:
        scaling = AT | {"gamm": "size", "term": "s(log_parameters_b)"}
        scaling |= {"correlation": correlation, "n_obs": 99, "n_families": 20}
        return {"stat_gamm_scaling": [scaling | {"max_difference_share": 0.1}]}

    claim = {"rule_family": "curve_similarity", "measure": "scaled_correlation", "gamm": "size"}
    claim |= {"basis": "same_method", "decision": "at_least", "decision_value": 0.95}
    yield "scaled_correlation", claim, alike(0.99), alike(0.5)
    types = claim | {"group_a": "pretrained", "group_b": "fine-tuned", "decision_value": 0.8}
    types |= {"measure": "types_alike_on_most"}
    yield "types_alike_on_most", types, curves_of_types(1, 1), curves_of_types(-1, -1)


def contrasts() -> Iterator[Case]:
    def data(slope: float) -> Tables:
        """Six families near either size, without any of which the curve is the same."""
        families = [
            COHORT | {"base_family": f"{size} {i}", "log_parameters_b": np.log(size), "n_near": 6}
            for size in (7, 70) for i in range(6)
        ]  # fmt: skip
        row = AT | {"gamm": "size_clustered", "curve": (slope * np.linspace(0, 5, 21)).tolist()}
        without = [row | {"base_family": each["base_family"]} for each in families]
        return read_curve(slope) | {
            "int_gamm_family_sizes": families,
            "int_gamm_curves_left_out": without,
            "int_cohort_scores_compared": [AT | {"evaluation_id": "0", "score_pct": 50.0}],
        }

    up, down, level = data(0.5), data(-0.5), data(0.001)
    claim = {"rule_family": "gamm_contrast", "measure": "difference", "gamm": "size_clustered"}
    claim |= {"size_a_low_b": 70.0, "size_a_high_b": 70.0, "size_b_low_b": 7.0}
    claim |= {"size_b_high_b": 7.0, "group_a": "70B", "group_b": "7B"}
    yield "rises", claim | {"decision": "positive"}, up, down
    # within two points of a mean score of 50
    yield "no difference", claim | {"decision": "not_significant"}, level, up
    # larger ones need not be ahead
    yield "by_rule", claim | {"decision": "by_rule"}, down, up


def clustered(silhouette: float) -> Tables:
    """Return a level and a factor with this silhouette, and as many neighbours of the kind."""
    low, high = silhouette - 0.05, silhouette + 0.05
    level = COHORT | {"factor": "factor", "level": "x", "n_obs": 50, "n_neighbours": 15}
    level |= {"silhouette": silhouette, "silhouette_type1_error": 0.05, "knn_purity": 0.5}
    level |= {"silhouette_ci_low": low, "silhouette_ci_high": high}
    level |= {"expected_purity": 0.5 - silhouette, "excess_purity_type1_error": 0.05}
    level |= {"excess_purity_ci_low": low, "excess_purity_ci_high": high}
    index = COHORT | {"factor": "factor", "status": "ok", "n_obs": 50, "type1_error": 0.05}
    index |= {"estimate": silhouette, "ci_low": low, "ci_high": high}
    names = ("silhouette", "adjusted_rand")
    return {
        "stat_cluster_levels": [level],
        "stat_cluster_validity": [index | {"index_name": name} for name in names],
    }


APART, MIXED = clustered(0.5), clustered(-0.2)


def clusters() -> Iterator[Case]:
    claim = {"rule_family": "cluster", "factor": "factor", "level_a": "x"}
    forms = claim | {"measure": "level_silhouette", "decision": "above", "decision_value": 0.25}
    yield "level_silhouette", forms, APART, MIXED
    yield "level_neighbours", claim | {"measure": "level_neighbours"}, APART, MIXED
    partly = claim | {"measure": "level_purity", "threshold_value": 0.1}
    yield "level_purity", partly, MIXED, APART


def factor_separation() -> Iterator[Case]:
    claim = {"rule_family": "cluster", "factor": "factor", "measure": "factor_separation"}
    yield "factor_separation", claim | {"threshold_value": 0.1}, MIXED, APART


def emergence() -> Iterator[Case]:
    def data(gain: float, p: float) -> Tables:
        shape = AT | {"score_scale": "log", "status": "ok", "sharp_delta_bic": gain, "p_jump": p}
        shape |= {"critical_p_jump": 0.05, "power_at_jump": 0.9, "p_fall": p, "n_obs": 50}
        return {"stat_emergence": [shape | {"false_alarm_rate": 0.05, "p_fall_type1_error": 0.05}]}

    claim = {"rule_family": "emergence", "decision": "by_rule", "threshold_value": 10.0}
    jump, none = data(20, 0.001), data(-5, 0.9)
    yield "jump", claim | {"measure": "jump", "expected": "a jump"}, jump, none
    yield "no jump", claim | {"measure": "jump", "expected": "no jump"}, none, jump


def extrapolations() -> Iterator[Case]:
    def data(ratio: float) -> Tables:
        forecast = AT | {"score_scale": "log", "cut": "quantile", "cut_b": 7.0, "n_within": 30}
        forecast |= {"n_beyond": 20, "error_ratio": ratio, "error_ratio_ci_low": ratio - 0.1}
        forecast |= {"error_ratio_ci_high": ratio + 0.1, "error_ratio_type1_error": 0.05}
        forecast |= {"bias": ratio - 1, "bias_ci_low": ratio - 1.1, "bias_ci_high": ratio - 0.9}
        return {
            "stat_emergence_forecasts": [forecast | {"rmse_within": 1.0, "bias_type1_error": 0.05}]
        }

    claim = {"rule_family": "emergence", "decision": "by_rule", "threshold_value": 10.0}
    for measure in ("forecast", "forecast_on_every_scale"):
        yield measure, claim | {"measure": measure}, data(3), data(0.5)


def agreement() -> Iterator[Case]:
    def data(p: float, p_scaled: float) -> Tables:
        term = AT | {"term": "s(log_parameters_b)", "term_type": "smooth"}
        terms = [
            term | {"gamm": gamm, "p_value": value}
            for gamm, value in (("size", p), ("size_scaled", p_scaled))
        ]
        print_ = {"cohort_id": "print", "p_value": 0.001}
        anova = AT | {"method": "classic", "factor": "parameter_range", "p_value": p}
        return {
            "stat_gamm_terms": [*terms, terms[0] | print_],
            "stat_anova": [anova, anova | print_],
        }

    claim = {"rule_family": "agreement", "basis": "same_method", "benchmark_id": "all"}
    same = claim | {"measure": "datasets", "decision": "at_least", "decision_value": 0.8}
    yield "datasets", same, data(0.001, 0.001), data(0.9, 0.9)
    scaling = claim | {"measure": "scaling", "decision": "equals", "decision_value": 0.0}
    yield "scaling", scaling, data(0.001, 0.001), data(0.001, 0.9)


OF_STRUCTURE = {"rule_family": "structure", "group_a": "q"}
#: A statistic of a question of structure, of so many rows and units.
ASKED = COHORT | {"question_id": "q"}
ANSWER = ASKED | {"n_obs": 99, "n_units": 40, "unit": "family"}


def estimated(estimate: float, half: float, **more: object) -> dict:
    """Return an answer with its interval."""
    ends = {"estimate": estimate, "ci_low": estimate - half, "ci_high": estimate + half}
    return ANSWER | ends | {"type1_error": 0.05} | more


def components() -> Iterator[Case]:
    def data(n: int) -> Tables:
        scaled = {"scaling": "standardised", "n_benchmarks": 5}
        names = ("n_factors", "n_factors_of_units")
        return {"stat_components": [estimated(n, 0, measure=m, **scaled) for m in names]}

    claim = OF_STRUCTURE | {"measure": "n_factors", "decision": "equals", "decision_value": 1.0}
    yield "n_factors", claim, data(1), data(3)


def loadings() -> Iterator[Case]:
    def data(component: int, of_a: float) -> Tables:
        drawn = {"component": component, "scaling": "raw", "n_benchmarks": 2}
        rows = [
            estimated(loading, 0.1, benchmark_id=name, **drawn)
            for name, loading in (("a", of_a), ("b", 0.3))
        ]
        return {"stat_component_loadings": [row | {"loading": row.pop("estimate")} for row in rows]}

    claim = OF_STRUCTURE | {"decision": "at_least", "decision_value": 100.0}
    share = claim | {"measure": "positive_loadings_pct"}
    yield "positive_loadings_pct", share, data(1, 0.5), data(1, -0.5)
    lead = claim | {"measure": "second_component_lead", "decision": "positive", "group_b": "a"}
    yield "second_component_lead", lead, data(2, 0.9), data(2, 0.05)


def clustered_correlations() -> Iterator[Case]:
    def data(estimate: float, half: float) -> Tables:
        names = {"level": "", "variable_a": "a", "variable_b": "b", "p_value": 0.001}
        return {"stat_clustered_correlations": [estimated(estimate, half, **names)]}

    claim = OF_STRUCTURE | {"measure": "correlation"}
    printed = claim | {"decision": "equals", "decision_value": 0.49, "tolerance": 0.005}
    yield "a printed number", printed, data(0.46, 0.08), data(0.7, 0.1)
    yield "a sign", claim | {"decision": "positive"}, data(0.5, 0.2), data(-0.5, 0.2)
    pairs_ = claim | {"measure": "positive_pairs_pct", "decision": "at_least"}
    yield "positive_pairs_pct", pairs_ | {"decision_value": 90.0}, data(0.5, 0.2), data(-0.5, 0.2)


def steps() -> Iterator[Case]:
    def data(way: int) -> Tables:
        step = ASKED | {"level": "f", "is_step": True, "size_from_b": 1.0, "size_to_b": 7.0}
        return {"stat_lineage_steps": [step | {"direction": way, "shown_direction": way}]}

    claim = OF_STRUCTURE | {"decision": "above", "decision_value": 50.0}
    yield "joint_steps_pct", claim | {"measure": "joint_steps_pct"}, data(1), data(-1)
    parting = claim | {"measure": "parting_steps_pct", "group_b": "f / g >0.5B"}
    yield "parting_steps_pct", parting, data(-1), data(1)


def forecasts() -> Iterator[Case]:
    def data(*errors: float) -> Tables:
        row = ANSWER | {"predictor": "compute"}
        found = [row | {"question_id": f"q{i}", "mae_pct": e} for i, e in enumerate(errors)]
        return {"stat_forecast_errors": found}

    def compared(difference: float) -> Tables:
        row = ANSWER | {"predictor": "compute", "against": "size", "p_value": 0.001}
        row |= {"mse_difference": difference, "ci_low": difference - 1, "ci_high": difference + 1}
        return {"stat_forecast_comparisons": [row]}

    tasks = OF_STRUCTURE | {"measure": "mean_error_over_tasks_pct", "group_b": "compute"}
    tasks |= {"group_a": " / ".join(f"q{i}" for i in range(6))}
    tasks |= {"decision": "equals", "decision_value": 18.0, "tolerance": 6.0}
    # tasks differ, and it is their average that is claimed
    alike, less = data(10, 26, 17, 19, 15, 21), data(5, 9, 6, 8, 7, 7)
    yield "an average over tasks", tasks, alike, less
    claim = OF_STRUCTURE | {"measure": "error_difference", "group_b": "compute against size"}
    yield "error_difference", claim | {"decision": "negative"}, compared(-9), compared(9)


def variance_shares() -> Iterator[Case]:
    def data(share: float) -> Tables:
        row = ASKED | {"n_obs": 99, "component": "family", "against": "size", "given": "compute"}
        return {"stat_variance_components": [row | {"share": share, "difference": share - 0.5}]}

    claim = OF_STRUCTURE | {"basis": "same_method", "decision": "above", "decision_value": 50.0}
    claim |= {"group_b": "family against size given compute"}
    yield "variance_share_pct", claim | {"measure": "variance_share_pct"}, data(0.7), data(0.3)
    more = claim | {"measure": "variance_share_difference_pct", "decision": "positive"}
    yield "variance_share_difference_pct", more, data(0.7), data(0.3)


def shifts() -> Iterator[Case]:
    def data(shift: float) -> Tables:
        return {"stat_compute_shifts": [estimated(shift, 1, n_late=20, p_value=0.001)]}

    claim = OF_STRUCTURE | {"measure": "shift_at_equal_compute", "decision": "positive"}
    yield "shift_at_equal_compute", claim, data(3), data(-3)


def breakpoints() -> Iterator[Case]:
    def data(size: float) -> Tables:
        bend = AT | {"unit": "evaluation", "breakpoint_b": size, "p_value": 0.001, "n_obs": 99}
        battery = ASKED | {"benchmark_id": "a"}
        return {"stat_breakpoints": [bend], "int_structure_batteries": [battery]}

    claim = OF_STRUCTURE | {"measure": "breakpoint_b", "basis": "same_method"}
    claim |= {"decision": "below", "decision_value": 7.0}
    yield "breakpoint_b", claim, data(3), data(30)


def parting_types() -> Iterator[Case]:
    def data(*differences: float) -> Tables:
        row = AT | {"method": "fixed effects", "factor": "training_type", "p_adjusted": 0.001}
        row |= {"group_a": "x", "group_b": "y", "type1_error": 0.05, "n_used": 90, "n_bases": 30}
        return {"stat_within_base": [row | {"estimate": each} for each in differences]}

    claim = OF_STRUCTURE | {"measure": "parting_pairs", "decision": "at_least"}
    yield "parting_pairs", claim | {"decision_value": 1.0}, data(5, -5), data(5, 5)


def ability() -> Iterator[Case]:
    def lagging(lag: float, half: float) -> Tables:
        row = COHORT | {"window_name": "w", "status": "ok", "lag_months": lag, "n_developers": 9}
        row |= {"lag_low": lag - half, "lag_high": lag + half, "n_open": 20, "n_closed": 20}
        return {"stat_ability_lags": [row]}

    claim = {"rule_family": "ability", "measure": "lag_of_open_models_in_months", "group_a": "w"}
    claim |= {"decision": "equals", "decision_value": 3.5, "tolerance": 0.5}
    yield "lag_of_open_models_in_months", claim, lagging(4, 2), lagging(9, 2)


#: The rules by the names of their models.
RULES: dict[str, Callable[[], Iterator[Case]]] = {
    rule.__name__: rule
    for rule in (
        *(populations, population_shares, printed_twice),
        *(pairs, pair_counts, pair_shares, places, anova),
        *(group_means, score_tests, base_families, named_models, correlations),
        *(gamm_terms, gamm_counts),
        *(slopes, lines, flatter_curves, curve_similarity, contrasts),
        *(clusters, factor_separation, extrapolations),
        *(emergence, agreement, items, components, loadings, clustered_correlations, steps),
        *(forecasts, variance_shares, shifts, breakpoints, parting_types, ability),
        *(prices, bits, tools),
    )
}
