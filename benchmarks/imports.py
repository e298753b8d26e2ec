"""How long imports take: 1,000 results files of a harness, and a table of 100,000 evaluations.

Run from the project's folder: ``python benchmarks/imports.py``. It writes into a temporary folder,
and for the last line into ``target/only``, and prints seconds and the largest memory that a process
needed.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILES, TASKS = 1_000, 70
MODELS, BENCHMARKS = 100_000, 6


def results_files(folder: Path) -> None:
    """Write a results file per model, each of 70 tasks with two metrics and their errors."""
    draw = random.Random(1)
    for n in range(FILES):
        results = {}
        for task in range(TASKS):
            share = draw.random()
            error = (share * (1 - share) / 999) ** 0.5
            results[f"task_{task}"] = {
                "alias": f"task_{task}",
                "acc,none": share,
                "acc_stderr,none": error,
                "acc_norm,none": share,
                "acc_norm_stderr,none": error,
            }
        run = {
            "results": results,
            "versions": {},
            "configs": {task: {"task": task, "description": "x" * 300} for task in results},
            "config": {"model": "hf", "model_args": f"pretrained=lab/model-{n}-7b,dtype=bfloat16"},
            "n-shot": dict.fromkeys(results, 5),
            "date": 1748736000.0 + n,
            "lm_eval_version": "0.4.9",
        }
        path = folder / f"lab__model-{n}-7b" / "results_2025-06-01T00-00-00.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(run))


def table(folder: Path) -> None:
    """Write a wide table."""
    draw = random.Random(2)
    header = ",".join(["model", "params_b", *(f"Exam {n}" for n in range(BENCHMARKS))])
    rows = (
        ",".join(
            [f"lab/model-{n}", f"{draw.uniform(0.1, 400):.2f}"]
            + [f"{draw.uniform(0, 100):.2f}" for _ in range(BENCHMARKS)]
        )
        for n in range(MODELS)
    )
    (folder / "table.csv").write_text("\n".join([header, *rows]))


def measured(imports: Path, *words: str | Path) -> tuple[float, float]:
    """Run a command and return the seconds and the largest memory in MB that it took."""
    before = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "analysis_py", *words],
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"LLM_REASSESSMENT_IMPORTS": str(imports)},
    )
    seconds = time.perf_counter() - before
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measure both."""
    for name, write, what in (
        ("files", results_files, f"{FILES:,} results files, {FILES * TASKS * 2:,} records"),
        ("table", table, f"{MODELS:,} evaluations, {MODELS * BENCHMARKS:,} records"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            given = Path(folder) / name
            given.mkdir()
            write(given)
            imports = Path(folder) / "imports"
            seconds, memory = measured(imports, "import", given, "--name", "measured")
            # of children so far: the table needs more than the files do, and a build more than both
            print(f"{what}: {seconds:.1f} s, {memory:,.0f} MB", flush=True)
            if name == "table":
                seconds, memory = measured(imports, "build", "--only", "measured")
                print(f"the same against the boards: {seconds:.1f} s, {memory:,.0f} MB")


if __name__ == "__main__":
    main()
