"""The one macro that turns observations into verdicts, and the templates that say them."""

import polars as pl
import pytest
from sql_models import ROOT, run_macro

from analysis_py.dbt.sentences import FOLDER, fill_template

SUPPORTED, CONTRADICTED, OPEN = "supported", "contradicted", "inconclusive"
#: An observation, where nothing else is said of it.
NOTHING = {"tolerance": 0.0, "margin": 2.0, "can_decide": True, "is_sound": True}
TYPES = (
    dict.fromkeys(("estimate", "low", "high", "decision_value"), pl.Float64)
    | dict.fromkeys(("is_above", "is_below", "is_equivalent", "holds"), pl.Boolean)
    | dict.fromkeys(("decision", "direction"), pl.String)
)
ABOVE = {"estimate": 3.0, "low": 1.0, "high": 5.0, "is_above": True, "is_below": False}
BELOW = {"estimate": -3.0, "low": -5.0, "high": -1.0, "is_above": False, "is_below": True}
EQUAL = {"estimate": 0.5, "low": -1.0, "high": 1.9, "is_above": False, "is_below": False}
EQUAL |= {"is_equivalent": True}
WIDE = EQUAL | {"low": -4.0, "high": 5.0, "is_equivalent": False}


def verdicts(*observations):
    nothing = dict.fromkeys(TYPES) | NOTHING
    rows = pl.DataFrame([nothing | row for row in observations], schema_overrides=TYPES)
    return run_macro("verdict_of_observation()", rows).to_list()


@pytest.mark.parametrize(
    ("decided_by", "sound", "by_the_papers_method"),
    [
        # significantly above zero, below it, shown equal, none of these
        (
            "effect",
            [SUPPORTED, SUPPORTED, CONTRADICTED, OPEN],
            [SUPPORTED] * 2 + [CONTRADICTED] * 2,
        ),
        ("no_effect", [CONTRADICTED] * 2 + [SUPPORTED, OPEN], [CONTRADICTED] * 2 + [SUPPORTED] * 2),
        ("greater", [SUPPORTED, CONTRADICTED, OPEN, OPEN], [SUPPORTED, CONTRADICTED, OPEN, OPEN]),
        ("less", [CONTRADICTED, SUPPORTED, OPEN, OPEN], [CONTRADICTED, SUPPORTED, OPEN, OPEN]),
        (
            "not_greater",
            [CONTRADICTED, SUPPORTED, SUPPORTED, OPEN],
            [CONTRADICTED] + [SUPPORTED] * 3,
        ),
        (
            "not_less",
            [SUPPORTED, CONTRADICTED, SUPPORTED, OPEN],
            [SUPPORTED, CONTRADICTED, SUPPORTED, SUPPORTED],
        ),
    ],
)
def test_a_test_has_three_outcomes_soundly_and_two_by_the_papers_method(
    decided_by, sound, by_the_papers_method
):
    cases = [case | {"decided_by": decided_by} for case in (ABOVE, BELOW, EQUAL, WIDE)]
    assert verdicts(*cases) == sound
    assert verdicts(*(case | {"is_sound": False} for case in cases)) == by_the_papers_method


def test_a_significant_difference_the_other_way_contradicts():
    effect = {"decided_by": "effect", "direction": "positive"}
    assert verdicts(ABOVE | effect, BELOW | effect) == [SUPPORTED, CONTRADICTED]
    effect["direction"] = "negative"
    assert verdicts(ABOVE | effect, BELOW | effect) == [CONTRADICTED, SUPPORTED]


@pytest.mark.parametrize(
    ("decision", "value", "expected"),
    [
        ("positive", None, [SUPPORTED, CONTRADICTED, OPEN, OPEN]),
        ("negative", None, [CONTRADICTED, SUPPORTED, OPEN, OPEN]),
        # equal groups are "at least as good"
        ("at_least", 0.0, [SUPPORTED, CONTRADICTED, SUPPORTED, OPEN]),
        ("at_most", 0.0, [CONTRADICTED, SUPPORTED, SUPPORTED, OPEN]),
        ("above", 2.0, [SUPPORTED, CONTRADICTED, OPEN, OPEN]),
    ],
)
def test_a_difference_is_decided_where_it_is_significant(decision, value, expected):
    claim = {"decided_by": "difference", "decision": decision, "decision_value": value}
    assert verdicts(*(case | claim for case in (ABOVE, BELOW, EQUAL, WIDE))) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(4, 6, SUPPORTED), (1, 3, CONTRADICTED), (3, 4, OPEN)]
)
def test_a_count_with_open_parts_is_decided_where_both_ends_agree(low, high, expected):
    claim = {"decided_by": "number", "decision": "at_least", "decision_value": 4.0}
    assert verdicts(claim | {"low": float(low), "high": float(high)}) == [expected]


def test_a_statement_is_true_false_or_open_and_nothing_decides_without_a_test():
    statement = {"decided_by": "statement"}
    answers = [statement | {"holds": holds} for holds in (True, False, None)]
    assert verdicts(*answers) == [SUPPORTED, CONTRADICTED, OPEN]
    assert verdicts(answers[0] | {"can_decide": False}) == [OPEN]
    assert verdicts(*({"decided_by": kind} for kind in ("effect", "no_effect"))) == [OPEN] * 2


