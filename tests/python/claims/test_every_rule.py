"""Every rule can support a claim and contradict it, on evidence made for the test."""

import re

import duckdb
import polars as pl
import pytest
from evidence import (
    BENCHMARKS,
    COHORT,
    RULES,
    agreement,
    clustered_correlations,
    contrasts,
    curve_similarity,
    curves_of_types,
    emergence,
    interplay,
    pairs,
    places,
)
from item_evidence import BEHIND, BEST, changed_scores, items, ranked, tuned_kinds
from price_evidence import bits, copies
from scipy import stats
from sql_models import ROOT, run_model, run_text, text_of
from tables_of_rules import INTERNAL, schemas, table

SEEDS = {
    name: pl.read_csv(ROOT / f"seeds/claims/{name}.csv")
    for name in ("claim_measures", "claim_bases")
}
#: A claim and where it is asked, where a case says nothing else.
CLAIM = COHORT | {"claim_id": "C1", "reading_of": "C1", "paper_id": "p", "claim_source": "paper"}
CLAIM |= {"suite": "primary", "basis": "sound_method", "benchmark_id": "a", "tolerance": 0.0}
CLAIM |= {"significance_level": 0.05, "cohort_status": "ok", "n_benchmarks": 1}
CLAIM |= {"describes_sample": False, "is_elsewhere": False, "reject_reason": None}
NUMBERS = ("decision_value", "tolerance", "significance_level", "threshold_value")
NUMBERS += tuple(f"size_{side}_{end}_b" for side in "ab" for end in ("low", "high"))
TEXT = """measure rule_family decision factor level_a level_b group_a group_b benchmark gamm
direction expected threshold statistic term reject_reason"""
TYPES = dict.fromkeys(NUMBERS, pl.Float64) | dict.fromkeys(TEXT.split(), pl.String)
ALWAYS = {
    "dim_benchmarks": BENCHMARKS,
    "int_cohort_levels_assigned": [
        COHORT | {"factor": "factor", "level": "x", "evaluation_id": "0", "is_tested": True}
    ],
    "int_claim_printed_population": [{"cohort_id": "print", "rerun_cohort_id": "print"}],
    # a paper whose own set of two models is not available
    "claim_cohorts": [COHORT | {"paper_id": "of other models", "n_models": 2}],
    "bridge_cohort_evaluations": [COHORT | {"evaluation_id": "0"}],
    "fct_evaluations": [{"evaluation_id": "0", "model_name": "m"}],
    "papers": [{"paper_id": "p", "paper_order": 1}],
}
#: Models between evidence and verdicts, which each test runs.
STEPS = {path.stem for path in (ROOT / "models/claims/rules").glob("*.sql")} - INTERNAL.keys()
CASES = [(rule, case) for rule, cases in RULES.items() for case in cases()]


def references(model):
    """Return the names of what a model reads."""
    return re.findall(r"ref\('(\w+)'\)", text_of(model))


def run(model, found, evidence):
    """Return what a model gives on tables found so far, evidence, and nothing else."""
    # a macro names terms by the benchmarks
    names = {*references(model), "dim_benchmarks"} & schemas().keys() - found.keys()
    rest = {name: table(name, evidence.get(name, ())) for name in names}
    return run_model(model, **rest | found)


def run_steps(model, found, evidence):
    """Run a model after the steps that it needs, into the tables found so far."""
    for name in references(model):
        if name in STEPS - found.keys():
            run_steps(name, found, evidence)
    found[model] = run(model, found, evidence)


