"""After an import: its cohort, its quality and its models."""

import polars as pl
import pytest
from board_chain import ROOT
from bringing import DAY, empty_project

pytestmark = pytest.mark.chain

BOARDS = ("openllm_v2", "supplementary", "base_models")


BROKEN = "model,benchmark,score,unit\n" + "".join(
    f"m{n},{exam},{n % 2 * 0.3 if exam != 'PIQA' else 0},percent\n"
    for n in range(30)
    for exam in ("MMLU", "PIQA", "ARC")
)


def test_an_import_that_breaks_everything_is_refused(project):
    project.write("t.csv", BROKEN)
    project.bring()
    (quality,) = project.chain.table("import_quality").to_dicts()
    names = ("status", "n_benchmarks", "n_implausible")
    assert tuple(quality[name] for name in names) == ("refused", 3, 3)
    checks = project.chain.table("import_checks").filter(is_met=False)
    failed = set(checks.select("benchmark_id", "check_name").rows())
    assert ("mmlu", "scale") in failed
    assert ("piqa", "zeros") in failed
    assert ("arc", "below chance") in failed
    (cohort,) = project.chain.table("int_cohorts_defined").filter(cohort_id="mine").to_dicts()
    assert cohort["problem"].startswith("refused: all 3 benchmarks are implausible")


@pytest.mark.parametrize("name", ["mine", "Ours"])
def test_a_sound_import_is_a_cohort_by_itself_or_one_s_own_takes_its_place(project, name):
    project.write("t.csv", "model,MMLU,PIQA\na,50,70\nb,60,80\n")
    project.bring()
    row = {"cohort_id": "mine", "cohort_name": "Ours", "snapshot_id": f"mine_{DAY}"}
    row |= {"parameter_range_scheme": "paper", "description": "d", "predicate": "true"}
    if name == "Ours":
        project.chain.add_rows("cohorts.csv", row)
    (quality,) = project.chain.table("import_quality").to_dicts()
    assert (quality["status"], quality["reason"]) == ("ok", None)
    (mine,) = project.chain.table("int_cohorts_defined").filter(cohort_id="mine").to_dicts()
    assert (mine["cohort_name"], mine["problem"]) == (name, None)
    assert mine["predicate"] == ("true" if name == "Ours" else "is_preferred_evaluation")
    assert mine["snapshot_id"] == f"mine_{DAY}"


def test_a_strange_benchmark_makes_an_import_doubtful(project):
    rows = "".join(f"m{n},{97 + n / 10},{50 + n}\n" for n in range(12))
    project.write("t.csv", f"model,Easy,MMLU\n{rows}")
    project.bring()
    (quality,) = project.chain.table("import_quality").to_dicts()
    assert quality["status"] == "doubtful"
    assert quality["reason"].startswith("1 of 2 benchmarks look strange")


#: Words of names that tell a training.
TRAINED = {
    "a/b-base": "pretrained",
    "a/b-7b-it": "instruction-tuned",
    "a/b-Thinking": "reasoning",
    "a/b (Non-reasoning)": "instruction-tuned",
    "a/zephyr-dpo": "RL-tuned",
    "a/merlin": "unknown",
    "a/prompt": "unknown",
}
#: Models whose sizes are looked up, or read from their names.
SIZES = {
    "Qwen/Qwen2.5-7B-Instruct": (7.616, "registry"),
    # the boards have 9 for it, which is its name's and not its file's
    "google/GEMMA-2-9b-it": (9.242, "base checkpoint"),
    "lab/new-13b": (13.0, "name"),
    "lab/fineweb_350BT-1.7b": (1.7, "name"),
    "lab/web_sample_350BT": (None, "unknown"),
    "lab/moe-57B-A14B": (57.0, "name"),
    "lab/mix-8x7B": (46.703, "checkpoint of a mixture"),
    "lab/gemma-e4b": (4.0, "name"),
    "lab/tiny-350M": (0.35, "name"),
}


@pytest.fixture(scope="module")
def beside_boards(tmp_path_factory):
    """Return a project with three boards and two imports."""
    with empty_project(tmp_path_factory.mktemp("project")) as project:
        for name in ("boards", "board_columns"):
            text = (ROOT / f"seeds/boards/{name}.csv").read_text()
            lines = [line for line in text.splitlines() if not line.startswith("openllm_v1,")]
            (project.chain.seeds / f"boards/{name}.csv").write_text("\n".join(lines))
        for board in BOARDS:
            (project.chain.data / board).symlink_to(ROOT / "data" / board)
        benchmarks = project.write(
            "benchmarks.csv",
            "model,benchmark,metric,n_shots,score\n"
            "a,BBH,acc_norm,3,50\na,MMLU-Pro,acc,0,50\na,GPQA,,,40\na,New,acc,0,30\n",
        )
        project.bring(benchmarks, "mine")
        rows = "".join(f"{name},{50 + n}\n" for n, name in enumerate([*SIZES, *TRAINED]))
        project.bring(project.write("sizes.csv", f"model,MMLU\n{rows}"), "sizes")
        yield project


def test_models_are_looked_up_before_their_names_are_read(beside_boards):
    found = beside_boards.chain.table("fct_evaluations").filter(snapshot_id=f"sizes_{DAY}")
    columns = ("model_name", "parameters_b", "parameters_source")
    sizes = {name: (size, source) for name, size, source in found.select(columns).rows()}
    for name, (size, source) in SIZES.items():
        assert sizes[name][1] == source, name
        assert sizes[name][0] == (size and pytest.approx(size, rel=1e-3)), name
    registry = found.filter(parameters_source="registry")
    assert set(registry["training_type_source"]) == {"registry"}
    assert "Unknown" not in registry["architecture"].to_list()
    trained = found.filter(pl.col("model_name").is_in([*TRAINED]))
    columns = ("model_name", "training_type", "training_type_source")
    assert sorted(trained.select(columns).rows()) == sorted(
        (name, kind, "no label" if kind == "unknown" else "model name")
        for name, kind in TRAINED.items()
    )
