"""Logs of single answers, brought in by ``llm-reassess import``."""

import json

import duckdb
import polars as pl
import pytest
from bringing import DAY, keep
from harness_logs import ARC, GSM8K, archived, inspect_log, instance, write_run

from analysis_py.runs.formats.contract import ImportProblem
from analysis_py.runs.formats.gathering import read_results

pytestmark = pytest.mark.usefixtures("place")

BOTH = {
    ("exact_match", "strict-match"): lambda i: float(i % 2),
    ("exact_match", "flexible-extract"): lambda i: 1.0,
}


def write(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (each if isinstance(each, str) else json.dumps(each) for each in lines)
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def kept(columns="model_name, benchmark_id, item_key, score"):
    return duckdb.sql(
        f"select {columns} from 'imports/items/mine/results/*/*.parquet' "
        "join 'imports/items/mine/models.parquet' using (evaluation_id) order by all"
    ).fetchall()


def quarantined():
    return duckdb.sql(
        "select row_number, reason from 'imports/items/mine/quarantine.parquet' order by all"
    ).fetchall()


def counted():
    """Return how many records were read, loaded and quarantined, which add up."""
    (counts,) = duckdb.sql(
        "select sum(n_read)::int, sum(n_loaded)::int, sum(n_quarantined)::int "
        "from 'imports/items/mine/files.parquet'"
    ).fetchall()
    assert counts[0] == counts[1] + counts[2]
    assert counts[2] == len(quarantined())
    return counts


def logged(i, score=1.0, **more):
    return {"doc_id": i, "metrics": ["acc"], "filter": "none", "acc": score} | more


SAMPLES = "me__small-1b/samples_exam_2024-06-01T10-00-00.jsonl"
#: A line among sound samples, or among sound instances, and what is said of it.
BROKEN = [
    (SAMPLES, '{"trunc', 'the line is not a JSON object: {"trunc'),
    (SAMPLES, "[1, 2]", "the line is not a JSON object: [1, 2]"),
    (SAMPLES, logged(9, None), "score is missing"),
    (SAMPLES, logged(9, [0.1, 2]), "score is a list: [0.1, 2]"),
    (SAMPLES, logged(9, "A"), "score is not a number: A"),
    (SAMPLES, logged(9, float("-inf")), "score is not a number: -inf"),
    (SAMPLES, logged(9, float("nan")), "score is not a number: nan"),
    (SAMPLES, logged(9, 34.5), "score is outside 0–1: acc 34.5"),
    ("a.jsonl", '{"trunc', 'the line is not a JSON object: {"trunc'),
    (
        "a.jsonl",
        '{"model_id": "x"}',
        "the instance lacks a field: evaluation, evaluation_name, sample_id",
    ),
    ("a.jsonl", instance(9, score=True) | {"sample_id": None}, "item is missing"),
    ("a.jsonl", instance(9, score=[1]), "score is a list: [1]"),
    ("a.jsonl", instance(9, score="C"), "score is not a number: C"),
    ("a.jsonl", instance(9, score=34.5), "score is outside 0–1: 34.5"),
    ("a.jsonl", instance(9) | {"evaluation": "right"}, "score is missing"),
    ("a.jsonl", instance(0, score=1.0), "repeats an earlier record: row 1 of a.jsonl"),
]


@pytest.mark.fault("imports")
@pytest.mark.parametrize(("name", "line", "reason"), BROKEN)
def test_a_broken_line_costs_itself_alone(tmp_path, name, line, reason):
    if name == SAMPLES:
        lines = [logged(i, i % 2 == 0) for i in range(5)]
    else:
        lines = [instance(i, is_correct=i % 2 == 0) for i in range(5)]
    for place in (2, 5):
        keep(write(tmp_path / name, [*lines[:place], line, *lines[place:]]))
        assert counted() == (6, 5, 1)
        assert quarantined() == [(place + 1, reason)]
        model = "me/small-1b" if name == SAMPLES else "me/small"
        assert kept() == [(model, "exam", i, 10_000 * (i % 2 == 0)) for i in range(5)]


@pytest.mark.fault("imports")
def test_where_the_first_metric_is_no_share_the_next_speaks_and_both_are_told(tmp_path):
    lines = [logged(i, metrics=["bleu", "bleu_acc"], bleu=34.5, bleu_acc=1.0) for i in range(3)]
    said = keep(write(tmp_path / "m/samples_b_2024-06-01T10-00-00.jsonl", lines))
    assert counted() == (6, 3, 3)
    assert {reason for _, reason in quarantined()} == {"score is outside 0–1: bleu 34.5"}
    assert "3 quarantined: score is outside 0–1" in said


@pytest.mark.fault("imports")
@pytest.mark.parametrize("is_old", [False, True], ids=["as of 0.4.6", "before it"])
def test_a_metric_is_what_the_harness_declares_and_a_filter_doubles_no_item(tmp_path, is_old):
    graded = {("acc", "none"): lambda i: 1.0, ("acc_norm", "none"): lambda i: 0.0}
    tasks = {ARC: (6, graded), GSM8K: (1319, BOTH)}
    place = write_run(tmp_path / "runs", "me/small", tasks, limit=40, is_old=is_old)
    for path in place.glob("samples_arc*"):
        lines = [json.loads(line) for line in path.read_text().split("\n")]
        # a key and a count are no metrics
        write(path, [each | {"target": 1, "n_words": 1} for each in lines])
    said = keep(tmp_path / "runs")
    assert counted() == (92, 92, 0)
    total = dict.fromkeys((ARC, GSM8K), 0)
    for _, benchmark, _, score in kept():
        total[benchmark] += score
    assert total == {ARC: 0, GSM8K: 20 * 10_000}, "strict-match is the board's acc"
    assert len(kept()) == 46
    assert "6 kept but not used: arc_challenge, by acc, where the benchmark is by acc_norm" in said
    beside = pl.read_parquet("imports/items/mine/beside.parquet")
    assert sorted(beside["metric"].unique()) == ["acc", "exact_match,flexible-extract"]
    for path in place.glob("results*"):
        path.unlink()
    if is_old:
        with pytest.raises(ImportProblem, match=r"no metric is declared: lay the run's results_\*"):
            keep(tmp_path / "runs")


@pytest.mark.fault("imports")
@pytest.mark.parametrize("ids", [["0", "1319"], ["0", "x"]])
def test_items_that_the_test_set_cannot_have_keep_their_names(tmp_path, ids):
    lines = [logged(i) for i in ids]
    path = write(tmp_path / "m/samples_gsm8k_2024-06-01T10-00-00.jsonl", lines)
    assert f"and item {ids[1]} is among them" in keep(path)
    items = duckdb.sql("select item from 'imports/items/mine/items.parquet' order by all")
    assert [item for (item,) in items.fetchall()] == ids


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("places", "mean"),
    [
        # the latest of two times counts; where no time is told, the first
        (("me__m/samples_b_2024-01-01T00-00-00", "me__m/samples_b_2024-02-01T00-00-00"), 0),
        (("a/me__m/samples_b", "b/me__m/samples_b"), 10_000),
    ],
)
def test_of_two_runs_of_a_model_one_counts_and_both_are_kept(tmp_path, places, mean):
    for path, score in zip(places, (1.0, 0.0), strict=True):
        write(tmp_path / f"runs/{path}.jsonl", [logged(i, score) for i in range(4)])
    said = keep(tmp_path / "runs")
    assert counted() == (8, 8, 0)
    assert {score for *_, score in kept()} == {mean}
    assert "4 kept but not used: b, of another run than the one that counts" in said
    assert len({sample.run for sample in read_results(tmp_path / "runs").results.samples}) == 2


