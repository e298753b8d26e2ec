"""Asking about models by name: the numbers are the tables', and a name means one model."""

import json

import pytest
from scipy.stats import norm

from analysis_py.cli.main import main
from analysis_py.statistics.numerics.contrast_tests import holm


@pytest.fixture
def asked(warehouse_folder, capsys):
    """Return a function that calls a command on the published file and gives code and output."""

    def ask(*words):
        code = main([*words, "--warehouse", str(warehouse_folder)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return ask


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


def test_differences_are_those_of_the_scores(asked, pair, warehouse):
    code, out, _ = asked("compare", *pair, "--json")
    assert code == 0
    rows = json.loads(out)
    scores = {
        (model, benchmark): score
        for model, benchmark, score in warehouse.sql(
            "select model_name, benchmark_id, score_pct from marts.fct_scores "
            "join marts.fct_evaluations using (evaluation_id)"
        ).fetchall()
        if model in pair
    }
    assert rows
    for row in rows:
        expected = scores[pair[1], row["benchmark_id"]] - scores[pair[0], row["benchmark_id"]]
        assert row["difference"] == pytest.approx(expected)
        if row["p_value"] is not None:
            shown = row["ci_low"] > 0 or row["ci_high"] < 0
            assert shown == (row["p_value"] < 0.05)


def test_the_order_of_two_names_turns_the_sign(asked, pair):
    there = json.loads(asked("compare", *pair, "--json")[1])
    back = json.loads(asked("compare", *pair[::-1], "--json")[1])
    assert [row["difference"] for row in there] == [-row["difference"] for row in back]


def test_significance_is_adjusted_for_the_benchmarks_of_a_snapshot(asked, pair):
    rows = json.loads(asked("compare", *pair, "--json")[1])
    for snapshot in {row["snapshot_id"] for row in rows}:
        tested = [
            row for row in rows if row["snapshot_id"] == snapshot and row["p_value"] is not None
        ]
        assert [row["p_adjusted"] for row in tested] == pytest.approx(
            holm([row["p_value"] for row in tested])
        )


def test_the_variables_of_the_build_are_taken(asked, pair, warehouse):
    """The level of the intervals is that of the tables, and the power that of the build."""
    level, power = (
        warehouse.sql(
            f"select value from quality.build_variables where variable = '{name}'"
        ).fetchall()[0][0]
        for name in ("confidence_level", "power")
    )
    used = warehouse.sql("select distinct confidence_level from statistics.stat_model_ranks")
    assert used.fetchall() == [(level,)]
    rows = json.loads(asked("compare", *pair, "--json")[1])
    for row in rows:
        if row["std_error"] is not None:
            critical = (row["ci_high"] - row["difference"]) / row["std_error"]
            assert critical == pytest.approx(norm.ppf((1 + level) / 2))
            detects = row["smallest_detectable"] / row["std_error"] - critical
            assert detects == pytest.approx(norm.ppf(power))


def test_two_evaluations_of_one_model_are_distinguished(asked, warehouse):
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
    code, out, _ = asked("compare", f"{name}@{runs[0]}", f"{name}@{runs[1]}", "--json")
    assert code == 0
    rows = [row for row in json.loads(out) if row["snapshot_id"] == snapshot]
    assert rows
    for row in rows:
        one, other = (scores[run, row["benchmark_id"]] for run in runs[:2])
        assert row["difference"] == pytest.approx(other - one)
    code, out, err = asked("compare", f"{name}@none such", f"{name}@{runs[0]}")
    assert (code, out) == (2, "")
    assert runs[0] in err


def test_a_model_is_not_compared_with_itself(asked, pair):
    assert asked("compare", pair[0], pair[0])[0] == 2


@pytest.mark.parametrize("is_dated", [True, False])
def test_predictions_are_those_of_the_table_and_say_for_which_family(asked, warehouse, is_dated):
    """The next base family's where there are dates, else that of a family like those before."""
    kind, judged, name = (
        ("later families", "next families", "next base family")
        if is_dated
        else ("families left out", "families left out", "like those before")
    )
    start = "next_family" if is_dated else "predicted"
    cohort, size = warehouse.sql(
        "select cohort_id, parameters_b from statistics.stat_predictions "
        f"where (next_family_low is not null) = {is_dated} order by all limit 1"
    ).fetchall()[0]
    code, out, _ = asked("predict", "--size", str(size), "--cohort", cohort, "--json")
    assert code == 0
    expected = warehouse.execute(
        f"select benchmark_id, expected_pct, {start}_low, {start}_high, coverage "
        "from statistics.stat_predictions "
        "join statistics.stat_prediction_coverage using (cohort_id, benchmark_id) "
        "where cohort_id = ? and training_type = 'all' and abs(parameters_b - ?) < 1e-9 "
        "and predicted_from = 'size' and nominal = 0.9 and calibrated_on = ? and judged_on = ? "
        "order by benchmark_id",
        [cohort, size, kind, judged],
    ).fetchall()
    rows = [row for row in json.loads(out) if row["expected_pct"] is not None]
    assert {row["interval_for"] for row in rows} == {name}
    shown = ("expected_pct", "predicted_low", "predicted_high", "coverage_90")
    # narrow benchmarks have no coverage of their own
    judged_on = {row[0] for row in expected}
    rows = [row for row in rows if row["benchmark_id"] in judged_on]
    got = [
        (row["benchmark_id"], *(row[column] for column in shown))
        for row in sorted(rows, key=lambda row: row["benchmark_id"])
    ]
    assert [row[0] for row in got] == [row[0] for row in expected]
    for ours, theirs in zip(got, expected, strict=True):
        assert ours[1:] == pytest.approx(theirs[1:], abs=1e-6)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--size", "-1"], 2),
        (["--size", "7", "--cohort", "none such"], 2),
        (["--size", "7", "--type", "none such"], 2),
        (["--size", "1e9"], 1),
    ],
)
def test_what_cannot_be_predicted_is_said(asked, words, code):
    got, out, err = asked("predict", *words)
    assert got == code
    assert out == ""
    assert err.startswith("llm-reassess predict: ")
