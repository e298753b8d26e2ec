"""What is taken for what: units, sizes, names and columns of strangers' files."""

from datetime import date, timedelta

import pytest
from bringing import DAY, Project

from analysis_py.imports.contract import ImportProblem
from analysis_py.sources.csv_files import SnapshotError

pytestmark = pytest.mark.chain


def wide(header: str, *rows: str) -> str:
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize(
    ("header", "value", "size"),
    [
        ("Model Size (B)", "7", 7.0),
        ("Total Params [billions]", "7", 7.0),
        ("# Parameters (M)", "350", 0.35),
        ("Parameters", "31273088876.0", 31.273088876),
        ("size", "7B", 7.0),
    ],
)
def test_a_size_is_known_by_its_words_and_its_unit(project: Project, header, value, size):
    project.write("t.csv", wide(f"model,{header},MMLU", f"a,{value},50", f"b,{value},60"))
    project.bring()
    assert project.chain.table("fct_evaluations")["parameters_b"].to_list() == [size] * 2


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("unit", "expected"), [("mt_bench=0-10", 72.4), ("mt_bench=percent", 7.24)]
)
def test_a_judge_s_scale_is_asked_about(project, unit, expected):
    project.write("t.csv", wide("model,MT-Bench,MMLU", "a,7.24,50", "b,8.5,60"))
    said = project.bring()
    assert "2 × the unit is unclear" in said
    assert "--unit mt_bench=percent or --unit mt_bench=0-10" in said
    assert ("MT-Bench (0-10)" in project.bring(units=[unit])) == unit.endswith("-10")
    assert project.accounts() == (4, 4, 0)
    assert project.chain.scores()["a", "mt_bench"] == pytest.approx(expected)


def test_a_header_says_the_scale(project):
    project.write("t.csv", wide("model,MT-Bench (1–10),Facts (0-1)", "a,5.5,0.5", "b,10,1"))
    project.bring()
    assert project.chain.scores()["a", "mt_bench"] == project.chain.scores()["a", "facts"] == 50.0


def test_a_scale_has_its_own_lower_end_and_errors(project):
    rows = ["a,Essays,4,0.2,1-5", "b,Essays,1,0.2,1-5", "c,Essays,6,0.2,1-5"]
    project.write("t.csv", wide("model,benchmark,score,std_error,unit", *rows))
    project.bring()
    assert project.accounts() == (3, 2, 1)
    found = project.chain.table("fct_scores").sort("score_pct")
    assert found["score_pct"].to_list() == [0.0, 75.0]
    assert found["std_error_pct"].to_list() == [5.0, 5.0]


@pytest.mark.parametrize("unit", ["ten", "5-1", "mt_bench=", "unheard=percent"])
def test_a_unit_that_is_none_is_refused(project, unit):
    project.write("t.csv", wide("model,MMLU", "a,50", "b,60"))
    with pytest.raises(ImportProblem, match=r"a unit is|no benchmark is called unheard"):
        project.bring(units=[unit])


@pytest.mark.parametrize("header", ["downstream_perplexity", "eval.perpexity.arc", "PPL"])
def test_perplexities_are_no_percentages(project, header):
    project.write("t.csv", wide(f"model,MMLU,{header}", "a,50,12.5", "b,60,20"))
    project.bring()
    assert set(project.chain.scores()) == {("a", "mmlu"), ("b", "mmlu")}
    assert project.chain.table("row_accounting").filter(source="mine")["n_quarantined"].item() == 0


@pytest.mark.parametrize(
    "header", ["math_num_theory_hard", "context_qa", "Reasoning", "Precision", "object counting"]
)
def test_a_benchmark_is_not_left_out_for_a_word_in_its_name(project, header):
    project.write("t.csv", wide(f"model,{header}", "a,50", "b,60"))
    project.bring()
    assert len(project.chain.scores()) == 2


def test_a_column_that_was_left_out_can_be_taken(project):
    project.write("t.csv", wide("model,MMLU,Context", "a,50,61", "b,60,70"))
    assert "a cost or a count: Context (2 values)" in project.bring()
    project.bring(units=["Context=percent"])
    assert project.chain.scores()["a", "context"] == 61.0


def test_the_column_of_models_is_the_one_that_most_records_have(project):
    project.write(
        "t.json", [{"model": f"m{n}", "MMLU": 50 + n} for n in range(3)] + [{"model_name": "x"}]
    )
    assert "read model as model_name" in project.bring()
    assert set(project.chain.scores()) == {(f"m{n}", "mmlu") for n in range(3)}


