"""Two runs: their answers read, paired and told, with what people's logs do to them."""

import json

import numpy as np
import polars as pl
import pytest
from harness_logs import write_run

from analysis_py.runs.comparing import Choices, compare_runs
from analysis_py.runs.documents import NothingInCommonError
from analysis_py.runs.exports import as_json
from analysis_py.runs.formats.files import ColumnNames
from analysis_py.runs.markdown import as_markdown
from analysis_py.runs.metrics import MetricError
from analysis_py.runs.reading import name_apart, read_run
from analysis_py.runs.records import RunError
from analysis_py.runs.words import describe_comparison as tell

STRICT, FLEXIBLE = ("exact_match", "strict-match"), ("exact_match", "flexible-extract")
N = 200


def right(i):
    return float(i % 3 > 0)


def better(i):
    return float(i % 3 > 0 or i % 2 == 0)


def log(folder, graded=right, model="lab/model", task="gsm8k", n=N, change=None, **options):
    """Write a run of lm-evaluation-harness; ``change`` may turn or drop a line."""
    tasks = {task: (n, {STRICT: graded, FLEXIBLE: lambda i: 1.0})}
    place = write_run(folder, model, tasks, **options)
    if change:
        (path,) = place.glob("samples_*.jsonl")
        lines = [change(json.loads(line)) for line in path.read_text().split("\n")]
        path.write_text("\n".join(json.dumps(line) for line in lines if line is not None))
    for path in place.glob("results_*.json"):  # no two runs begin at once
        path.write_text(json.dumps(json.loads(path.read_text()) | {"start_time": str(folder)}))
    return place


def first(n):
    """Return a change that cuts a log after some questions, although it does not say so."""
    return lambda line: line if line["doc_id"] < n else None


def compared(a, b, cluster=None, **choices):
    names = ColumnNames(cluster=cluster)
    runs = name_apart(read_run(str(a), names), read_run(str(b), names))
    return compare_runs(*runs, Choices(**choices))


def table(path, scores, **columns):
    names = {"item": [f"q{i}" for i in range(len(scores))], "file": path.stem}
    rows = {**names, "score": scores, **columns}
    pl.DataFrame(rows, strict=False).write_csv(path)
    return path


def test_a_filter_belongs_to_the_metric_and_doubles_no_question(tmp_path):
    found = compared(log(tmp_path / "a"), log(tmp_path / "b", better))
    assert [row.metric for row in found.rows] == [", ".join(STRICT), ", ".join(FLEXIBLE)]
    assert {row.n_items for row in found.rows} == {N}
    assert found.overall == found.rows[0]
    n_better = sum(better(i) > right(i) for i in range(N))
    assert (found.overall.only_a, found.overall.only_b) == (0, n_better)
    assert found.overall.difference == pytest.approx(100 * n_better / N)
    assert found.verdict == "better"
    named = compared(tmp_path / "a", tmp_path / "b", metric=", ".join(FLEXIBLE))
    assert (named.verdict, named.overall.difference) == ("cannot tell", 0)


def rekeyed(line):
    changed = {"doc_hash": "new", "target_hash": "new"} if line["doc_id"] in (3, 8) else {}
    return line | changed


@pytest.mark.parametrize(
    ("change", "n_items", "told"),
    [
        (None, N, f"Both gave the same grade on all {N} questions."),
        # questions under other numbers are paired by their documents
        (lambda line: line | {"doc_id": line["doc_id"] + 7}, N, "Both gave the same grade"),
        (rekeyed, N - 2, "their answer key differs between the runs: 3, 8."),
        (
            lambda line: line | {"prompt_hash": "other words"},
            N,
            f"{N} questions were worded differently.",
        ),
    ],
)
def test_a_run_against_itself_differs_nowhere_whatever_its_questions_are_called(
    tmp_path, change, n_items, told
):
    found = compared(log(tmp_path / "a"), log(tmp_path / "b", change=change))
    assert found.overall.n_items == n_items
    assert found.overall.difference == 0
    assert found.overall.low < 0 < found.overall.high
    assert found.overall.p_value == 1
    assert told in tell(found)


