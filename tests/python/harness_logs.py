"""Runs as lm-evaluation-harness and Inspect log them: results, and samples beside them."""

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

import pyarrow as pa
from bringing import new_run

#: The metrics of a task by filter, each with what an item scores.
Graded = Mapping[tuple[str, str], Callable[[int], Any]]

#: Tasks as the harness has them since 0.4.
GSM8K = "gsm8k"
ARC = "arc_challenge"
MC2 = "truthfulqa_mc2"


def write_run(
    folder: Path,
    model: str,
    tasks: Mapping[str, tuple[int, Graded]],
    time: str = "2025-06-01T12-00-00.123456",
    limit: int | None = None,
    is_old: bool = False,
) -> Path:
    """Write the results and the samples of a run, and return their folder.

    Parameters
    ----------
    tasks : mapping
        The number of items of each task, and its metrics.
    limit : int, optional
        Items that are asked, of each task.
    is_old : bool
        As before 0.4.6, when a line said neither its metrics nor its filter.
    """
    place = folder / model.replace("/", "__")
    place.mkdir(parents=True, exist_ok=True)
    results: dict[str, dict[str, Any]] = {}
    for task, (n_items, graded) in tasks.items():
        asked = range(min(n_items, limit or n_items))
        lines, results[task] = [], {"alias": task}
        for extraction in dict.fromkeys(extraction for _, extraction in graded):
            metrics = [metric for metric, each in graded if each == extraction]
            for metric in metrics:
                values = [graded[metric, extraction](i) for i in asked]
                results[task][f"{metric},{extraction}"] = sum(values) / len(values)
                results[task][f"{metric}_stderr,{extraction}"] = 0.01
            lines += [
                _line(task, i, extraction, {m: graded[m, extraction](i) for m in metrics}, is_old)
                for i in asked
            ]
        (place / f"samples_{task}_{time}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run = new_run(
        model,
        results,
        {GSM8K: 5, ARC: 25, MC2: 0},
        **{
            "n-samples": {
                task: {"original": n, "effective": min(n, limit or n)}
                for task, (n, _) in tasks.items()
            },
            "higher_is_better": {
                task: {metric: True for metric, _ in graded} for task, (_, graded) in tasks.items()
            },
        },
    )
    run["config"]["limit"] = limit
    (place / f"results_{time}.json").write_text(json.dumps(run))
    return place


def _line(task: str, i: int, extraction: str, scores: dict[str, Any], is_old: bool) -> str:
    digest = sha256(f"{task} {i}".encode()).hexdigest()
    logged = {
        "doc_id": i,
        "doc": {"question": f"{i}\u2028?", "answer": f"#### {i % 2}"},
        "target": str(i % 2),
        "arguments": [[f"Question: {i}", {"until": ["Question:"]}]],
        "resps": [["so 1"]],
        "filtered_resps": ["1"],
    }
    if not is_old:
        logged |= {"filter": extraction, "metrics": list(scores)}
    logged |= {"doc_hash": digest, "prompt_hash": digest, "target_hash": digest}
    # the harness escapes nothing but what JSON must
    return json.dumps(logged | scores, ensure_ascii=False)


def inspect_log(
    samples: Sequence[dict[str, Any]], status: str = "success", **spec: Any
) -> dict[str, Any]:
    """Return a log of Inspect as JSON; its samples have ``scores``."""
    scorers = {name for sample in samples for name in sample.get("scores") or {}}
    scores = [
        {
            "name": name,
            "scorer": name,
            "scored_samples": len(samples),
            "metrics": {
                "accuracy": {"name": "accuracy", "value": 0.5},
                "stderr": {"name": "stderr", "value": 0.1},
            },
        }
        for name in sorted(scorers)
    ]
    return {
        "version": 2,
        "status": status,
        "eval": {
            "created": "2025-06-01T12:00:00+00:00",
            "eval_id": "e1",
            "task": "inspect_evals/exam",
            "model": "lab/model",
            "dataset": {"samples": len(samples), "shuffled": False},
            "packages": {"inspect_ai": "0.3.170"},
        }
        | spec,
        "results": {"completed_samples": len(samples), "scores": scores},
        "samples": list(samples),
    }


def archived(log: dict[str, Any], path: Path, is_finished: bool = True) -> Path:
    """Write a log as an archive whose members are compressed by zstd, as Inspect does now."""
    head = {name: value for name, value in log.items() if name != "samples"}
    members = {"_journal/start.json": {"version": 2, "eval": log["eval"]}}
    for sample in log["samples"]:
        members[f"samples/{sample['id']}_epoch_{sample.get('epoch', 1)}.json"] = sample
    if is_finished:
        members["header.json"] = head
    # zipfile of Python 3.11 writes no zstd, so the archive is written field by field
    packed, directory = b"", b""
    for name, content in members.items():
        text = json.dumps(content).encode()
        data = pa.Codec("zstd").compress(text, asbytes=True)
        # version, flags, method 93, time, date; checksum, sizes; lengths of name and extra field
        fields = struct.pack(
            "<5H3I2H", 63, 0, 93, 0, 33, crc32(text), len(data), len(text), len(name), 0
        )
        directory += b"PK\1\2" + struct.pack("<H", 63) + fields
        directory += struct.pack("<3H2I", 0, 0, 0, 0, len(packed)) + name.encode()
        packed += b"PK\3\4" + fields + name.encode() + data
    end = struct.pack("<4H2IH", 0, 0, len(members), len(members), len(directory), len(packed), 0)
    path.write_bytes(packed + directory + b"PK\5\6" + end)
    return path


def record(score, low=0.0, high=1.0, lower=False, **more) -> dict[str, Any]:
    """Return a result of Every Eval Ever, with the uncertainty that is named."""
    return {
        "evaluation_name": "Exam",
        "metric_config": {
            "metric_id": "accuracy",
            "lower_is_better": lower,
            "min_score": low,
            "max_score": high,
        },
        "score_details": {"score": score} | ({"uncertainty": more} if more else {}),
    }


def every_eval_ever(model: str, *records: dict[str, Any]) -> dict[str, Any]:
    """Return a file of Every Eval Ever."""
    return {
        "schema_version": "0.3.0",
        "evaluation_id": "x",
        "retrieved_timestamp": "1748736000.0",
        "evaluation_timestamp": "1748736000.0",
        "source_metadata": {
            "source_organization_name": "HELM",
            "evaluator_relationship": "third_party",
        },
        "model_info": {
            "id": model,
            "name": model,
            "developer": "lab",
            "additional_details": {"params_billions": "7.2"},
        },
        "evaluation_results": list(records),
    }


def instance(i: int, **evaluation: Any) -> dict[str, Any]:
    """Return an answer to an item as Every Eval Ever has it."""
    return {
        "schema_version": "instance_level_eval_0.2.2",
        "evaluation_id": "run 1",
        "model_id": "me/small",
        "evaluation_name": "Exam",
        "sample_id": str(i),
        "evaluation": evaluation,
    }
