"""Benchmarks of agent skills: the same evaluations with and without the skill, in one file."""

from typing import Any

from analysis_py.runs.formats.contract import Results, Sample, text_of
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import read_grade, whole

FORMAT = "agent skills: benchmark.json with the runs of each configuration"


def recognise(file: File) -> list[str] | None:
    """Return the fields of a run that hold the result of an arm: one, or one per arm."""
    runs = file.json.get("runs") if isinstance(file.json, dict) else None
    if not isinstance(runs, list) or not all(isinstance(x, dict) and "eval_id" in x for x in runs):
        return None
    arms = (name for run in runs for name, value in run.items() if _is_result(value))
    return list(dict.fromkeys(arms)) or None


def read(file: File, arms: list[str]) -> Results:
    """Return a sample per run and arm; the arm, such as with_skill, stands for the model."""
    results = Results()
    task = text_of((file.json.get("metadata") or {}).get("skill_name")) or "evaluations"
    for n, run in enumerate(file.json["runs"], start=1):
        for arm in arms:
            result = run.get(arm)
            score, problem = read_grade(result.get("pass_rate") if _is_result(result) else None)
            results.samples.append(
                Sample(
                    model_name=text_of(run.get("configuration", arm)),
                    benchmark=task,
                    item_id=text_of(run["eval_id"]),
                    metric="pass_rate",
                    score=score,
                    epoch=whole(run.get("run_number")) or 1 + (whole(run.get("run_index")) or 0),
                    harness="skills",
                    problem=problem,
                    **file.place(n),
                )
            )
    return results


def _is_result(value: Any) -> bool:
    return isinstance(value, dict) and "pass_rate" in value