def verdicts(rule, claims, evidence):
    """Return verdicts and what they say by basis, through every step of the ledger's SQL."""
    rows = ALWAYS | {name: rows for name, rows in evidence.items() if not isinstance(rows, str)}
    said = {name: value for name, value in evidence.items() if isinstance(value, str)}
    asked = pl.DataFrame(
        [dict.fromkeys(TYPES) | CLAIM | claim | said for claim in claims], schema_overrides=TYPES
    )
    checked = asked.drop("direction").unique("claim_id")
    decided = run("int_claims_accepted", SEEDS | {"int_claims_checked": checked}, rows)
    basis, found = pl.col("basis"), dict(SEEDS)
    found["int_claim_cells_selected"] = asked.join(
        decided.select(
            *("claim_id", "direction", "decided_by", "combined_by", "observed_by", "cut", "widest")
        ),
        on="claim_id",
    ).with_columns(
        # a claim may have the sign of its paper's table
        direction=pl.coalesce("direction", "direction_right"),
        cell_id=basis,
        is_sound=basis == "sound_method",
        is_rerun=basis.is_in(["same_method", "sound_method"]),
    )
    nothing = run_text("{{ observations() }}")
    found |= {f"int_claims_observed_on_{other}": nothing for other in RULES if other != rule}
    for last in (f"int_claims_observed_on_{rule}", "int_claim_readings_judged"):
        run_steps(last, found, rows)
    readings = found["int_claim_readings_judged"]
    return {row["basis"]: (row["verdict"], row["detail"]) for row in readings.to_dicts()}


def judged(rule, claim, evidence):
    """Return the verdict on one claim on one basis, and what it says."""
    (found,) = verdicts(rule, [claim], evidence).values()
    return found


def test_every_rule_has_evidence():
    listed = re.findall(
        r"'(\w+)'", text_of("int_claim_observations_judged").split("{{- require")[0]
    )
    assert set(RULES) == set(listed)


def test_a_rule_gives_typed_columns_and_no_misspelt_one():
    """What a measure does not say is null in the type of its column; a column of no name fails."""
    given = pl.DataFrame({"cell_id": ["c"], "estimate": [1], "n_obs": [3]})
    row = run_text("{{ observations('given') }}", given=given)
    assert row.schema["estimate"] == row.schema["ci_low"] == pl.Float64
    row = row.select("cell_id", "estimate", "ci_low", "n_obs", "facts")
    assert row.rows() == [("c", 1.0, None, 3, None)]
    with pytest.raises(duckdb.Error, match="an observation has no column ci_lo; put it into facts"):
        run_text("{{ observations('given') }}", given=given.with_columns(ci_lo=0.5))


#: What a claim of the opposite says.
OPPOSITE = {"significant": "not_significant", "positive": "negative", "at_least": "below"}
OPPOSITE |= {other: one for one, other in OPPOSITE.items()}
#: Cases whose opposite no claim may state, or is left open by the other side.
OPEN_SIDE = {"level_silhouette", "the sign claimed", "no difference", "linear_rise"}


def is_two_way(case):
    """Return whether an opposite claim exists that the sound method can decide both ways."""
    name, claim, *_ = case
    is_sound = claim.get("basis", "sound_method") == "sound_method"
    return is_sound and claim.get("decision") in OPPOSITE and name not in OPEN_SIDE


def opposite(case):
    """Return the case of the opposite claim: what supports one contradicts the other."""
    name, claim, true, false = case
    turned = {
        key: OPPOSITE.get(claim.get(key), claim.get(key)) for key in ("decision", "direction")
    }
    return f"not {name}", claim | turned, false, true


#: Every case in each polarity that a claim may have.
CLAIMED = CASES + [(rule, opposite(case)) for rule, case in CASES if is_two_way(case)]


@pytest.mark.parametrize(
    ("rule", "claim", "true", "false"),
    [pytest.param(rule, *case[1:], id=f"{rule}, {case[0]}") for rule, case in CLAIMED],
)
def test_a_rule_supports_what_is_so_and_contradicts_what_is_not(rule, claim, true, false):
    assert judged(rule, claim, true)[0] == "supported"
    assert judged(rule, claim, false)[0] == "contradicted"