@pytest.mark.parametrize(
    ("combined_by", "parts", "n_expected", "expected"),
    [
        ("all", [SUPPORTED, SUPPORTED], 2, SUPPORTED),
        ("all", [SUPPORTED, SUPPORTED], 3, OPEN),
        ("all", [SUPPORTED, OPEN], 2, OPEN),
        ("all", [SUPPORTED, CONTRADICTED], 3, CONTRADICTED),
        ("any", [SUPPORTED, CONTRADICTED], 3, SUPPORTED),
        ("any", [CONTRADICTED, CONTRADICTED], 3, OPEN),
        ("any", [CONTRADICTED, CONTRADICTED], 2, CONTRADICTED),
        ("whole", [SUPPORTED], 6, SUPPORTED),
    ],
)
def test_what_a_missing_benchmark_could_change_is_open(combined_by, parts, n_expected, expected):
    rows = pl.DataFrame({"verdict": parts, "benchmark_id": list("abcdef")[: len(parts)]})
    found = run_macro(f"verdict_of_all('verdict', '{n_expected}', \"'{combined_by}'\")", rows)
    assert found.to_list() == [expected]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ name }} of {{ n|show(',') }}", "ARC of 1,182"),
        ("{{ difference|points }} points, {{ p|p }}", "−2.3 points, p < 0.001"),
        ("{{ difference|higher }}, {{ low|higher }}", "2.3 points lower, 0.5 points higher"),
        ("{% if known(low, n_bases) %}of {{ n_bases }}{% else %}n {{ n }}{% endif %}", "n 1182"),
        ("{% if known(typo) %}{{ typo }}{% endif %}n {{ n_bases|show(',') }}", "n unknown"),
        (
            "a line break\n  is a blank\n{%- if true %}, or none{% endif %}\n",
            "a line break is a blank, or none",
        ),
    ],
)
def test_a_template_is_filled(tmp_path, template, expected):
    facts = '{"n": 1182, "difference": -2.34, "p": 1e-9, "n_bases": null, "low": 0.5}'
    (tmp_path / "rule.j2").write_text(template)
    common = '{"name": "ARC", "is_sound": false}'
    assert (
        fill_template(tmp_path, "rule", "measure", "basis", "sentence", facts, common) == expected
    )


def test_the_closest_file_has_the_text(tmp_path):
    """A measure counts before a basis."""
    (tmp_path / "rule").mkdir()
    for name in ("rule", "rule.printed", "rule/mean", "rule/mean.printed"):
        (tmp_path / f"{name}.j2").write_text(name)
    verdicts = [("mean", "printed"), ("mean", "sound"), ("share", "printed"), ("share", "sound")]
    texts = [fill_template(tmp_path, "rule", *of, "sentence", "{}", "{}") for of in verdicts]
    assert texts == ["rule/mean.printed", "rule/mean", "rule.printed", "rule"]
    with pytest.raises(ValueError, match=r"none of other/mean.sound.j2, .* other.j2. Write one"):
        fill_template(tmp_path, "other", "mean", "sound", "sentence", "{}", "{}")


def test_a_name_that_is_no_figure_is_named_with_those_that_are_there(tmp_path):
    (tmp_path / "rule.j2").write_text("n {{ typo }}")
    with pytest.raises(ValueError, match=r"rule.j2: detail names a figure.*there are name, n\."):
        fill_template(tmp_path, "rule", "measure", "basis", "detail", '{"name": "ARC"}', '{"n": 1}')


def test_every_measure_has_its_texts_and_every_text_its_measure():
    """A file of no measure is never read; its name may be misspelt."""
    seed = pl.read_csv(ROOT / "seeds/claims/claim_rules.csv")
    measures = set(seed.select("rule_family", "measure").rows())
    names = {rule for rule, _ in measures} | {f"{rule}/{measure}" for rule, measure in measures}
    files = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.j2")} - {"text.j2"}
    bases = ("published", "recovered", "same_method", "sound_method")
    known = {f"{name}.j2" for name in names} | {f"{n}.{basis}.j2" for n in names for basis in bases}
    assert files <= known
    never = pl.read_csv(ROOT / "seeds/claims/claim_bases.csv").filter(
        pl.col("measure").is_not_null()
        & pl.col("bases").is_null()
        & pl.col("why_not").is_not_null()
    )
    for rule, measure in measures - set(never.select("rule_family", "measure").rows()):
        assert {f"{rule}.j2", f"{rule}/{measure}.j2"} & files, measure


def test_no_two_rows_say_what_a_verdict_rests_on():
    rows = pl.read_csv(ROOT / "seeds/claims/claim_bases.csv")
    for column in ("unit", "why_not", "widest"):
        of_column = rows.filter(pl.col(column).is_not_null()).with_columns(
            pl.col("bases").fill_null("").str.split(" ")
        )
        assert (
            not of_column.explode("bases")
            .select("rule_family", "measure", "bases")
            .is_duplicated()
            .any()
        )


def test_a_sound_verdict_says_how_often_it_would_be_wrong(warehouse):
    """None is decided without a rate, and what is left open for that says so."""
    sound = "from claims.claim_readings where basis = 'sound_method'"
    assert not warehouse.sql(
        f"select claim_id, cohort_id {sound} "
        "and verdict in ('supported', 'contradicted') and type1_error is null"
    ).fetchall()
    unrated = warehouse.sql(
        f"select verdict, type1_error {sound} and contains(detail, 'would be wrong is not known')"
    ).fetchall()
    assert {verdict for verdict, _ in unrated} <= {OPEN}
