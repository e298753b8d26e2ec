"""Units, names and facts that a whole import decides, and none of its files alone."""

import json
from pathlib import Path

import pytest
from bringing import table
from harness_logs import every_eval_ever, record

from analysis_py.runs.formats.contract import ImportProblem
from analysis_py.runs.formats.gathering import read_results
from analysis_py.runs.formats.scales import parse_units
from analysis_py.runs.formats.values import number


def given(folder, files: dict[str, str], *units: str) -> dict[tuple[str, str], tuple]:
    """Return unit, score and problem of the scores in files, by file and benchmark."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return {
        (each.file_name, each.benchmark): (each.unit, each.score, each.problem)
        for each in read_results(folder, units=parse_units(units)).results.scores
    }


HLE = {"a": ("45.3", "64.1"), "b": ("0.9", "51.0"), "c": ("25.3", "70.2")}
LONG = {
    f"{name}.csv": table("model,benchmark,score", f"{name},HLE,{hle}", f"{name},MMLU,{mmlu}")
    for name, (hle, mmlu) in HLE.items()
}
WIDE = {
    f"{name}.csv": table("model,HLE,MMLU", f"{name},{hle},{mmlu}")
    for name, (hle, mmlu) in HLE.items()
}


@pytest.mark.fault("imports")
@pytest.mark.parametrize("files", [LONG, WIDE], ids=["long", "wide"])
def test_a_percentage_below_1_in_a_file_of_its_own_is_no_share(tmp_path, files):
    found = given(tmp_path / "given", files)
    assert found["b.csv", "HLE"] == ("percent", 0.9, None)
    assert {unit for unit, _, _ in found.values()} == {"percent"}


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    "files",
    [
        # a file wholly within 0–1 beside percentages of the same benchmark
        {**LONG, "b.csv": table("model,benchmark,score", "b,HLE,0.9", "b,MMLU,0.51")},
        # a benchmark of few values within 0–1 beside percentages of others
        {"b.csv": table("model,HLE,MMLU", "a,0.9,51", "b,0.4,60")},
    ],
    ids=["file", "benchmark"],
)
def test_a_unit_that_the_import_leaves_open_is_asked_for(tmp_path, files):
    _, _, problem = given(tmp_path / "given", files)["b.csv", "HLE"]
    assert problem.startswith("the unit is unclear: HLE 0.")
    assert "in b.csv" in problem
    assert "--unit" in problem
    said = given(tmp_path / "said", files, "HLE=percent")
    assert said["b.csv", "HLE"][::2] == ("percent", None)


@pytest.mark.chain
@pytest.mark.fault("imports")
@pytest.mark.parametrize("is_turned", [False, True])
def test_columns_of_one_benchmark_contradict_each_other(project, is_turned):
    columns = {
        **{"MMLU": (40, 50), "mmlu": (41, 51), "C++": (61.2, 62), "C#": (73.58, 74), "C": (70, 71)},
        **{
            "My Bench": (58.08, 59),
            "my-bench": (12.61, 13),
            "MY BENCH!": (20, 21),
            "ARC": (45, 46),
        },
    }
    names = sorted(columns, reverse=is_turned)
    rows = [",".join([f"m{n}", *(str(columns[name][n]) for name in names)]) for n in (0, 1)]
    project.write("t.csv", table(",".join(["model", *names]), *rows))
    said = project.bring()
    assert "records     18: 8 usable, 10 not" in said
    assert "benchmarks  4: 1 matched, 3 new" in said
    assert "10 × contradictory scores of one run" in said
    reasons = " ".join(project.chain.reasons("mine").values())
    assert "m0: MMLU 40.0 in t.csv row 1 and mmlu 41.0 in t.csv row 1" in reasons
    assert project.accounts() == (18, 8, 10)
    scores = project.chain.scores()
    assert {name: scores["m0", name] for _, name in scores} == {
        **{"arc": 45.0, "c": 70.0, "c_plus_plus": 61.2, "c_sharp": 73.58},
    }
    assert project.chain.table("fct_task_scores").is_empty()


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("45.1 2", None), ("4 5", None), ("12 34", None), ("1 234 5", None), ("45\n2", None)],
        *[("1 234", 1234.0), ("1\u202f234,5", 1234.5), (" 45.1 % ", 45.1), ("- 5", -5.0)],
        *[("51.3 ± 1.2", 51.3), ("51.3 (1.2)", 51.3), ("12 345 678", 12345678.0)],
    ],
)
def test_a_blank_between_digits_groups_thousands_or_parts_two_numbers(text, value):
    assert number(text) == value


@pytest.mark.chain
@pytest.mark.fault("imports")
@pytest.mark.parametrize("order", [1, -1])
def test_contradictory_facts_of_a_model_are_told_with_both_values(project, order):
    rows = ["m0,MMLU,40,7", "m0,ARC,50,70", "m1,MMLU,41,13"][::order]
    project.write("t.csv", table("model,benchmark,score,params", *rows))
    said = project.bring()
    assert "records     3: 1 usable, 2 not" in said
    assert "2 × contradictory facts, first: parameters_b of m0 is 7.0 in t.csv row" in said
    assert "and 70.0 in t.csv row" in said


@pytest.mark.fault("imports")
@pytest.mark.parametrize("header", ["model,基准,тест,MMLU", "model,Ελλ,한국어,MMLU"])
def test_benchmarks_in_other_letters_are_apart_in_wide_tables(tmp_path, header):
    _, one, other, _ = header.split(",")
    found = given(
        tmp_path / "given",
        {"t.csv": table(header, "a,5,6,40", "b,7,8,50")},
        f"{one}=percent",
        f"{other}=0-10",
    )
    units = {benchmark: unit for (_, benchmark), (unit, _, _) in found.items()}
    assert units == {one: "percent", other: "0-10", "MMLU": "percent"}


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    "name", ["Average", "Total", "Human", "Random", "**Mean**", "human baseline", "Random guess"]
)
def test_a_row_of_no_model_is_counted_and_no_model(tmp_path, name):
    files = {
        "wide.csv": table("model,MMLU,ARC", "a,40,50", f"{name},140,150", "b,60,70"),
        "long.csv": table("model,benchmark,score", "a,MMLU,40", f"{name},MMLU,50"),
    }
    folder = tmp_path / "given"
    given(folder, files)
    scores = read_results(folder).results.scores
    assert {each.model_name for each in scores} == {"a", "b", None}
    told = [each.problem for each in scores if each.problem]
    assert len(told) == 2
    assert all(f"a row called {name} is not a model" in problem for problem in told)


@pytest.mark.fault("imports")
def test_a_data_set_that_euroeval_names_twice_is_refused(tmp_path):
    tasks = "<a href='https://euroeval.com/tasks/{0}'>{0}</a>"
    cell = "45 ± 1 / 46 ± 1"
    content = table(
        f",,{tasks.format('x')},{tasks.format('y')}",
        "Model,Type,<a href='d'>quiz</a>,<a href='e'>quiz</a>",
        f"m,📝,{cell},{cell}",
    )
    found = given(
        tmp_path / "given", {"t.csv": content, "u.csv": content.replace("'e'>quiz", ">b")}
    )
    assert "named twice in the header: quiz" in found["t.csv", "(the whole file)"][2]
    assert len(found) == 3


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("cell", "first"),
    [("1.2.3 ± 1 / 5 ± 1", "1.2.3 ± 1 / 5 ± 1"), ("69,1 ± 1,8 / 70,5 ± 1,6", 69.1)],
)
def test_a_cell_of_euroeval_costs_no_other(tmp_path, cell, first):
    head = [",,<a href='https://euroeval.com/tasks/x'>x</a>", "Model,Type,quiz"]
    rows = [f'a,📝,"{cell}"', "b,📝,45.5 ± 1 / 46.5 ± 1"]
    (tmp_path / "t.csv").write_text(table(*head, *rows))
    scores = read_results(tmp_path / "t.csv").results.scores
    assert [each.score for each in scores if each.model_name == "b"] == [45.5, 46.5]
    assert next(each.score for each in scores if each.model_name == "a") == first


@pytest.mark.fault("imports")
@pytest.mark.parametrize("where", ["uncertainty", "metric_config", "source_data", "model_info"])
def test_one_odd_record_of_every_eval_ever_costs_no_other(tmp_path, where):
    odd = record(0.5)
    (odd["score_details"] if where == "uncertainty" else odd)[where] = "0.1"
    run = every_eval_ever("lab/m", odd, record(0.6) | {"evaluation_name": "Other"})
    if where == "model_info":
        run["source_metadata"] = "0.1"
        where = "source_metadata"
    (tmp_path / "t.json").write_text(json.dumps(run))
    problems = [each.problem for each in read_results(tmp_path / "t.json").results.scores]
    assert problems[0] == f"{where} is not an object: 0.1"
    assert problems[1] == (problems[0] if where == "source_metadata" else None)


@pytest.mark.fault("imports")
def test_a_board_s_name_is_taken_and_not_to_be_removed(project):
    project.write("a.csv", table("model,MMLU", "a,50", "b,60"))
    Path("data/epoch_hub").mkdir()
    with pytest.raises(ImportProblem, match=r"data/epoch_hub has that name; choose another$"):
        project.bring(name="epoch_hub")


@pytest.mark.fault("imports")
def test_an_imports_folder_that_cannot_be_written_is_told(project):
    project.write("a.csv", table("model,MMLU", "a,50", "b,60"))
    Path("imports").write_text("a file")
    with pytest.raises(ImportProblem, match="imports cannot be written: Not a directory"):
        project.bring()