def test_every_polarity_that_decides_often_has_evidence_for_both_outcomes(warehouse):
    """Or is marked as one that ends one way, and counted apart."""
    made = {(claim["measure"], claim.get("decision") or "by_rule") for _, (_, claim, *_) in CLAIMED}
    frequent = warehouse.sql("""
        select measure, decision from claims.claim_verdicts
        inner join claims.dim_claims using (claim_id)
        where basis = 'sound_method' and verdict in ('supported', 'contradicted')
            and one_way is null
        group by measure, decision having count(*) >= 10""").fetchall()
    assert frequent
    assert set(frequent) - made == set()


@pytest.mark.parametrize(
    ("decided_by", "error", "p_values", "expected"),
    [
        ("effect", 0.05, (0.04, 0.9), "inconclusive"),
        ("effect", 0.05, (0.02, 0.9), "supported"),
        ("effect", 0.05, (0.04, 0.04), "supported"),
        ("statement", 0.05, (0.04, 0.9), "inconclusive"),
        ("statement", 0.03, (0.04, 0.9), "supported"),
        ("statement", 0.05, (0.04, 0.04), "supported"),
    ],
)
def test_the_choice_of_the_kinder_reading_is_in_the_error_rate(
    decided_by, error, p_values, expected
):
    """Of two readings tested apart both must hold, or one at half the level or in 8 % together."""
    reading = COHORT | {"claim_id": "C1", "basis": "sound_method", "detail": "found"}
    readings = [
        reading | {"reading_order": i, "is_headline": i == 1, "p_value": p, "reading": f"{i}"}
        | {"has_own_test": i == 2, "type1_error": error}
        | {"verdict": "supported" if p < 0.05 else "inconclusive"}
        for i, p in enumerate(p_values, 1)
    ]  # fmt: skip
    claim = {"claim_id": "C1", "decided_by": decided_by, "significance_level": 0.05}
    evidence = {"claim_readings": readings, "dim_claims": [claim]}
    (row,) = run("claim_verdicts", SEEDS, evidence).to_dicts()
    assert row["verdict"] == expected
    said = "share of the level" in row["detail"] or "by chance" in row["detail"]
    assert said == (expected == "inconclusive")


def test_a_place_that_nobody_could_miss_is_not_judged():
    """A rank needs more families than the claim has places, and a significant pair."""
    _, claim, first, _ = next(places())
    of_four = claim | {"decision_value": 4.0}
    assert judged("places", of_four, first)[0] == "not_testable"
    # nobody is in a significant pair: the last place, and no evidence of the first
    for is_equivalent, expected in ((True, "contradicted"), (False, "inconclusive")):
        changes = {"is_equivalent": is_equivalent, "p_adjusted": 0.9}
        rows = [row | changes for row in first["int_claim_pairs_stacked"]]
        nobody = first | {"int_claim_pairs_stacked": rows}
        assert judged("places", claim, nobody)[0] == expected


def test_a_printed_number_is_open_where_the_interval_is_wide():
    """It lies in an interval that is too wide to confirm it, and too wide to refute it."""
    _, claim, near, _ = next(clustered_correlations())
    (row,) = near["stat_clustered_correlations"]
    # too wide; or narrow, but beside the number
    for low, high in ((0.2, 0.7), (0.492, 0.55)):
        evidence = {"stat_clustered_correlations": [row | {"ci_low": low, "ci_high": high}]}
        assert judged("clustered_correlations", claim, evidence)[0] == "inconclusive"


def test_curves_that_only_rise_alike_are_not_shown_to_have_one_shape():
    """Any two rising curves correlate; what they do beyond their lines is another question."""
    *_, (_, claim, *_) = curve_similarity()
    verdict, why = judged("curve_similarity", claim, curves_of_types(1, -1))
    assert verdict == "inconclusive"
    assert "Of 1 pairs of curves on 1 benchmarks 1 correlate" in why


