"""Damaged files of single answers: each record is loaded, in quarantine, or refused with all."""

import json
import tempfile
from pathlib import Path

import pytest
from accidents import damaged
from hypothesis import HealthCheck, given, settings

from analysis_py.imports.contract import ImportProblem, Sample
from analysis_py.imports.files import File
from analysis_py.imports.gathering import gather
from analysis_py.imports.item_storing import StoredItems, store_items

N = 6


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


SAMPLES = [{"doc_id": n, "doc": "q\u2028", "metrics": ["acc"], "acc": n % 2 > 0} for n in range(N)]
INSTANCES = [
    {
        "model_id": "m",
        "evaluation_name": "exam",
        "sample_id": f"i{n}",
        "evaluation": {"score": n % 2},
    }
    for n in range(N)
]
LONG = [("model", "benchmark", "item", "score"), *(("m", "exam", f"i{n}", n % 2) for n in range(N))]
SOUND = {
    "samples_exam_2025-06-01T12-00-00.jsonl": lines(
        *(json.dumps(sample, ensure_ascii=False) for sample in SAMPLES)
    ),
    "instances.jsonl": lines(*map(json.dumps, INSTANCES)),
    "log.json": json.dumps(
        {
            "version": 2,
            "status": "success",
            "eval": {"model": "m", "task": "exam"},
            "samples": [{"id": n, "scores": {"match": {"value": "CI"[n % 2]}}} for n in range(N)],
        }
    ),
    "long.csv": lines(*(",".join(map(str, row)) for row in LONG)),
    "quoted.tsv": lines(*("\t".join(f'"{field}"' for field in row) for row in LONG)),
    "matrix.csv": lines("model,i1,i2,i3", *(f"m{n},{n % 2},1,0" for n in range(N))),
    "turned.csv": lines("item,modelA,modelB,rank", *(f"i{n},{n % 2},1,{n}" for n in range(N))),
}


def kept(path: Path, items_dir: Path) -> StoredItems:
    """Store a file as the command does; what is wrong with all of it is one of its records."""
    found = gather(path)
    samples = found.results.samples or [
        Sample(file_name=each.file_name, row_number=each.row_number, problem=each.problem)
        for each in found.results.scores
    ]
    return store_items(found.tables_of_items, "mine", items_dir, samples)


@pytest.mark.parametrize("name", SOUND)
def test_the_files_that_are_damaged_are_sound_before(tmp_path, name):
    path = tmp_path / name
    path.write_text(SOUND[name], encoding="utf-8")
    found = kept(path, tmp_path / "items")
    assert found.n_read == found.n_loaded == {"matrix.csv": 3, "turned.csv": 2}.get(name, 1) * N


@pytest.mark.long
@pytest.mark.fault("imports")
@settings(max_examples=150, deadline=None, derandomize=True, database=None,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(damaged(SOUND))
def test_no_answer_of_a_damaged_file_vanishes(case):
    """Every line, row or element is a record or more, which is loaded or has its reason."""
    name, content = case
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(content, encoding="utf-8")
        try:
            found = kept(path, Path(folder) / "items")
        except ImportProblem:
            return  # it is refused as a whole, and the message names it
        assert found.n_read == found.n_loaded + sum(n for _, n in found.reasons)
        assert found.n_read >= len(File(path, name).records)