def test_the_error_beside_a_benchmark_is_its_error(project):
    project.write("t.csv", wide("model,MMLU,mmlu_stderr,mmlu_n", "a,50,1.5,99", "b,60,1.4,99"))
    said = project.bring()
    assert "mmlu_stderr as std_error of MMLU" in said
    assert "count of another column: mmlu_n" in said
    assert project.chain.table("fct_scores")["std_error_pct"].sort().to_list() == [1.4, 1.5]


@pytest.mark.fault("imports")
def test_a_column_named_twice_is_refused(project):
    project.write("t.csv", wide("model,ARC,ARC", "a,50,51", "b,60,61"))
    with pytest.raises(ImportProblem, match="named twice in the header: ARC; rename one"):
        project.bring()


@pytest.mark.fault("imports")
def test_a_number_without_end_is_no_number(project):
    record = '{"model": "a", "benchmark": "B", "score": 50}'
    project.write("t.json", f"[{record}, {record.replace('50', '9' * 5000)}]")
    project.bring()
    assert project.accounts() == (2, 1, 1)


@pytest.mark.fault("imports")
def test_a_day_that_cannot_be_is_refused(project):
    project.write("t.csv", wide("model,MMLU", "a,50", "b,60"))
    for day in (date.today() + timedelta(days=400), date(1, 1, 1)):
        with pytest.raises(ImportProblem, match=r"after today|before 1950"):
            project.bring(day=day)
    project.bring()
    written = project.chain.folder / f"imports/mine/{DAY}.provenance.yml"
    written.write_text(written.read_text().replace(str(DAY), "2999-01-01"))
    with pytest.raises(SnapshotError, match="taken_on is 2999-01-01, which is after today"):
        project.chain.table("row_accounting")


@pytest.mark.fault("imports")
def test_the_project_itself_is_not_read(project):
    for path in (project.chain.folder, project.chain.folder.parent):
        with pytest.raises(ImportProblem, match="holds this project itself"):
            project.bring(path)


LINK = "<a href='https://euroeval.com/tasks/{0}/' style='color: Grey;'>{0}</a>"
EUROEVAL = [
    ["<span>Task Type</span>", "<span>x</span>", "", LINK.format("knowledge"), ""],
    ["Model", "Type", "Parameters", "<a href='https://euroeval.com/d'>quiz</a>", "quiz_version"],
    ["<a href='x'>lab/one#thinking (zero-shot, val)</a>", "🤔", "7000000000.0"],
    ["<a href='y'>lab/two</a>", "📝", "?", "-2.10 ± 0.98 / 40.00 ± 1.96@@-2.1", "16.0@@160000"],
]
EUROEVAL[2] += ["69.12 ± 1.96 / 70.52 ± 0.98@@69.12", "16.0@@160000"]


def test_euroeval_s_own_table_keeps_its_errors(project):
    project.write("all.csv", "\n".join(",".join(f'"{cell}"' for cell in row) for row in EUROEVAL))
    said = project.bring()
    assert "the second is the headline" in said
    # a correlation below 0 is no share, and no other metric takes its place
    assert project.accounts() == (4, 3, 1)
    assert project.chain.scores() == {("lab/one", "quiz"): 70.52, ("lab/two", "quiz"): 40.0}
    (one,) = project.chain.table("fct_evaluations").filter(model_name="lab/one").to_dicts()
    assert (one["parameters_b"], one["training_type"]) == (7.0, "reasoning")
    errors = project.chain.table("fct_scores").sort("score_pct")["std_error_pct"].to_list()
    assert errors == [1.0, 0.5]


def test_reasons_are_kinds_with_a_detail(project):
    rows = [f"m{n},B,{value}" for n, value in enumerate([*range(50, 80), 101, 102, "x1", "x2"])]
    project.write("t.csv", wide("model,benchmark,score", *rows, "m0,B,50", "m1,B,51", "m2,B,1,2"))
    project.bring()
    for table in ("quarantined_rows", "quarantined_scores"):
        found = project.chain.table(table).filter(source="mine")
        kinds = dict(found["reason"].value_counts().iter_rows())
        assert kinds.pop("more or fewer fields than the header has", 1) == 1
        assert set(kinds.values()) == {2}, kinds
        assert len(kinds) == 3
        assert found["detail"].null_count() == 0
