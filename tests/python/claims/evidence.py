"""Small simulated evidence for every rule of the ledger: what makes a claim true, and what false.

A case is a claim and two sets of statistics, of which one must be enough to support it and the
other to contradict it. The statistics go through the SQL of the rules; nothing is decided here.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

#: Statistics by the name of their table; or, of a claim about itself, what it says.
Tables = dict[str, pl.DataFrame | str]
Case = tuple[str, dict, Tables, Tables]

COHORT = {"cohort_id": "cohort"}
AT = COHORT | {"benchmark_id": "a"}
BENCHMARKS = [
    {"benchmark_id": name, "benchmark_name": name.upper(), "benchmark_order": i}
    | {"chance_pct": 25.0, "n_items": 1000}
    for i, name in enumerate("abc")
]
#: What columns hold that a table may lack rows for.
TYPES = {
    name: kind
    for kind, names in (
        (pl.Float64, "estimate ci_low ci_high p_value p_adjusted mean mean_centred lead score_pct"),
        (pl.Float64, "parameters_b x std_error statistic df_num df_den edf type1_error"),
        (pl.Float64, "deviance_explained r_squared_adjusted contrast_critical_value"),
        (pl.Int64, "n_obs n_a n_b n_bases_a n_bases_b k score_units"),
        (pl.Boolean, "is_tested is_testable is_default is_equivalent is_moving has_family_slopes"),
        (pl.Boolean, "is_size_adjusted is_shown_by_one is_step holds_level"),
    )
    for name in names.split()
}


def table(*rows: dict) -> pl.DataFrame:
    """Return rows as a table, in the types that the warehouse has."""
    names = {name for row in rows for name in row}
    overrides = {name: TYPES[name] for name in names & TYPES.keys()}
    return pl.DataFrame(list(rows), schema_overrides=overrides, infer_schema_length=None)


def empty(columns: str) -> pl.DataFrame:
    """Return a table of these columns without a row."""
    return pl.DataFrame(schema={name: TYPES.get(name, pl.String) for name in columns.split()})


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


def populations() -> Iterator[Case]:
    def data(n: int) -> Tables:
        models = [
            {"evaluation_id": f"{i}", "model_name": f"m{i}", "parameters_b": 7.0}
            | {"architecture": "x", "architecture_family": "x"}
            for i in range(n)
        ]
        return {
            "fct_evaluations": table(*models),
            "bridge_cohort_evaluations": table(
                *(COHORT | {"evaluation_id": m["evaluation_id"]} for m in models)
            ),
            "published_groups_recovered": empty("factor benchmark_id level n_obs"),
            "published_tables_recovered": empty("factor benchmark_id n_obs"),
            "dim_claims": table({"factor": "f", "decision_value": 1.0, "level_a": "x"}
                                | {"measure": "", "claim_source": ""}),
            "dim_parameter_ranges": table({"parameter_range": "x", "scheme": "s", "lower_b": 0.0}),
            "int_claim_pairs_stacked": table(*pair("x", "y", 5, 1, 0.01)),
        }  # fmt: skip

    claim = {"rule_family": "population", "measure": "n_models", "basis": "same_method"}
    yield "n_models", claim | {"decision": "equals", "decision_value": 10.0}, data(10), data(12)


def anovas() -> Iterator[Case]:
    def data(estimate: float, p: float) -> Tables:
        rows = pair("x", "y", estimate, 1, p, is_size_adjusted=False)[:1]
        omnibus = AT | {"factor": "factor", "statistic": 9.0, "df_num": 1.0, "df_den": 20.0}
        omnibus |= {"n_obs": 100, "p_value": p, "type1_error": 0.05, "status": "ok", "n_levels": 2}
        return {
            "int_claim_pairs_clustered": table(*rows),
            "stat_cluster_omnibus": table(omnibus),
            "stat_anova": table(omnibus | {"method": "welch"}),
            "published_tables_recovered": empty("factor benchmark_id p_value n_obs statistic"),
        }

    claim = {"rule_family": "anova", "measure": "p_value", "decision": "significant"}
    yield "p_value", claim | {"factor": "factor"}, data(9, 0.001), data(0.1, 0.9)


def pairs() -> Iterator[Case]:
    def data(estimate: float, half: float, p: float, factor: str = "factor", **more) -> Tables:
        found = pair("x", "y", estimate, half, p, factor=factor, **more)
        return {
            "int_claim_pairs_stacked": table(*found),
            "stat_cluster_robust": empty(
                "cohort_id factor benchmark_id group_a group_b status n_a n_b is_default"
            ),
        }

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


def pair_counts() -> Iterator[Case]:
    def data(named: str, n_families: int = 4) -> Tables:
        """Pairs of families, of which those of one are significant and the others shown equal."""
        families = "wxyz"[:n_families]
        rows = [
            row
            for i, one in enumerate(families)
            for other in families[i + 1 :]
            for row in pair(one, other, *((9, 2, 0.001) if named in (one, other) else (0, 1, 0.9)))
        ]
        return {
            "int_claim_pairs_stacked": table(*rows),
            "int_cohort_scores_compared": table(AT),
        }

    claim = {"rule_family": "pair_count", "factor": "factor", "level_a": "w", "benchmark_id": "all"}
    rank = claim | {"measure": "rank_of_level", "decision": "at_most", "decision_value": 1.0}
    yield "rank_of_level", rank, data("w"), data("x")
    count = claim | {"measure": "n_significant_of_level", "decision": "at_least"}
    yield "n_significant_of_level", count | {"decision_value": 2.0}, data("w"), data("x")
    share = claim | {"measure": "share_not_significant", "level_a": None, "decision": "at_least"}
    yield "share_not_significant", share | {"decision_value": 0.9}, data("none"), data("w")


def group_means() -> Iterator[Case]:
    def data(lead: float) -> Tables:
        rows = [*pair("w", "x", lead, 2, 0.001), *pair("w", "y", lead, 2, 0.001)]
        rows += pair("x", "y", 0, 2, 0.9)
        return {
            "int_claim_pairs_stacked": table(*rows),
            "stat_group_summaries": empty(
                "cohort_id factor benchmark_id level n_obs mean is_tested"
            ),
            "published_groups_recovered": empty("factor benchmark_id level n_obs mean_centred"),
        }

    claim = {"rule_family": "group_mean", "measure": "n_benchmarks_above_mean", "level_a": "w"}
    claim |= {"factor": "factor", "benchmark_id": "all", "decision": "at_least"}
    yield "n_benchmarks_above_mean", claim | {"decision_value": 1.0}, data(9), data(-9)


def correlations() -> Iterator[Case]:
    def data(shared: float) -> Tables:
        """Benchmark a, which shares so much with the two others, which are alike."""
        rng = np.random.default_rng(20261130)
        common, own = rng.normal(size=60), rng.normal(size=60)
        columns = {"a": shared * common + (1 - shared) * own, "b": common, "c": common}
        columns |= {"c": common + 0.05 * rng.normal(size=60)}
        return {
            "int_cohort_scores_selected": table(
                *(
                    COHORT | {"benchmark_id": name, "evaluation_id": f"{i}"}
                    | {"score_units": int(1e7 * (value + 9))}
                    for name, values in columns.items()
                    for i, value in enumerate(values)
                )
            ),
            "fct_evaluations": table(
                *(
                    {"evaluation_id": f"{i}", "model_name": f"{i}", "base_family": f"f{i}"}
                    for i in range(60)
                )
            ),
            "stat_correlations": empty("cohort_id method estimate benchmark_a benchmark_b n_obs"),
        }  # fmt: skip

    claim = {"rule_family": "correlation", "decision": "by_rule", "threshold_value": 0.7}
    for measure in ("mean_correlation", "largest_correlation"):
        yield measure, claim | {"measure": measure}, data(0), data(1 - 1e-6)


def scored(levels: dict[str, float], seed: int = 1) -> Tables:
    """Return twenty base families with a score on benchmark a about each of these, by size."""
    rng = np.random.default_rng(seed)
    evaluations, scores = [], []
    for size, level in levels.items():
        for i in range(20):
            name = f"{size} {i}"
            evaluations.append(
                {"evaluation_id": name, "model_name": name, "base_family": name}
                | {"parameters_b": float(size), "is_base_family_resolved": True, "is_merge": False}
            )
            score = level + rng.normal(scale=1)
            scores.append(AT | {"evaluation_id": name, "score_pct": score})
    return {
        "fct_evaluations": table(*evaluations),
        "int_cohort_scores_compared": table(*scores),
        "int_cohort_scores_selected": table(*scores),
        "int_cohort_sizes_chosen": table(
            *(COHORT | {k: e[k] for k in ("evaluation_id", "parameters_b")} for e in evaluations)
        ),
    }


def scores() -> Iterator[Case]:
    claim = {"rule_family": "score_test", "measure": "above_chance", "decision": "positive"}
    claim |= {"size_a_low_b": None, "size_a_high_b": 0.1}
    yield "above_chance", claim, scored({"0.1": 35}), scored({"0.1": 15})
    small = {"rule_family": "score_test", "measure": "small_minus_large", "decision": "by_rule"}
    small |= {"group_a": "q0-40%"}
    yield "small_minus_large", small, scored({"1": 50, "7": 50}), scored({"1": 30, "7": 50})


def base_families() -> Iterator[Case]:
    claim = {"rule_family": "base_family", "measure": "some_base_family", "decision": "positive"}
    claim |= {"size_a_low_b": 1.0, "size_a_high_b": 3.0, "size_b_low_b": 7.0, "size_b_high_b": 70.0}
    claim |= {"group_a": "1-3B", "group_b": "7-70B"}
    yield "some_base_family", claim, scored({"1": 60, "7": 50}), scored({"1": 30, "7": 50})


def named_models() -> Iterator[Case]:
    claim = {"rule_family": "named_models", "measure": "model_difference", "decision": "positive"}
    claim |= {"group_a": "7 0", "group_b": "1 0"}
    yield "model_difference", claim, scored({"1": 30, "7": 50}), scored({"1": 50, "7": 30})