def reverse(line):
    return line | {name: line[name][::-1] for name in ("doc_hash", "prompt_hash")}


@pytest.mark.parametrize(
    ("options", "choices", "why"),
    [
        ({"change": reverse}, {}, "200 of 200 questions of the same name"),
        ({}, {"metric": "f1"}, "--metric f1 is none of"),
        ({"task": "mmlu"}, {}, r"gsm8k \(exact_match, strict-match\).*mmlu"),
    ],
)
def test_runs_with_nothing_in_common_are_refused(tmp_path, options, choices, why):
    with pytest.raises((NothingInCommonError, MetricError), match=why):
        compared(log(tmp_path / "a"), log(tmp_path / "b", **options), **choices)


def test_an_answer_without_a_grade_is_missing_and_named(tmp_path):
    b = log(tmp_path / "b")
    (path,) = b.glob("samples_*.jsonl")
    lines = path.read_text().split("\n")
    path.write_text("\n".join([*lines[:1], lines[1][:40], *lines[2:]]))
    found = compared(log(tmp_path / "a"), b)
    assert found.overall.no_grade_b == 1
    assert "1 answer without a grade: the line is not a JSON object" in tell(found)
    a = table(tmp_path / "a.csv", ["1"] * 30)
    found = compared(a, table(tmp_path / "b.csv", ["1"] * 27 + ["n/a", "", "nan"]))
    assert (found.overall.n_items, found.overall.no_grade_b) == (27, 3)
    assert "score is not a number: n/a" in tell(found)


def test_missing_questions_are_bounded_and_may_take_the_verdict(tmp_path):
    few = compared(log(tmp_path / "a"), log(tmp_path / "b", better, change=first(190)))
    assert (few.overall.n_items, few.overall.no_grade_b) == (190, 10)
    low, high = few.overall.bounds
    assert low < few.overall.low < few.overall.high < high
    assert few.verdict == "better"
    half = compared(log(tmp_path / "c"), log(tmp_path / "d", better, change=first(100)), gate=1)
    assert half.overall.low > 0
    assert (half.verdict, half.gate) == ("cannot tell", "cannot tell")
    assert "B has 100 questions without a grade. However they fall" in tell(half)
    assert "Cannot tell which is better: it depends on the questions without a grade" in tell(half)


def test_one_of_several_models_or_runs_in_a_folder_is_chosen(tmp_path):
    log(tmp_path / "a", model="lab/one")
    log(tmp_path / "a", model="lab/two", graded=better)
    with pytest.raises(RunError, match=r"of 2 models: lab/one, lab/two\. Choose one: .*@lab/one"):
        read_run(str(tmp_path / "a"))
    one, two = (f"{tmp_path / 'a'}@lab/{name}" for name in ("one", "two"))
    assert compared(one, two).verdict == "better"
    times = [f"2025-06-0{day}T12-00-00.123456" for day in (1, 2)]
    for time, graded in zip(times, (right, better), strict=True):
        log(tmp_path / "b", graded, time=time)
    with pytest.raises(RunError, match=f"holds 2 runs of gsm8k: .*Name one log, or .*b@{times[0]}"):
        read_run(str(tmp_path / "b"))
    first, second = (f"{tmp_path / 'b'}@{time[:10]}" for time in times)
    assert compared(first, second).verdict == "better"
    with pytest.raises(RunError, match="no answers of 2025-07"):
        read_run(f"{tmp_path / 'b'}@2025-07")