@pytest.mark.fault("imports")
def test_names_of_items_and_models_are_kept_as_written(tmp_path):
    """A number sign is part of an item's name, and capitals make no other model."""
    write(tmp_path / f"runs/{SAMPLES}", [logged(f"crux #{i}", float(i % 2)) for i in range(4)])
    rows = "ME/Small-1B,b,1,1\nme/small-1b,b,1,1\nme/small-1b,b,2,1\n"
    (tmp_path / "runs/a.csv").write_text(f"model,benchmark,item,score\n{rows}")
    said = keep(tmp_path / "runs")
    assert counted() == (7, 6, 1)
    assert {model.lower() for model, *_ in kept()} == {"me/small-1b"}
    assert sorted(score for *_, score in kept()) == [0, 0, *[10_000] * 4]
    assert "items: a.csv" in said
    assert "1 quarantined: repeats an earlier record" in said


def scored(i, value, epoch=1):
    return {"id": i, "epoch": epoch, "scores": {"match": {"value": value}}}


def test_each_scorer_of_a_log_is_a_metric(tmp_path):
    several = {"match": {"value": "P"}, "judge": {"value": {"style": 0.5, "tone": "warm"}}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(inspect_log([{"id": i, "scores": several} for i in range(2)])))
    samples = read_results(path).results.samples
    assert [(s.metric, s.score, s.problem) for s in samples[:3]] == [
        ("match", 0.5, None),
        ("judge.style", 0.5, None),
        ("judge.tone", None, "score is not a number: warm"),
    ]
    said = keep(path)
    assert counted() == (6, 4, 2)
    assert "exam, by judge.style, where the benchmark is by match" in said


@pytest.mark.fault("imports")
def test_a_log_that_is_unfinished_unscored_or_broken_is_named_and_stops_no_other(tmp_path):
    runs = tmp_path / "runs"
    runs.mkdir()
    archived(inspect_log([scored(0, "C")]), runs / "good.eval")
    archived(inspect_log([scored(0, "C")]), runs / "cut_off.eval", is_finished=False)
    (runs / "failed.json").write_text(json.dumps(inspect_log([scored(0, "C")], status="error")))
    unscored = inspect_log([{"id": 0, "error": {"message": "no answer"}}])
    (runs / "unscored.json").write_text(json.dumps(unscored))
    (runs / "empty.json").write_text(json.dumps(inspect_log([])))
    (runs / "damaged.eval").write_bytes((runs / "good.eval").read_bytes()[:-40])
    (runs / "scrambled.eval").write_bytes(
        (runs / "good.eval").read_bytes().replace(b"(\xb5", b"(\xb6")
    )
    (runs / "broken.json").write_text('{"version": 2, "status"')
    (runs / "notes.txt").write_text("what we did")
    said = keep(runs)
    assert kept() == [("lab/model", "exam", 0, 10_000)]
    records = pl.read_csv(f"imports/mine/{DAY}.csv", infer_schema_length=0)
    reasons = [*records["problem"].drop_nulls(), *(reason for _, reason in quarantined())]
    for reason in (
        "the run's status is started",
        "the run's status is error",
        "the sample has no score: no answer",
        "the log holds no score",
        "the file cannot be read: damaged.eval: not readable as an archive",
        "the file cannot be read: broken.json: not readable as JSON: it ends in the middle",
        "the file cannot be read: scrambled.eval: its member header.json is broken",
    ):
        assert any(each.startswith(reason) for each in reasons), (reason, reasons)
    assert "notes.txt: unknown format" in said
    n_read, n_loaded, _ = counted()
    assert (n_read, n_loaded) == (4, 1)