def test_no_jump_is_shown_only_with_power():
    """A test that would find no jump if there was one shows nothing by finding none."""
    _, claim, _, none = next(emergence())
    weak = [row | {"power_at_jump": 0.5} for row in none["stat_emergence"]]
    verdict, why = judged("emergence", claim, none | {"stat_emergence": weak})
    assert verdict == "inconclusive"
    assert (
        "finds 50 % of jumps by two residual deviations, too few to show that there is none" in why
    )
    assert "too few" not in judged("emergence", claim, none)[1]


def test_a_contrast_needs_families_near_both_sizes_and_none_that_decides_it():
    """At 140 B there are none; and one family whose absence turns the curve leaves it open."""
    _, claim, up, _ = next(contrasts())
    assert judged("contrasts", claim, up)[0] == "supported"
    far = claim | {"size_a_low_b": 140.0, "size_a_high_b": 140.0}
    verdict, why = judged("contrasts", far, up)
    assert verdict == "inconclusive"
    assert "Fewer than five bases have a size near 148 B" in why
    first, *others = up["int_gamm_curves_left_out"]
    turned = first | {"curve": [-value for value in first["curve"]]}
    one_decides = up | {"int_gamm_curves_left_out": [turned, *others]}
    assert judged("contrasts", claim, one_decides)[0] == "inconclusive"


@pytest.mark.parametrize(
    ("error", "said"), [(0.085, "in 8.5 % of samples without one"), (None, "is not known")]
)
def test_a_contrast_says_why_its_test_decides_nothing(error, said):
    _, claim, up, _ = next(contrasts())
    (errors,) = up["stat_gamm_type1_errors"]
    errs = errors | {"is_testable": False, "type1_error": error}
    verdict, why = judged("contrasts", claim, up | {"stat_gamm_type1_errors": [errs]})
    assert verdict == "inconclusive"
    assert said in why


def test_a_sign_test_of_few_units_says_what_the_smallest_p_value_is():
    """An interval that leaves zero out stands beside p = 0.0625 of five units."""
    cases = {name: (claim, worse) for name, claim, worse, _ in RULES["forecasts"]()}
    claim, evidence = cases["error_difference"]
    (row,) = evidence["stat_forecast_comparisons"]
    few = row | {"p_value": 2.0**-4, "n_units": 5}
    verdict, why = judged("forecasts", claim, {"stat_forecast_comparisons": [few]})
    assert verdict == "inconclusive"
    assert "the smallest that the signs of 5 " in why
    assert "smallest" not in judged("forecasts", claim, evidence)[1]


def test_a_mean_that_is_not_known_is_said_to_be():
    _, claim, ahead, _ = next(RULES["group_means"]())
    rows = [row | {"ci_low": None, "ci_high": None} for row in ahead["int_claim_pairs_stacked"]]
    assert "lead is not known" in judged("group_means", claim, {"int_claim_pairs_stacked": rows})[1]


def test_an_effect_within_the_margin_does_not_refute_that_there_is_none():
    claim = {"rule_family": "gamm_term", "measure": "p_value", "decision": "not_significant"}
    claim |= {"gamm": "interplay_clustered", "benchmark_id": "a", "term": "s(log_b)"}
    shown = interplay(1e-6, 2)
    assert judged("gamm_terms", claim, shown)[0] == "contradicted"
    flat = interplay(0.9, 0)["stat_gamm_flat_terms"][0] | {"change": 0.02}
    may_be = flat | {"greatest_change": 0.06, "is_flat": False, "type1_error": None}
    slight = shown | {"stat_gamm_flat_terms": [may_be]}
    verdict, detail = judged("gamm_terms", claim, slight)
    assert verdict == "inconclusive"
    assert "by 2 % over the middle 80 % of the values, and by at most 6 % by the bands" in detail
    assert "The effect may be small" in detail
    is_so = shown | {"stat_gamm_flat_terms": [flat | {"greatest_change": 0.03}]}
    verdict, detail = judged("gamm_terms", claim, is_so)
    assert verdict == "inconclusive"
    assert "at most 3 % by the bands" in detail
    assert "The effect is shown to be small" in detail
    # that there is an effect is shown all the same
    assert judged("gamm_terms", claim | {"decision": "significant"}, slight)[0] == "supported"


