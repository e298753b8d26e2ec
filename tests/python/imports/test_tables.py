"""Tables that people make: long and wide, in any file format, with all that goes wrong in them."""

import random
import re

import pytest

pytestmark = pytest.mark.chain


def test_a_long_table_of_six_rows(project):
    """One `n/a`, one duplicate, one `51,3`: four loaded, two quarantined with reasons."""
    rows = ["a;MMLU;61.5", "b;MMLU;n/a", "c;MMLU;51,3", "a;PIQA;70", "a;MMLU;61.5", "b;PIQA;80 %"]
    project.write("scores.csv", "\ufeffModel;Task;Score\n" + "\n".join(rows))
    project.bring()
    assert project.chain.scores() == {
        ("a", "mmlu"): 61.5,
        ("c", "mmlu"): 51.3,
        ("a", "piqa"): 70.0,
        ("b", "piqa"): 80.0,
    }
    reasons = project.chain.reasons("mine")
    assert reasons[2] == "the score is missing"
    assert reasons[5].endswith("same as row 1")
    assert set(reasons) == {2, 5}
    assert project.accounts() == (6, 4, 2)


def wide_table() -> list[list[str]]:
    draw = random.Random(1)
    header = ["Model", "Params (B)", "Riddles", "Safety ↓", "Math (hard)", "Facts [%]", "Avg"]
    rows = [
        [
            f"lab/model-{n}",
            str(n + 1),
            f"{draw.uniform(20, 90):.2f}",
            f"{draw.uniform(5, 40):.1f}",
            "n/a" if n % 4 == 0 else f"{draw.uniform(10, 80):.1f}",
            f"{draw.uniform(40, 60):.1f}%",
            "50",
        ]
        for n in range(20)
    ]
    rows = [[*row, f"{n + 300}", "x"] for n, row in enumerate(rows)]
    return [[*header, "latency (s)", "notes"], *rows]


def test_a_wide_table_of_unknown_benchmarks(project):
    rows = wide_table()
    project.write("table.csv", "\n".join(map(",".join, rows)))
    said = project.bring()
    for name in ("Avg", "latency (s)", "notes"):
        assert re.search(rf"left out, .*: .*{re.escape(name)}", said)
    assert project.accounts() == (75, 75, 0)
    scores = project.chain.scores()
    assert {benchmark for _, benchmark in scores} == {"riddles", "safety", "math_hard", "facts"}
    assert scores["lab/model-0", "safety"] == pytest.approx(100 - float(rows[1][3]))
    assert scores["lab/model-1", "math_hard"] == float(rows[2][4])
    assert ("lab/model-0", "math_hard") not in scores
    sizes = dict(project.chain.table("fct_evaluations").select("model_name", "parameters_b").rows())
    assert sizes["lab/model-6"] == 7.0


def test_shares_beside_percentages(project):
    rows = [f"m{n},0.{n},{50 + n}" for n in range(10)]
    project.write("t.csv", "\n".join(["Model,A,B", *rows]))
    said = project.bring()
    assert "taken for shares" in said
    assert project.chain.scores()["m5", "a"] == 50.0
    assert "as asked" in project.bring(units=["percent"], is_dry_run=True)


def test_values_below_1_among_percentages_are_noted(project):
    project.write("t.csv", "Model,A\nx,0.5\ny,60\nz,70\nw,80\n")
    assert "1 of 4 values lie between 0 and 1" in project.bring()
    assert project.chain.scores()["x", "a"] == 0.5


def test_headers_say_settings(project):
    project.write("t.csv", "Model,ARC (25-shot),WER ↓ (%)\nx,50,10\ny,60,20\n")
    project.bring()
    assert project.chain.scores() == {
        ("x", "arc"): 50.0,
        ("x", "wer"): 90.0,
        ("y", "arc"): 60.0,
        ("y", "wer"): 80.0,
    }
    (arc,) = project.chain.table("fct_scores").filter(benchmark_id="arc", score_pct=50.0).to_dicts()
    assert arc["n_shots"] == 25


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("score", "abc", "not a number: abc"),
        ("score", "inf", "not a number: inf"),
        ("score", "150", "is outside 0–100"),
        ("score", "-1", "is outside 0–100"),
        ("score", "1.234.567", "not a number"),
        ("score,std_error", "50,-3", "standard error"),
        ("score,std_error", "50,300", "standard error"),
        ("score", "50,extra", "4 fields where the header has 3"),
    ],
)
def test_what_cannot_be_used_is_quarantined_with_a_word(project, header, value, reason):
    good = "".join(f"m{n},B,{40 + n}{',2' if ',' in header else ''}\n" for n in range(12))
    project.write("t.csv", f"model,benchmark,{header}\n{good}bad,B,{value}\n")
    project.bring()
    (found,) = project.chain.reasons("mine").values()
    assert reason in found
    assert len(project.chain.scores()) == 12
    project.accounts()


@pytest.mark.fault("imports")
def test_a_windows_file_is_read(project):
    project.write("t.csv", "Modèle,model,A\nx,é,50\ny,ü,60\n".encode("cp1252"))
    project.bring()
    assert {model for model, _ in project.chain.scores()} == {"é", "ü"}


def test_a_few_columns_of_a_board_are_not_the_board(project):
    project.write("t.csv", "Model,ARC,TruthfulQA,GSM8K\na,0.5,0.4,0.3\nb,0.6,0.5,0.4\n")
    assert "wide: t.csv" in project.bring()
    assert project.chain.scores()["a", "arc"] == 50.0


def test_the_user_s_table_of_models_wins(project):
    project.write("t.csv", "model,params,type,A\nlab/x-7b-chat,7,chat,50\nlab/y-13b,,,60\n")
    models = project.chain.folder / "models.csv"
    models.write_text("model,params_b,training_type\nlab/y-13b,12.5,base\nlab/x-7b-chat,6.7,\n")
    project.bring(models=models)
    found = {row["model_name"]: row for row in project.chain.table("fct_evaluations").to_dicts()}
    x, y = found["lab/x-7b-chat"], found["lab/y-13b"]
    assert (x["parameters_b"], x["parameters_source"]) == (6.7, "user")
    assert (x["training_type"], x["training_type_source"]) == ("instruction-tuned", "label")
    assert (y["parameters_b"], y["training_type"]) == (12.5, "pretrained")
    assert y["training_type_source"] == "user"
