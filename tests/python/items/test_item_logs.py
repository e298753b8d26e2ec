"""Logs of single answers, brought in by ``llm-reassess items``."""

import json

import duckdb
import polars as pl
import pytest

from analysis_py.cli.errors import CommandError
from analysis_py.cli.items import keep
from analysis_py.imports import inspect_logs
from analysis_py.imports.contract import Results, Sample
from analysis_py.imports.item_files import ItemsError
from analysis_py.imports.item_logs import read_logs


@pytest.fixture(autouse=True)
def at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLM_REASSESSMENT_IMPORTS", str(tmp_path / "imports"))


def lines(path, objects):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(map(json.dumps, objects)))
    return path


def kept(columns="model_name, benchmark_id, item_key, score"):
    return duckdb.sql(
        f"select {columns} from 'imports/items/mine/results/*/*.parquet' "
        "join 'imports/items/mine/models.parquet' using (evaluation_id) order by all"
    ).fetchall()


def test_samples_of_the_harness(tmp_path):
    samples = [{"doc_id": i, "acc": i % 2, "metrics": ["acc"]} for i in range(4)]
    lines(tmp_path / "runs/me__small-1b/samples_arc_2024-06-01T10-00-00.jsonl", samples)
    keep([tmp_path / "runs"], "mine")
    assert kept() == [("me/small-1b", "arc", i, 10_000 * (i % 2)) for i in range(4)]


def test_instances_of_every_eval_ever(tmp_path, capsys):
    instances = [
        {
            "schema_version": "instance_level_eval_0.2.2",
            "model_id": "me/small",
            "evaluation_name": "GSM8K",
            "sample_id": str(i),
            "evaluation": evaluation,
        }
        for i, evaluation in enumerate(
            [{"score": 1.0, "is_correct": True}, {"is_correct": False}, {"score": None}]
        )
    ]
    keep([lines(tmp_path / "a.jsonl", instances)], "mine")
    assert kept() == [("me/small", "gsm8k", 0, 10_000), ("me/small", "gsm8k", 1, 0)]
    assert "1: score is missing" in capsys.readouterr().out


def test_a_second_answer_to_an_item_is_a_run(tmp_path, monkeypatch):
    """Inspect's adapter numbers epochs behind the item; the mean of an item's runs is kept."""
    answers = [("7", 1.0), ("7 #2", 0.0), ("8", 1.0)]
    samples = [
        Sample(
            model_name="me/small",
            benchmark="gsm8k",
            item_id=item,
            metric="match",
            score=score,
            file_name="a.eval",
        )
        for item, score in answers
    ]
    (tmp_path / "a.eval").write_bytes(b"")
    monkeypatch.setattr(inspect_logs, "read", lambda file: Results(samples=samples))
    keep([tmp_path / "a.eval"], "mine")
    assert kept() == [("me/small", "gsm8k", 7, 5_000), ("me/small", "gsm8k", 8, 10_000)]


def test_a_folder_without_answers_is_refused(tmp_path):
    lines(tmp_path / "runs/other.jsonl", [{"a": 1, "b": 2}])
    with pytest.raises(ItemsError, match="holds no single answers"):
        read_logs(tmp_path / "runs")


def test_names_in_other_capitals_are_one_model_and_its_repeats_are_counted(tmp_path, capsys):
    pl.DataFrame(
        {
            "model": ["Lab/Model", "lab/model", "lab/model"],
            "benchmark": "b",
            "item": ["1", "1", "2"],
            "score": [1, 0, 1],
        }
    ).write_csv(tmp_path / "a.csv")
    keep([tmp_path / "a.csv"], "mine")
    assert kept() == [("Lab/Model", "b", 1, 10_000), ("Lab/Model", "b", 2, 10_000)]
    assert "1: repeats an earlier record" in capsys.readouterr().out


def test_two_names_with_the_same_answers_are_told(tmp_path, capsys):
    answers = [
        (m, "b", str(i), (i * i) % 3 % 2) for m in ("one", "two", "three") for i in range(60)
    ]
    answers[-1] = ("three", "b", "59", 0)
    pl.DataFrame(answers, schema=["model", "benchmark", "item", "score"], orient="row").write_csv(
        tmp_path / "a.csv"
    )
    keep([tmp_path / "a.csv"], "mine")
    said = capsys.readouterr().out
    assert "one and two have the same 60 answers" in said
    assert "three" not in said


def test_an_unknown_kind_of_file_is_refused(tmp_path):
    (tmp_path / "a.docx").write_text("no")
    with pytest.raises((ItemsError, CommandError), match="neither"):
        keep([tmp_path / "a.docx"], "mine")
