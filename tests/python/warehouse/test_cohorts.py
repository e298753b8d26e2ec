"""Cohorts: whatever is written in cohorts.csv, each row is judged alone and none stops a build."""

import duckdb
import polars as pl
import pytest
from changed import COHORTS, NEW_COHORTS, V1

from analysis_py.sources.predicates import Evaluations, PredicateError

ROWS = pl.DataFrame(
    {
        "evaluation_id": ["a", "b", "c", "d"],
        "model_name": ["Llama-7B", "llama-13b", "it's", "Case"],
        "parameters_b": [6.7, 13.0, None, 0.0],
        "is_moe": [False, True, None, False],
        "submitted_on": pl.Series(["2024-01-01", "2024-02-01", None, "2023-12-31"]).str.to_date(),
    }
)
FILE = "seeds/cohorts.csv"


@pytest.fixture
def evaluations(tmp_path, monkeypatch):
    # where DuckDB would put its temporary files, which it lets anybody read
    (tmp_path / ".tmp").mkdir()
    (tmp_path / ".tmp" / "a.csv").write_text("n\n1\n")
    monkeypatch.chdir(tmp_path)
    return Evaluations(ROWS)


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        # a comment ends with its line, and hides nothing of what follows the predicate
        ("TRUE -- all of them", "abcd"),
        ("is_moe -- ) or (true", "b"),
        ("is_moe /* or true */ --", "b"),
        ("is_moe --\n or parameters_b = 0", "bd"),
        ("parameters_b > 7 or is_moe", "b"),
        ("model_name = 'it''s'", "c"),
        ("submitted_on < date '2024-02-01' - interval 3 day", "ad"),
        ("regexp_matches(model_name, '[0-9]+[Bb]$')", "ab"),
        ('model_name = \'"function_name":"random"\' or year(submitted_on) = 2023', "d"),
        ("null::boolean", ""),
    ],
)
def test_an_expression_over_the_columns_picks_rows(evaluations, predicate, expected):
    assert evaluations.matching(predicate) == list(expected)


@pytest.mark.parametrize(
    ("predicate", "reason"),
    [
        # what is no expression, in the database's words
        ("parameters_b >", 'syntax error at or near ">"'),
        ("", "SELECT clause without selection list"),
        # more than one expression
        ("false) or (true", 'syntax error at or near ")"'),
        ("is_moe) or (true --", 'syntax error at or near ")"'),
        ("is_moe --\n) or (true --", 'syntax error at or near ")"'),
        ("true from fct_evaluations --", 'syntax error at or near "from"'),
        ("true, true --", "not one expression"),
        ("is_moe /*", "unterminated /* comment"),
        ("-- true", "SELECT clause without selection list"),
        ("true; drop table fct_evaluations", "not one expression"),
        ("columns('.*') is null", "not one expression"),
        ("$1", "Values were not provided"),
        # what is not of this snapshot alone
        ("exists (from read_text('/etc/passwd'))", "disabled by configuration"),
        ("sum(parameters_b) > 3", "cannot contain aggregates"),
        (f"{'(' * 3000}true{')' * 3000}", "expression depth"),
        ("(select count(*) from read_csv('.tmp/a.csv')) > 0", "disabled by configuration"),
        # what is another in the next build
        ("random() < 0.5", "random gives another value in the next build"),
        ("submitted_on < current_date", "current_date gives another"),
        ("age(submitted_on) > interval 1 year", "age of one time gives another"),
        ("(select count(*) from fct_evaluations tablesample 50%) > 1", "tablesample gives another"),
        # what does not fit the data
        ("parametersb > 7", 'Candidate bindings: "parameters_b"'),
        ("parameters_b", "gives DOUBLE instead of true or false"),
        ("model_name::int > 3", "Could not convert string 'Llama-7B'"),
    ],
)
def test_anything_else_is_refused_with_the_reason(evaluations, predicate, reason):
    with pytest.raises(PredicateError) as refused:
        evaluations.matching(predicate)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "Error:" not in str(refused.value)


@pytest.fixture(scope="module")
def added(changed):
    """Return the published file after lines of all kinds were added to the cohorts."""
    with duckdb.connect(str(changed.workplace.database), read_only=True) as connection:
        yield connection


def test_a_row_that_cannot_be_computed_says_where_and_why(added, tiny):
    committed = len((tiny.workplace.project / FILE).read_text().splitlines()) - 1
    places = {f"{FILE}, row {committed + n}": each for n, each in enumerate(COHORTS, start=1)}
    found = added.sql("select cohort_id, n_evaluations, status from marts.dim_cohorts").fetchall()
    by_place = {}
    for cohort_id, n_evaluations, status in found:
        place, _, problem = status.partition(": ")
        if place.startswith(FILE):
            by_place[place] = problem
            assert n_evaluations == 0, cohort_id
    assert by_place.keys() == {place for place, (_, problem) in places.items() if problem}
    for place, (line, problem) in places.items():
        if problem:
            assert by_place[place].startswith(problem), line


def test_an_identifier_may_be_any_text(added):
    large = "from marts.fct_evaluations where snapshot_id = ? and parameters_b > 70"
    for cohort in NEW_COHORTS:
        members = "from marts.bridge_cohort_evaluations where cohort_id = ?"
        found = added.execute(f"select evaluation_id {members} order by 1", [cohort]).fetchall()
        assert found == added.execute(f"select evaluation_id {large} order by 1", [V1]).fetchall()
        found = "select count(*) from statistics.stat_pairwise where cohort_id = ?"
        assert added.execute(found, [cohort]).fetchall() > [(0,)]