def test_a_renamed_log_is_paired_by_its_documents(tmp_path):
    runs = [log(tmp_path / name, graded) for name, graded in (("a", right), ("b", better))]
    logs = [next(run.glob("samples_*")) for run in runs]
    renamed = logs[1].with_name("samples_gsm8k_prompt2.jsonl")
    logs[1].rename(renamed)
    assert compared(logs[0], renamed).overall.n_items == N
    other = log(tmp_path / "c", task="mmlu")
    with pytest.raises(NothingInCommonError, match="no question is answered by both"):
        compared(runs[0], other)


def test_a_pointer_of_git_lfs_is_named(tmp_path):
    b = log(tmp_path / "b")
    (path,) = b.glob("samples_*")
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")
    with pytest.raises(RunError, match=r"samples_gsm8k.*fetch the file with git lfs pull"):
        read_run(str(b))


def test_lines_of_samples_may_stand_in_a_json_file(tmp_path):
    runs = log(tmp_path / "a"), log(tmp_path / "b", better, is_old=True)
    (path,) = runs[1].glob("samples_*")
    path.rename(path.with_suffix(".json"))
    assert compared(*runs).rows == compared(runs[0], log(tmp_path / "c", better)).rows


def test_a_metric_of_lists_is_named_and_decides_nothing(tmp_path):
    def listed(line):
        return line | {"metrics": ["micro_f1", "exact_match"], "micro_f1": [[line["doc_id"]], [1]]}

    found = compared(log(tmp_path / "a", change=listed), log(tmp_path / "b", better))
    assert found.overall.metric == "exact_match, strict-match"
    assert "200 answers without a grade by micro_f1, strict-match: score is a list" in tell(found)


def test_a_metric_on_another_scale_is_none(tmp_path):
    marks = [i % 11 for i in range(44)]
    rows = {"item": range(44), "score": marks, "metric": "suspicion"}
    graded = pl.DataFrame(rows | {"score": [i % 2 for i in range(44)], "metric": "right"})
    both = pl.concat([pl.DataFrame(rows), graded.cast({"score": pl.Int64})])
    both.write_csv(tmp_path / "a.csv")
    both.reverse().write_csv(tmp_path / "b.csv")
    found = compared(tmp_path / "a.csv", tmp_path / "b.csv")
    assert [row.metric for row in found.rows] == ["right"], "a mark of 1 in 10 is not all right"


@pytest.mark.parametrize(("n_lost", "is_named"), [(0, True), (2, True), (15, False)])
def test_a_task_that_missing_grades_could_turn_is_not_named(tmp_path, n_lost, is_named):
    tasks = ["whole"] * 400 + ["holey"] * 60
    a = table(tmp_path / "a.csv", [0.0, 1.0] * 230, task=tasks)
    scores = [0.0, 1.0, 1.0, 1.0] * 115
    scores[460 - n_lost :] = [None] * n_lost
    told = tell(compared(a, table(tmp_path / "b.csv", scores, task=tasks)))
    single = told[told.index("Single tasks, Holm-adjusted:") :].splitlines()[0]
    assert "whole higher" in single, "the others are still named"
    assert ("holey higher" in single) == is_named


def test_a_suite_decides_on_all_questions_and_names_single_tasks(tmp_path):
    def lucky(i):
        return float(i % 3 > 0 or i % 5 == 0)

    for name in "ab":
        for task, n in (("easy", 40), ("hard", 400), ("long", 900)):
            graded = lucky if name == "b" and task == "hard" else right
            log(tmp_path / name, graded, task=task, n=n)
    by_items = compared(tmp_path / "a", tmp_path / "b")
    hard = next(row for row in by_items.tasks if row.task == "hard")
    assert by_items.overall.n_items == 1340
    assert by_items.overall.difference == pytest.approx(hard.difference * 400 / 1340)
    by_tasks = compared(tmp_path / "a", tmp_path / "b", by_tasks=True)
    assert by_tasks.overall.difference == pytest.approx(hard.difference / 3)
    told = tell(by_items)
    assert told.startswith("3 tasks, each question counts once; exact_match, strict-match (higher")
    assert ": 1,340 questions answered by both\n" in told
    assert "Single tasks, Holm-adjusted: hard higher (p < 0.001)." in told


