"""Cohorts: whatever is written in cohorts.csv, each row is judged alone and none stops a build."""

import duckdb
import polars as pl
import pytest
from building import Built, copied

from analysis_py.sources.cohorts import check_cohorts
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
COHORTS = "seeds/cohorts.csv"
V1, V2 = "openllm_v1_2024-07-07", "openllm_v2_2025-03-21"


@pytest.fixture(scope="module")
def evaluations():
    return Evaluations(ROWS)


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ("true", "abcd"),
        ("TRUE -- all of them", "abcd"),
        ("/* all */ true", "abcd"),
        ("parameters_b > 7 or is_moe", "b"),
        ("parameters_b is null", "c"),
        ("not is_moe", "ad"),
        ("\"Model_Name\" ilike 'llama%'", "ab"),
        ("model_name = 'it''s'", "c"),
        ("model_name in ('Case', 'it''s')", "cd"),
        ("fct_evaluations.parameters_b between 0 and 7", "ad"),
        ("case when is_moe then false else parameters_b > 1 end", "a"),
        ("submitted_on < date '2024-02-01' - interval 3 day", "ad"),
        ("extract(year from submitted_on) = 2024", "ab"),
        ("regexp_matches(model_name, '[0-9]+[Bb]$')", "ab"),
        ("coalesce(parameters_b, 100) > 50", "c"),
        ("try_cast(model_name as double) is null", "abcd"),
        ("ln(parameters_b + 1) > 2", "ab"),
        ("false", ""),
        ("null::boolean", ""),
    ],
)
def test_an_expression_over_the_columns_picks_rows(evaluations, predicate, expected):
    assert evaluations.matching(predicate) == list(expected)


@pytest.mark.fault("seeds")
@pytest.mark.parametrize(
    ("predicate", "reason"),
    [
        # what is no expression, in the database's words
        ("parameters_b >", 'syntax error at or near ">"'),
        ("", "SELECT clause without selection list"),
        ("-- nothing", "SELECT clause without selection list"),
        ("true /* open", "unterminated /* comment"),
        ("model_name = 'open", "unterminated string literal"),
        # more than one expression
        ("false) or (true", 'syntax error at or near ")"'),
        ("true) from fct_evaluations; select (true", 'syntax error at or near ")"'),
        ("true; drop table fct_evaluations", "not one expression"),
        ("true, false", "not one expression"),
        ("true as x", "syntax error"),
        ("true from fct_evaluations --", "syntax error"),
        ("true limit 3", "syntax error"),
        ("columns('.*') is null", "not one expression"),
        ("$1", "Values were not provided"),
        # what is not of this snapshot alone
        ("exists (from read_text('/etc/passwd'))", "disabled by configuration"),
        ("exists (from marts.fct_scores)", "does not exist"),
        ("stage_warehouse(['marts']) is null", "does not exist"),
        ("sum(parameters_b) > 3", "cannot contain aggregates"),
        (f"{'(' * 3000}true{')' * 3000}", "expression depth"),
        # what does not fit the data
        ("parametersb > 7", 'Candidate bindings: "parameters_b"'),
        ("parameters_b", "gives DOUBLE where true or false is wanted"),
        ("1", "gives INTEGER where true or false is wanted"),
        ("model_name::int > 3", "Could not convert string 'Llama-7B'"),
        ("submitted_on > '2024-13-01'", "date field value out of range"),
    ],
)
def test_anything_else_is_refused_with_the_reason(evaluations, predicate, reason):
    with pytest.raises(PredicateError) as refused:
        evaluations.matching(predicate)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "Error:" not in str(refused.value)


@pytest.mark.fault("seeds")
def test_a_predicate_sees_its_own_snapshot_and_its_fault_is_its_own():
    rows = ROWS.with_columns(snapshot_id=pl.Series(["one", "one", "two", "two"]))
    cohorts = pl.DataFrame(
        [
            ("all", "one", "true", None),
            ("none", "two", "parameters_b > 5", None),
            ("wrong", "two", "parameters_b >", None),
            ("escaped", "one", "false) or (true", None),
            ("known", "one", "true", "missing cohort_name"),
        ],
        schema=["cohort_id", "snapshot_id", "predicate", "problem"],
        orient="row",
    ).with_row_index("place", offset=1)
    checked = check_cohorts(cohorts, rows)
    assert checked.columns == [
        *("cohort_id", "snapshot_id", "predicate", "status", "evaluation_ids")
    ]
    found = {row["cohort_id"]: row for row in checked.iter_rows(named=True)}
    assert found["all"]["status"] == "ok"
    assert found["all"]["evaluation_ids"] == ["a", "b"]
    assert found["none"]["status"] == "2: predicate: it is true of no evaluation"
    assert found["wrong"]["status"].startswith("3: predicate: syntax error")
    assert found["escaped"]["status"].startswith("4: predicate: syntax error")
    assert found["known"]["status"] == "5: missing cohort_name"
    assert all(row["evaluation_ids"] == [] for row in found.values() if row["status"] != "ok")


