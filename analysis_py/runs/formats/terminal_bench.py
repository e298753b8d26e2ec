"""Terminal-Bench's results: a trial of an agent per task; the runs of an agent are repeats."""

import re
from pathlib import Path
from typing import Any

from analysis_py.runs.formats.contract import Results, Sample, text_of
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.objects import read_json

FORMAT = "Terminal-Bench: results.json of each run, beside run_metadata.json"

_FIELDS = {"task_id", "is_resolved", "failure_mode"}
#: Number of a trial of a task in its run, and more than any run has.
_TRIAL = re.compile(r"\.(\d+)-of-\d+")
_MOST_TRIALS = 10_000


def recognise(file: File) -> list[Any] | None:
    """Return the trials of a run."""
    trials = file.json.get("results") if isinstance(file.json, dict) else None
    return trials if isinstance(trials, list) and trials and all(map(_is_trial, trials)) else None


def read(file: File, trials: list[Any]) -> Results:
    """Return a sample per trial; runs are repeats only if their metadata name one agent."""
    run = file.path.parent
    agent = _read_agent(run)
    n_before = sum(each.parent < run for each in run.parent.glob("*/results.json"))
    results = Results()
    for n, trial in enumerate(trials, start=1):
        is_graded = isinstance(trial["is_resolved"], bool)
        number = _TRIAL.search(str(trial.get("trial_name")))
        results.samples.append(
            Sample(
                model_name=agent,
                benchmark="terminal_bench",
                item_id=text_of(trial["task_id"]),
                metric="is_resolved",
                score=float(trial["is_resolved"]) if is_graded else None,
                run=None if agent else run.name,
                epoch=n_before * _MOST_TRIALS + int(number[1] if number else 1),
                harness="terminal_bench",
                ungraded="failed",
                problem=None if is_graded else f"the trial failed: {trial['failure_mode']}",
                **file.place(n),
            )
        )
    return results


def _is_trial(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() >= _FIELDS


def _read_agent(run: Path) -> str | None:
    """Return the agent and its model by the run's metadata, if they lie beside."""
    path = run / "run_metadata.json"
    facts = read_json(path.read_text("utf-8")) if path.is_file() else {}
    return " ".join(filter(None, (facts.get("agent_name"), facts.get("model_name")))) or None