def test_a_verdict_on_a_cluster_says_the_interval_that_decides_it():
    _, claim, apart, mixed = next(RULES["factor_separation"]())
    for evidence in (apart, mixed):
        assert judged("factor_separation", claim, evidence)[1].count(", between ") == 2
    for _, claim, apart, _ in RULES["clusters"]():
        assert " between " in judged("clusters", claim, apart)[1]


def test_a_test_that_outliers_mislead_says_that_its_rate_is_without_them():
    _, claim, ahead, _ = next(pairs())
    reason = "No test decides: with one outlier in ten clusters it errs too often"
    said = {"no_decision": reason, "type1_error": 0.049, "p_adjusted": None}
    rows = [row | said for row in ahead["int_claim_pairs_stacked"]]
    why = judged("pairs", claim, {"int_claim_pairs_stacked": rows})[1]
    assert "Without outliers the test errs in at most 4.9 %" in why


def test_no_interval_of_a_mean_absolute_error_goes_below_zero():
    _, claim, alike, _ = next(RULES["forecasts"]())
    few = {"stat_forecast_errors": alike["stat_forecast_errors"][:2]}
    assert "interval goes from 0 to" in judged("forecasts", claim, few)[1]


def test_a_claim_of_a_package_says_in_how_many_cells_it_fails():
    _, claim, _, fails = next(RULES["tools"]())
    assert "1 of the 2 cells refutes the claim. 4,000 draws" in judged("tools", claim, fails)[1]
    small = [row | {"n": 10} if row["n"] == 100 else row for row in fails["tools_on_trial"]]
    why = judged("tools", claim, {"tools_on_trial": small})[1]
    assert "1 of the 2 cells refutes the claim, none with more than 10 questions" in why


@pytest.mark.parametrize("claim_id", ["C303", "C306", "C310"])
def test_that_an_ability_does_not_affect_another_can_be_supported(claim_id):
    """What the published file only contradicts or leaves open is supported by a flat curve."""
    claims = pl.read_csv(ROOT / "data/paper_claims/2024-01-12.csv")
    printed = claims.row(by_predicate=pl.col("claim_id") == claim_id, named=True)
    rules = pl.read_csv(ROOT / "seeds/claims/claim_rules.csv")
    ((family, measure),) = (
        rules.filter(method=printed["method"], statistic=printed["statistic"])
        .select("rule_family", "measure")
        .rows()
    )
    cases = {name: case for name, *case in RULES["gamm_terms"]()}
    claim, flat, affected = cases["no effect, soundly"]
    assert (family, measure) == (claim["rule_family"], claim["measure"])
    assert printed["expected"].replace(" ", "_") == claim["decision"]
    assert judged("gamm_terms", claim, flat)[0] == "supported"
    assert judged("gamm_terms", claim, affected)[0] == "contradicted"


def test_what_holds_by_construction_is_no_evidence():
    """A random effect of architecture takes up a factor for each architecture."""
    name, claim, true, _ = list(agreement())[-1]
    assert name == "scaling"
    effect = {"term": "s(architecture)", "term_type": "random_effect"}
    terms = true["stat_gamm_terms"]
    evidence = true | {"stat_gamm_terms": [*terms, *(row | effect for row in terms)]}
    verdict, why = judged("agreement", claim, evidence)
    assert verdict == "not_testable"
    assert "by construction" in why


OF_ITEMS = {name: claim for name, claim, *_ in items()}
OTHER_ITEMS = (None, "answered other items than most", None)
A_DOUBLE = (None, "same answers as m", "same answers as m")