def test_repeats_are_answers_and_no_questions(tmp_path):
    rng, n, k = np.random.default_rng(1), 60, 4
    skill = rng.random(n)
    for name in "ab":
        scores = rng.random((n, k)) < skill[:, None]
        rows = {
            "item": np.repeat(np.arange(n), k),
            "score": scores.astype(int).ravel(),
            "epoch": np.tile(np.arange(k), n),
        }
        pl.DataFrame(rows).write_csv(tmp_path / f"{name}.csv")
    found = compared(tmp_path / "a.csv", tmp_path / "b.csv")
    assert found.overall.n_items == n
    assert found.overall.repeats == k
    assert found.overall.noise_share > 0.7
    assert "4 answers per question" in tell(found)
    assert tell(found).endswith("questions like these, each answered 4 times.")


def test_clusters_widen_the_interval_and_one_is_told(tmp_path):
    passage = np.arange(N) // 10
    gain = [int(p % 4 == 0) for p in passage]
    a = table(tmp_path / "a.csv", [0] * N, passage=passage, paper=1)
    b = table(tmp_path / "b.csv", gain, passage=passage, paper=1)
    plain, clustered = compared(a, b), compared(a, b, cluster="passage")
    assert clustered.overall.n_clusters == 20
    assert clustered.overall.low < plain.overall.low
    assert clustered.overall.worth < 25
    assert "20 clusters, worth" in tell(clustered)
    one = compared(a, b, cluster="paper")
    assert one.overall.low == plain.overall.low
    assert "All questions are in one cluster" in tell(one)
    with pytest.raises(RunError, match="no answer has a chapter"):
        compared(a, b, cluster="chapter")


def test_looking_repeatedly_widens_the_interval(tmp_path):
    runs = log(tmp_path / "a", n=900), log(tmp_path / "b", n=900, graded=lambda i: float(i % 4 > 0))
    fixed, anytime = compared(*runs), compared(*runs, planned=900)
    width = [each.overall.high - each.overall.low for each in (fixed, anytime)]
    assert 1 < width[1] / width[0] < 2
    assert "holds however often you look" in tell(anytime)


def test_the_forms_say_the_same(tmp_path):
    found = compared(
        log(tmp_path / "a"), log(tmp_path / "b", better, change=first(190)), gate=1, margin=2
    )
    as_data = json.loads(as_json(found))
    assert as_data["verdict"] == found.verdict == "better"
    assert as_data["gate"] == "holds"
    assert as_data["overall"]["only_b"] == found.overall.only_b
    for form in (tell(found), as_markdown(found)):
        assert f"{found.overall.difference:+.1f}" in form
        assert f"{found.overall.low:.1f} to" in form
        assert "Gate: holds. B is not worse by more than 1 point." in form
    assert found.needed is None


def test_a_gate_that_cannot_tell_says_how_many_questions_it_takes(tmp_path):
    shifted = lambda i: float((i + (i % 20 == 0)) % 3 > 0)  # noqa: E731
    found = compared(log(tmp_path / "a"), log(tmp_path / "b", shifted), gate=1)
    assert found.gate == "cannot tell"
    assert found.needed.high > found.needed.n > N
    assert "a run on about" in tell(found)


@pytest.mark.parametrize(
    ("n_differ", "level", "is_told"), [(3, 0.95, True), (4, 0.95, False), (3, 0.9, False)]
)
def test_too_few_discordant_questions_are_told_where_none_could_decide(
    tmp_path, n_differ, level, is_told
):
    a = table(tmp_path / "a.csv", [0] * 50)
    b = table(tmp_path / "b.csv", [1] * n_differ + [0] * (50 - n_differ))
    found = compared(a, b, level=level)
    assert ("Too few questions differ" in tell(found)) == is_told
    assert (found.verdict == "cannot tell") == is_told, "all fall one way"