#: Lines behind the committed ones, and what their status then says. An identifier may be any text
#: that can be seen.
ADDED = [
    (f"""apostrophe's,n1,{V1},paper,,parameters_b > 70""", None),
    (f'''"with ""quotes"" and spaces",n2,{V1},paper,,parameters_b > 70''', None),
    (f"Ünïcode_模型,n3,{V1},paper,,parameters_b > 70", None),
    (f"UPPER,n4,{V1},paper,,parameters_b > 70", None),
    (f"{{{{ 1 }}}},n5,{V1},paper,,parameters_b > 70", None),
    (f"syntax,s1,{V1},paper,,parameters_b >", 'predicate: syntax error at or near ">"'),
    (f"column,s2,{V1},paper,,size > 7", 'predicate: Referenced column "size" not found'),
    (f"escape,s3,{V1},paper,,false) or (true", "predicate: syntax error"),
    (f"file,s4,{V1},paper,,exists (from read_text('/etc/hosts'))", "predicate: Cannot access"),
    (f"nobody,s5,{V1},paper,,parameters_b < 0", "predicate: it is true of no evaluation"),
    (f"nothing,s6,{V1},paper,,", "missing predicate"),
    ("snapshot,s7,openllm_v9_2030-01-01,paper,,true", "unknown snapshot_id: openllm_v9_2030-01-01; "
     "there are base_models_2024-10-01, "),
    (f"scheme,s8,{V1},quarters,,true", "unknown parameter_range_scheme: quarters; there are"),
    (f"UPPER,s9,{V2},paper,,is_moe", "cohort_id UPPER is that of seeds/cohorts.csv, row"),
    (f"name,n4,{V1},paper,,true", "cohort_name n4 is that of seeds/cohorts.csv, row"),
    (f",s10,{V1},paper,,true", "missing cohort_id"),
    (f"no name,,{V1},paper,,true", "missing cohort_name"),
    ("no snapshot,s11,,paper,,true", "missing snapshot_id"),
    (f"no scheme,s12,{V1},,,true", "missing parameter_range_scheme"),
    (f"\u202eright to left,s13,{V1},paper,,true", "cohort_id holds a character that"),
    (f"\"like (x.csv, row 3)\",s14,{V1},paper,,true", "cohort_id ends in the place of a row"),
    (f"short,s15,{V1},paper", "4 fields where the header has 6"),
    (f"long,s16,{V1},paper,,true,true", "7 fields where the header has 6"),
    (f'quote,"s17,{V1},paper,,true', "not readable as CSV: unexpected end of data"),
]  # fmt: skip


#: What leads from the file to the members of each cohort.
MEMBERS = ("int_cohorts_defined", "int_cohorts_checked", "bridge_cohort_evaluations", "dim_cohorts")


@pytest.fixture(scope="module")
def added_to(tiny, build_kept):
    """Return the path of a build database after the lines were added, with the cohorts anew."""

    def fill(folder):
        workplace = copied(tiny.workplace, folder / "project", published=False)
        with (workplace.project / COHORTS).open("a", encoding="utf-8") as lines:
            lines.write("\n".join(line for line, _ in ADDED))
        selected = ("--indirect-selection", "cautious", "--select", "stg_by_hand__cohorts")
        Built(folder).note(workplace.dbt_build(*selected, *MEMBERS))

    return Built(build_kept("added_cohorts", fill, __file__)).workplace.build


@pytest.fixture(scope="module")
def added(added_to):
    with duckdb.connect(str(added_to), read_only=True) as connection:
        yield connection


@pytest.mark.fault("seeds")
def test_a_row_that_cannot_be_computed_says_where_and_why(added, tiny):
    committed = len((tiny.workplace.project / COHORTS).read_text().splitlines()) - 1
    found = added.sql("select cohort_id, n_evaluations, status from marts.dim_cohorts").fetchall()
    by_place = {}
    for cohort_id, n_evaluations, status in found:
        if status != "ok":
            place, _, problem = status.partition(": ")
            by_place[place] = problem
            assert n_evaluations == 0, cohort_id
    assert by_place.keys() == {
        f"seeds/cohorts.csv, row {committed + number}"
        for number, (_, problem) in enumerate(ADDED, start=1)
        if problem
    }
    for number, (line, problem) in enumerate(ADDED, start=1):
        if problem:
            said = by_place[f"seeds/cohorts.csv, row {committed + number}"]
            assert said.startswith(problem), line
    assert len(found) == committed + len(ADDED)


@pytest.mark.fault("seeds")
def test_an_identifier_may_be_any_text_and_the_other_cohorts_are_as_before(added, tiny):
    with duckdb.connect(str(tiny.workplace.build), read_only=True) as connection:
        before = connection.sql("from marts.bridge_cohort_evaluations order by all").fetchall()
    after = added.sql("from marts.bridge_cohort_evaluations order by all").fetchall()
    assert set(before) < set(after)
    large = added.sql(
        f"select evaluation_id from marts.fct_evaluations "
        f"where snapshot_id = '{V1}' and parameters_b > 70"
    ).fetchall()
    new = ["apostrophe's", 'with "quotes" and spaces', "Ünïcode_模型", "UPPER", "{{ 1 }}"]
    assert sorted(set(after) - set(before)) == sorted(
        (cohort_id, evaluation_id) for cohort_id in new for (evaluation_id,) in large
    )
