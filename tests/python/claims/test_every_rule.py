"""Every rule can support a claim and contradict it, on evidence made for the test."""

import re

import polars as pl
import pytest
from evidence import AT, BENCHMARKS, COHORT, empty, pair_counts, pairs, table
from evidence_of_fits import RULES, agreement, structure
from sql_models import ROOT, run_model, text_of

SEEDS = {
    name: pl.read_csv(ROOT / f"seeds/claims/{name}.csv")
    for name in ("claim_measures", "claim_limits", "claim_units", "claim_widths")
}
#: A claim and where it is asked, where a case says nothing else.
TEXT = ("claim_id", "reading_of", "paper_id", "claim_source", "measure", "rule_family", "decision")
TEXT += ("factor", "level_a", "level_b", "group_a", "group_b", "benchmark", "benchmark_id", "gamm")
TEXT += (
    "direction",
    "expected",
    "threshold",
    "statistic",
    "term",
    "suite",
    "cohort_status",
    "basis",
)
NUMBERS = ("decision_value", "tolerance", "significance_level", "threshold_value")
NUMBERS += tuple(f"size_{side}_{end}_b" for side in "ab" for end in ("low", "high"))
TYPES = dict.fromkeys(TEXT, pl.String) | dict.fromkeys(NUMBERS, pl.Float64)
CLAIM = dict.fromkeys(TYPES) | COHORT | {"claim_id": "C1", "reading_of": "C1", "paper_id": "p"}
CLAIM |= {
    "basis": "sound_method",
    "benchmark_id": "a",
    "tolerance": 0.0,
    "significance_level": 0.05,
}
CLAIM |= {"claim_source": "paper", "suite": "primary", "cohort_status": "ok", "n_benchmarks": 1}
CLAIM |= {"describes_sample": False, "is_elsewhere": False, "reject_reason": None}
ALWAYS = {
    "dim_benchmarks": table(*BENCHMARKS),
    "int_cohort_levels_assigned": table(
        COHORT | {"factor": "factor", "level": "x", "evaluation_id": "0", "is_tested": True}
    ),
    "int_claim_printed_population": table(
        {"cohort_id": "print", "rerun_cohort_id": "print", "parameter_range_scheme": "s"}
    ),
    "published_groups_recovered": empty("factor benchmark_id level n_obs mean_centred"),
    # a paper whose own set of two models is not to be had
    "claim_cohorts": table(COHORT | {"paper_id": "of other models", "n_models": 2}),
    "bridge_cohort_evaluations": table(COHORT | {"evaluation_id": "0"}),
    "fct_evaluations": table({"evaluation_id": "0", "model_name": "m"}),
}
CASES = [(rule, case) for rule, cases in RULES.items() for case in cases()]


def verdicts(rule, claims, evidence):
    """Return verdicts and what they say by basis, through every step of the ledger's SQL."""
    tables = {name: rows for name, rows in evidence.items() if isinstance(rows, pl.DataFrame)}
    said = {name: value for name, value in evidence.items() if name not in tables}
    asked = pl.DataFrame([CLAIM | claim | said for claim in claims], schema_overrides=TYPES)
    decided = run_model(
        "int_claims_accepted",
        int_claims_checked=asked.drop("direction").unique("claim_id"),
        int_published_tukey_pairs_keyed=empty("factor benchmark_id group_a group_b estimate"),
        papers=table({"paper_id": "p", "paper_order": 1}),
        **SEEDS,
    ).select("claim_id", "direction", "decided_by", "combined_by", "observed_by", "cut", "widest")
    basis = pl.col("basis")
    found = ALWAYS | SEEDS | tables
    found["int_claim_cells_selected"] = asked.join(decided, on="claim_id").with_columns(
        # a claim may have the sign of its paper's table
        direction=pl.coalesce("direction", "direction_right"),
        cell_id=basis,
        is_sound=basis == "sound_method",
        is_rerun=basis.is_in(["same_method", "sound_method"]),
    )
    steps = ["int_claim_structure_cells"]
    steps += ["int_claim_structure_components"] if rule == "structure" else []
    steps += [f"int_claims_observed_on_{rule}", "int_claim_observations_judged"]
    found |= {f"int_claims_observed_on_{other}": empty("cell_id") for other in RULES}
    for step in steps:
        found[step] = run_model(step, **found)
    readings = run_model("int_claim_readings_judged", **found)
    return {row["basis"]: (row["verdict"], row["detail"]) for row in readings.to_dicts()}


def judged(rule, claim, evidence):
    """Return the verdict on one claim on one basis, and what it says."""
    (found,) = verdicts(rule, [claim], evidence).values()
    return found


def test_every_rule_has_evidence():
    listed = re.findall(r"'(\w+)'", text_of("int_claim_observations_judged").split("%}")[0])
    assert set(RULES) == set(listed)


@pytest.mark.parametrize(
    ("rule", "claim", "true", "false"),
    [pytest.param(rule, *case[1:], id=f"{rule}, {case[0]}") for rule, case in CASES],
)
def test_a_rule_supports_what_is_so_and_contradicts_what_is_not(rule, claim, true, false):
    assert judged(rule, claim, true)[0] == "supported"
    assert judged(rule, claim, false)[0] == "contradicted"


