"""Asking about models by name: the numbers are the tables', and a name means one model."""

import json

import pytest
from scipy.stats import norm

from analysis_py.statistics.numerics.contrast_tests import holm


@pytest.fixture
def pair(warehouse):
    """Return two models of one snapshot, as the file names them."""
    return [
        row[0]
        for row in warehouse.sql(
            """
            with named as (
                select model_name, snapshot_id, average_pct
                from marts.fct_evaluations
                where contains(model_name, '/') and is_preferred_evaluation and n_scores > 1
                qualify count(*) over (partition by model_name) = 1
            )
            select model_name
            from named
            -- an import may hold one model alone
            where snapshot_id = (select mode(snapshot_id order by snapshot_id) from named)
            order by average_pct desc
            limit 2
            """
        ).fetchall()
    ]


def test_differences_are_those_of_the_scores_with_the_level_and_power_of_the_build(
    ask, pair, warehouse
):
    code, out, _ = ask("models", *pair, "--json")
    assert code == 0
    rows = json.loads(out)
    back = json.loads(ask("models", *pair[::-1], "--json")[1])
    assert [row["difference"] for row in rows] == [-row["difference"] for row in back]
    scores = {
        (model, benchmark): score
        for model, benchmark, score in warehouse.sql(
            "select model_name, benchmark_id, score_pct from marts.fct_scores "
            "join marts.fct_evaluations using (evaluation_id)"
        ).fetchall()
        if model in pair
    }
    variables = warehouse.sql("select variable, value from quality.build_variables").fetchall()
    level, power = (dict(variables)[name] for name in ("confidence_level", "power"))
    tested = [row for row in rows if row["p_value"] is not None]
    assert tested
    for row in rows:
        expected = scores[pair[1], row["benchmark_id"]] - scores[pair[0], row["benchmark_id"]]
        assert row["difference"] == pytest.approx(expected)
    for row in tested:
        assert (row["ci_low"] > 0 or row["ci_high"] < 0) == (row["p_value"] < 0.05)
        critical = (row["ci_high"] - row["difference"]) / row["std_error"]
        assert critical == pytest.approx(norm.ppf((1 + level) / 2))
        detects = row["smallest_detectable"] / row["std_error"] - critical
        assert detects == pytest.approx(norm.ppf(power))
    for snapshot in {row["snapshot_id"] for row in tested}:
        of = [row for row in tested if row["snapshot_id"] == snapshot]
        adjusted = holm([row["p_value"] for row in of])
        assert [row["p_adjusted"] for row in of] == pytest.approx(adjusted)


def test_two_evaluations_of_one_model_are_distinguished(ask, warehouse):
    name, snapshot, runs = warehouse.sql("""
        select model_name, snapshot_id, list(distinct precision order by precision) as runs
        from marts.fct_evaluations
        where n_scores > 1 and precision is not null and not contains(model_name, '@')
        group by model_name, snapshot_id
        having count(*) = count(distinct precision) and len(runs) > 1
        order by model_name
        limit 1
    """).fetchall()[0]
    scores = {
        row[:2]: row[2]
        for row in warehouse.execute(
            "select precision, benchmark_id, score_pct from marts.fct_evaluations "
            "join marts.fct_scores using (evaluation_id) "
            "where model_name = ? and fct_evaluations.snapshot_id = ?",
            [name, snapshot],
        ).fetchall()
    }
    code, out, _ = ask("models", f"{name}@{runs[0]}", f"{name}@{runs[1]}", "--json")
    assert code == 0
    rows = [row for row in json.loads(out) if row["snapshot_id"] == snapshot]
    assert rows
    for row in rows:
        one, other = (scores[run, row["benchmark_id"]] for run in runs[:2])
        assert row["difference"] == pytest.approx(other - one)
    code, out, err = ask("models", f"{name}@none such", f"{name}@{runs[0]}")
    assert (code, out) == (2, "")
    assert runs[0] in err


@pytest.mark.parametrize(
    ("column", "kind", "judged", "name"),
    [
        ("next_family", "later families", "next families", "next base family"),
        ("predicted", "families left out", "families left out", "like those before"),
    ],
)
def test_predictions_are_those_of_the_table_and_say_for_which_family(
    ask, warehouse, column, kind, judged, name
):
    """The next base family's where there are dates, else that of a family like those before."""
    cohort, size = warehouse.sql(
        "select cohort_id, parameters_b from statistics.stat_predictions "
        f"where (next_family_low is not null) = {column == 'next_family'} order by all limit 1"
    ).fetchall()[0]
    code, out, _ = ask("models", "--size", str(size), "--cohort", cohort, "--json")
    assert code == 0
    expected = warehouse.execute(
        f"select benchmark_id, expected_pct, {column}_low, {column}_high, coverage "
        "from statistics.stat_predictions "
        "join statistics.stat_prediction_coverage using (cohort_id, benchmark_id) "
        "where cohort_id = ? and training_type = 'all' and abs(parameters_b - ?) < 1e-9 "
        "and predicted_from = 'size' and nominal = 0.9 and calibrated_on = ? and judged_on = ?",
        [cohort, size, kind, judged],
    ).fetchall()
    rows = [row for row in json.loads(out) if row["expected_pct"] is not None]
    assert {row["interval_for"] for row in rows} == {name}
    shown = ("expected_pct", "predicted_low", "predicted_high", "coverage_90")
    found = {row["benchmark_id"]: [row[each] for each in shown] for row in rows}
    assert expected
    # narrow benchmarks have no coverage of their own
    for benchmark, *values in expected:
        assert found[benchmark] == pytest.approx(values, abs=1e-6)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["models", "--size", "-1"], 2),
        (["models", "--size", "7", "--cohort", "none such"], 2),
        (["models", "--size", "7", "--type", "none such"], 2),
        (["models", "--size", "1e9"], 1),
        (["models", "microsoft/phi-4", "microsoft/phi-4"], 2),
        (["models"], 2),
        (["models", "one", "two", "three"], 2),
        (["models", "microsoft/phi-4", "--size", "7"], 2),
        (["models", "microsoft/phi-4", "--cohort", "openllm_v2"], 2),
        (["models", "microsoft/phi-4", "Qwen/Qwen2.5-14B", "--benchmark", "IFEval"], 2),
    ],
)
def test_what_cannot_be_asked_is_said(ask, words, code):
    got, out, err = ask(*words)
    assert (got, out) == (code, "")
    assert err.startswith(f"llm-reassess {words[0]}: ")