@pytest.mark.parametrize(
    ("name", "evidence", "of_these", "soundly"),
    [
        # of these items it is 2 points, and of others nobody knows
        (
            "smallest_change",
            changed_scores((4, 1, 1), (2, 2, 2), error=2),
            "supported",
            "inconclusive",
        ),
        # a kind that is not shown to gain may gain
        ("n_gaining", tuned_kinds((5, 0.001), (5, 0.2)), "contradicted", "inconclusive"),
        # whoever answered other items may be first; a double is no other model
        ("n_may_be_first", ranked(BEST, BEHIND, OTHER_ITEMS), "contradicted", "inconclusive"),
        ("n_may_be_first", ranked(BEST, BEST, A_DOUBLE), "supported", "supported"),
        # nobody's items were audited
        ("largest_rank_move", changed_scores((None, 1, 1)), "not_testable", "not_testable"),
    ],
)
def test_what_single_answers_leave_open_is_open(name, evidence, of_these, soundly):
    claims = [OF_ITEMS[name] | {"basis": f"{basis}_method"} for basis in ("same", "sound")]
    found = verdicts("items", claims, evidence)
    assert [verdict for verdict, _ in found.values()] == [of_these, soundly]


def test_the_interval_of_the_largest_change_holds_for_all_evaluations_at_once():
    """It is by t over 20 sources, at Bonferroni's level for two evaluations."""
    end = 4 - stats.t.ppf(1 - 0.05 / 2 / 2, 19) * 0.1
    for bound, expected in ((end - 0.001, "supported"), (end + 0.001, "inconclusive")):
        claim = OF_ITEMS["largest_change"] | {"decision": "above", "decision_value": bound}
        evidence = changed_scores((4, 1, 1), (2, 2, 2))
        assert judged("items", claim, evidence)[0] == expected


OF_ALL = next(bits())[1]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # beyond the point by one test, but not by one of three
        (copies(-0.3, 0.1, -1.45), "inconclusive"),
        (copies(-0.3, 0.1, -1.6), "contradicted"),
        (copies(-0.3, 0.1, -0.8), "inconclusive"),
        (copies(-0.3, 0.1, -0.5), "supported"),
    ],
)
def test_a_claim_about_all_benchmarks_fails_by_one_at_its_share_of_the_level(found, expected):
    """With an error of .2 on nine degrees of freedom: 1.83 errors by one test, 2.5 by three."""
    assert judged("bits", OF_ALL, found)[0] == expected


def test_a_copy_shown_equal_contradicts_that_it_scores_less():
    claim = OF_ALL | {"decision": "negative", "benchmark_id": "a"}
    assert judged("bits", claim, copies(-0.2, p_value=0.3))[0] == "contradicted"
    assert judged("bits", claim, copies(-0.8, p_value=0.1))[0] == "inconclusive"


@pytest.mark.parametrize(("n_printed", "expected"), [(64, "contradicted"), (60, "inconclusive")])
def test_a_rerun_on_other_rows_cannot_overrule_the_print(n_printed, expected):
    """Groups of another size than in print are named, and the print stands."""
    groups = {"factor": "factor", "benchmark_id": "a"}
    pair = {"rule_family": "pair", "measure": "p_adjusted", "decision": "not_significant"}
    pair |= {"factor": "factor", "level_a": "x", "level_b": "y", "cohort_id": "print"}
    row = groups | {"cohort_id": "print", "group_a": "x", "group_b": "y", "estimate": 5.0}
    evidence = {
        "int_claim_pairs_stacked": [
            row | {"basis": "published", "p_adjusted": 0.06},
            row | {"basis": "same_method", "p_adjusted": 0.04},
        ],
        "int_cohort_levels_assigned": [
            {"cohort_id": "print", "factor": "factor", "level": level, "evaluation_id": f"{i}"}
            for level in "xy" for i in range(64)
        ],
        "published_groups_recovered": [
            groups | {"level": "x", "n_obs": n_printed}, groups | {"level": "y", "n_obs": 64}
        ],
    }  # fmt: skip
    bases = ("published", "same_method")
    found = verdicts("pairs", [pair | {"basis": basis} for basis in bases], evidence)
    assert found["published"][0] == "supported"
    verdict, detail = found["same_method"]
    assert verdict == expected
    assert ("x models, of which there are 64 here and 60 in print" in detail) == (n_printed == 60)