def test_a_place_that_nobody_could_miss_is_not_judged():
    """A rank needs more families than the claim has places, and a significant pair."""
    _, claim, first, _ = next(pair_counts())
    of_four = claim | {"decision_value": 4.0}
    assert judged("pair_counts", of_four, first)[0] == "not_testable"
    # nobody is in a significant pair: the last place, and no evidence of the first
    equal = first["int_claim_pairs_stacked"].with_columns(is_equivalent=True, p_adjusted=0.9)
    nobody = first | {"int_claim_pairs_stacked": equal}
    assert judged("pair_counts", claim, nobody)[0] == "contradicted"
    open_pairs = equal.with_columns(is_equivalent=False)
    assert judged("pair_counts", claim, nobody | {"int_claim_pairs_stacked": open_pairs})[0] == (
        "inconclusive"
    )


def test_a_printed_number_is_open_where_the_interval_is_wide():
    """It lies in an interval that is too wide to confirm it, and too wide to refute it."""
    _, claim, near, _ = next(structure())
    row = near["stat_clustered_correlations"]
    wide = row.with_columns(ci_low=pl.lit(0.2), ci_high=pl.lit(0.7))
    assert judged("structure", claim, near | {"stat_clustered_correlations": wide})[0] == (
        "inconclusive"
    )
    # narrow, but beside the number
    beside = row.with_columns(ci_low=pl.lit(0.492), ci_high=pl.lit(0.55))
    assert judged("structure", claim, near | {"stat_clustered_correlations": beside})[0] == (
        "inconclusive"
    )


def test_what_holds_by_construction_is_no_evidence():
    """A random effect of architecture takes up a factor for each architecture."""
    name, claim, true, _ = list(agreement())[-1]
    assert name == "scaling"
    terms = true["stat_gamm_terms"]
    effects = terms.with_columns(term=pl.lit("s(architecture)"), term_type=pl.lit("random_effect"))
    verdict, why = judged(
        "agreement", claim, true | {"stat_gamm_terms": pl.concat([terms, effects])}
    )
    assert verdict == "not_testable"
    assert "by construction" in why


@pytest.mark.parametrize(("n_printed", "expected"), [(64, "contradicted"), (60, "inconclusive")])
def test_a_rerun_on_other_rows_cannot_overrule_the_print(n_printed, expected):
    """Groups of another size than in print are named, and the print stands."""
    groups = {"factor": "factor", "benchmark_id": "a", "mean_centred": 0.0}
    here = [AT | {"factor": "factor", "level": name, "evaluation_id": f"{name}{i}"}
            for name in "xy" for i in range(64)]  # fmt: skip
    pair = {"rule_family": "pair", "measure": "p_adjusted", "decision": "not_significant"}
    pair |= {"factor": "factor", "level_a": "x", "level_b": "y", "cohort_id": "print"}
    row = {"cohort_id": "print", "benchmark_id": "a", "factor": "factor", "group_a": "x"}
    row |= {"group_b": "y", "estimate": 5.0, "ci_low": 3.0, "ci_high": 7.0, "type1_error": None}
    row |= {"n_a": 64, "n_b": 64, "n_bases_a": None, "n_bases_b": None, "is_equivalent": None}
    row |= {"pair_method": "Tukey's test"}
    evidence = {
        "int_claim_pairs_stacked": table(
            row | {"basis": "published", "p_adjusted": 0.06},
            row | {"basis": "same_method", "p_adjusted": 0.04},
        ),
        "stat_cluster_robust": empty(
            "cohort_id factor benchmark_id group_a group_b status n_a n_b is_default"
        ),
        "int_cohort_levels_assigned": table(*here).with_columns(cohort_id=pl.lit("print")),
        "published_groups_recovered": table(
            groups | {"level": "x", "n_obs": n_printed}, groups | {"level": "y", "n_obs": 64}
        ),
    }
    bases = ("published", "same_method")
    found = verdicts("pairs", [pair | {"basis": basis} for basis in bases], evidence)
    assert found["published"][0] == "supported"
    verdict, detail = found["same_method"]
    assert verdict == expected
    assert ("x has 64, in print 60" in detail) == (n_printed == 60)


def test_models_that_stand_for_the_papers_own_decide_nothing_of_it():
    """Claims of others are judged on them; those of the paper whose set they stand for are not."""
    _, claim, true, false = next(pairs())
    assert judged("pairs", claim, true)[0] == "supported"
    for evidence in (true, false):
        verdict, why = judged("pairs", claim | {"paper_id": "of other models"}, evidence)
        assert verdict == "inconclusive"
        assert "The paper's set of 2 models is not to be had; this one has 1" in why


def test_what_no_sound_method_decides_neither_holds_nor_fails():
    """Of verdicts by the paper's own method alone nothing is said to hold."""
    verdict = COHORT | {"cohort_order": 1, "is_flip": False, "is_decided": True}
    verdict |= {"verdict": "supported", "claim_id": "C1"}
    same, sound = ({"basis": f"{name}_method"} for name in ("same", "sound"))
    open_ = {"verdict": "inconclusive", "is_decided": False}
    given = {
        "decided by no sound method": [verdict | same, verdict | sound | open_],
        "holds where decided": [
            *(verdict | same, verdict | sound | open_),
            *(verdict | basis | {"cohort_id": "other"} for basis in (same, sound)),
        ],
        "holds everywhere": [verdict | same, verdict | sound],
        "fails wherever decided": [
            verdict | basis | {"verdict": "contradicted"} for basis in (same, sound)
        ],
        "never decided": [verdict | basis | open_ for basis in (same, sound)],
    }
    claims = table(
        {"claim_id": "C1", "rule_family": "pair", "describes_sample": False, "factor": "f"}
    )
    for expected, rows in given.items():
        summed = run_model(
            "int_claim_survival_summed",
            int_claim_verdicts_compared=table(*rows),
            dim_claims=claims,
            claim_units=SEEDS["claim_units"],
        )
        assert summed["survival"].item() == expected
