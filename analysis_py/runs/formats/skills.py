"""Benchmarks of agent skills: the same evaluations with and without the skill, in one file."""

from typing import Any

from analysis_py.runs.formats.contract import Results, Sample, text_of
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import read_grade, whole

FORMAT = "agent skills: benchmark.json with the runs of each configuration"

_FIELDS = {"eval_id", "configuration", "result"}


def recognise(file: File) -> list[dict[str, Any]] | None:
    """Return the runs."""
    runs = file.json.get("runs") if isinstance(file.json, dict) else None
    return runs if isinstance(runs, list) and runs and all(map(_is_run, runs)) else None


def read(file: File, runs: list[dict[str, Any]]) -> Results:
    """Return a sample per run; the configuration, such as with_skill, stands for the model."""
    found = Results()
    task = text_of((file.json.get("metadata") or {}).get("skill_name")) or "evaluations"
    for n, run in enumerate(runs, start=1):
        score, problem = read_grade(run["result"].get("pass_rate"))
        found.samples.append(
            Sample(
                model_name=text_of(run["configuration"]),
                benchmark=task,
                item_id=text_of(run["eval_id"]),
                metric="pass_rate",
                score=score,
                file_name=file.shown,
                row_number=n,
                epoch=whole(run.get("run_number")) or 1,
                harness="skills",
                problem=problem,
            )
        )
    return found


def _is_run(value: Any) -> bool:
    is_run = isinstance(value, dict) and value.keys() >= _FIELDS
    return is_run and isinstance(value["result"], dict)