@pytest.mark.parametrize(
    ("n_elsewhere", "p_here", "expected"),
    [
        (33, 0.001, "inconclusive"),
        (31, 0.001, "contradicted"),
        (33, 0.6, "inconclusive"),
        (31, 0.6, "supported"),
    ],
)
def test_a_range_whose_rows_print_had_elsewhere_decides_nothing(n_elsewhere, p_here, expected):
    """Rows of other sizes than the paper's are counted, and most of a range are another range."""
    of_range = {"factor": "parameter_range", "benchmark_id": "a", "group_a": "x", "group_b": "y"}
    pair = {"rule_family": "pair", "measure": "p_adjusted", "decision": "not_significant"}
    pair |= {"factor": "parameter_range", "level_a": "x", "level_b": "y"}
    sizes = [9.0] * n_elsewhere + [20.0] * (64 - n_elsewhere)
    models = [
        {"evaluation_id": f"{i}", "model_name": f"m{i}", "parameters_b_paper": size}
        for i, size in enumerate(sizes)
    ]
    population = {"cohort_id": "print", "rerun_cohort_id": "rerun", "paper_id": "p"}
    evidence = {
        "int_claim_printed_population": [population | {"parameter_range_scheme": "paper"}],
        "dim_parameter_ranges": [
            {"scheme": "paper", "parameter_range": name, "lower_b": low, "upper_b": high}
            | {"includes_upper": False}
            for name, low, high in (("y", 7.0, 13.0), ("x", 13.0, 35.0))
        ],
        "fct_evaluations": models,
        "int_cohort_levels_assigned": [
            COHORT | {"factor": "parameter_range", "level": "x", "evaluation_id": f"{i}"}
            for i in range(64)
        ],
        "int_claim_pairs_stacked": [
            of_range | {"cohort_id": "print", "basis": "published", "estimate": 1.0}
            | {"p_adjusted": 0.6},
            of_range | COHORT | {"basis": "same_method", "estimate": 9.0, "p_adjusted": p_here},
        ],
    }  # fmt: skip
    asked = [
        pair | {"basis": "published", "cohort_id": "print"},
        pair | {"basis": "same_method"},
    ]
    verdict, detail = verdicts("pairs", asked, evidence)["same_method"]
    assert verdict == expected
    assert f"{n_elsewhere} of the 64 evaluations of x elsewhere, mostly with y" in detail


def test_models_that_stand_for_the_papers_own_decide_nothing_of_it():
    """Claims of others are judged on them; those of the paper whose set they stand for are not."""
    _, claim, true, false = next(pairs())
    assert judged("pairs", claim, true)[0] == "supported"
    for evidence in (true, false):
        verdict, why = judged("pairs", claim | {"paper_id": "of other models"}, evidence)
        assert verdict == "inconclusive"
        assert "The paper's set of 2 models is not available. This one has 1" in why


def test_what_no_sound_method_decides_neither_holds_nor_fails():
    """Of verdicts by the paper's own method alone nothing is said to hold."""
    verdict = COHORT | {"verdict": "supported", "claim_id": "C1"}
    same, sound = ({"basis": f"{name}_method"} for name in ("same", "sound"))
    open_ = {"verdict": "inconclusive"}
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
    claim = {"claim_id": "C1", "rule_family": "pair", "describes_sample": False, "factor": "f"}
    cohorts = [
        {"cohort_id": name, "cohort_order": 1, "is_import": False}
        for name in (COHORT["cohort_id"], "other")
    ]
    evidence = {"dim_claims": [claim], "int_claim_cohorts_listed": cohorts}
    for expected, rows in given.items():
        found = run("claim_survival", {"claim_verdicts": pl.DataFrame(rows)} | SEEDS, evidence)
        assert set(found["survival"]) == {expected}
