"""What a build costs as the data grow, and whether all of it gets through.

    python benchmarks/growth.py [--times 1 10 100] [--folder DIR] [--write]

Open LLM v1 is made so many times as long in a project of its own, outside this one, and
`llm-reassess build` does the whole of it: warehouse, tests and report. A copy is of another
uploader, and each of its scores is off by about a point; base families, sizes and architectures
stay as they were. Memory is that of all its processes together, looked at every two seconds; CPU
seconds are theirs too. It ends with 1 where a step failed, and names the step. What was measured
before in DIR is not measured again.

Everything is computed of all evaluations but for this: of a cohort of more than 25,000 complete
ones a sample of so many is laid out and judged as clusters; of more than 10,000 points 5,000 have a
silhouette; bases of additive models are checked on 5,000 rows; pyGAM is asked up to 20,000 rows;
the report's search for models lists 25,000 of a population. The tables say so.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import polars as pl
from build import seconds_by_part

from analysis_py.runtime.project_files import copy, source
from analysis_py.sources.provenance import provenance_path, sha256_of

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "growth.md"
#: The snapshot that is grown, within the data folder.
GROWN = Path("openllm_v1/2024-07-07.csv")
#: Standard deviation of a copy's scores about the original's, in percent.
NOISE = 1.0
SECONDS_BETWEEN_LOOKS = 2.0
#: Steps that take longer than this somewhere have a row of their own.
LONG_SECONDS = 20.0


def main() -> None:
    """Build each size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--folder", type=Path, help="where the projects are laid, and stay")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name} as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as own:
        folder = (options.folder or Path(own)).absolute()
        found = [measure(folder / f"times_{times}", times) for times in options.times]
    table = report(found)
    print(table)
    if options.write:
        given = " ".join(str(times) for times in options.times)
        RESULTS.write_text(
            f"# Growth of the build\n\n{__doc__.split('--write]')[1].strip()}\n\n"
            f"`python benchmarks/growth.py --times {given}`, {os.cpu_count()} cores:\n\n{table}\n",
            encoding="utf-8",
        )
    if any(one["failed"] for one in found):
        raise SystemExit(1)


def grow(project: Path, copies: int) -> int:
    """Make a project's snapshot as many times as long, and return its number of records."""
    path = project / "data" / GROWN
    original = pl.read_csv(path, infer_schema=False)
    scores = [name for name in original.columns if re.fullmatch(r"(?!average).*_pct", name)]
    rng = np.random.default_rng(1)
    with path.open("ab") as file:
        for number in range(1, copies):
            noisy = [
                (pl.col(name).cast(float, strict=False) + rng.normal(0, NOISE, original.height))
                .clip(0, 100)
                .round(2)
                for name in scores
            ]
            changed = original.with_columns(
                pl.mean_horizontal(noisy).round(2).alias("average_pct"),
                pl.col("model_name").str.replace("/", f"_{number}/"),
                *noisy,
            )
            changed.write_csv(file, include_header=False)
    records = original.height * copies
    told = provenance_path(path)
    text = re.sub(r"row_count: .*", f"row_count: {records}", told.read_text(encoding="utf-8"))
    text = re.sub(r"sha256: .*", f"sha256: '{sha256_of(path)}'", text)
    told.write_text(text, encoding="utf-8")
    return records


def measure(project: Path, times: int) -> dict:
    """Build a project with a grown snapshot, and return what it cost."""
    kept = project.with_name(f"{project.name}.json")
    if kept.exists():
        return json.loads(kept.read_text())
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir(parents=True)
    copy(source(), project)
    records = grow(project, times)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LLM_", "DBT_"))}
    environment |= {"DBT_PROFILES_DIR": ".", "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    load, began = os.getloadavg()[0], time.perf_counter()
    with (project / "output.txt").open("w") as output:
        command = [sys.executable, "-m", "analysis_py", "build"]
        process = subprocess.Popen(
            command, cwd=project, env=environment, stdout=output, stderr=output
        )
        memory = Memory(process.pid)
        _, process.returncode, used = os.wait4(process.pid, 0)
    run = json.loads((project / "target/run_results.json").read_text())
    failed = [
        result["unique_id"]
        for result in run["results"]
        if result["status"] not in ("success", "pass", "warn", "skipped", "no-op")
    ]
    if process.returncode and not failed:
        failed = [f"llm-reassess build ended with {process.returncode}"]
    found = {
        "times": times,
        "records": records,
        "seconds": time.perf_counter() - began,
        "CPU": used.ru_utime + used.ru_stime,
        "peak MiB": memory.peak(),
        "load": (load + os.getloadavg()[0]) / 2,
        "database MiB": (project / "target/build.duckdb").stat().st_size / 2**20,
        "failed": failed,
        "steps": {result["unique_id"]: result["execution_time"] for result in run["results"]},
        "parts": seconds_by_part(project / "target"),
    }
    kept.write_text(json.dumps(found))
    return found


class Memory:
    """The memory of a process and of all that it has started, watched until it ends."""

    def __init__(self, pid: int) -> None:
        self.pid, self.largest = pid, 0.0
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def peak(self) -> float:
        """Return the most memory at one time, in MiB, once the process has ended."""
        self.thread.join()
        return self.largest

    def _watch(self) -> None:
        while (own := proportional_kib(self.pid)) is not None:
            others = sum(proportional_kib(pid) or 0 for pid in descendants(self.pid))
            self.largest = max(self.largest, (own + others) / 1024)
            time.sleep(SECONDS_BETWEEN_LOOKS)


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    found = [pid]
    for each in found:
        for path in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(OSError):  # it has ended
                found += map(int, path.read_text().split())
    return found[1:]


def proportional_kib(pid: int) -> int | None:
    """Return the memory of a process, shared pages in equal parts; None where it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return None
    counted = re.search(r"^Pss:\s+(\d+)", text, re.M)
    return int(counted[1]) if counted else None


def report(found: list[dict]) -> str:
    """Return what each part costs at each size, as a table."""
    lines = [
        line("", [f"{one['times']}×" for one in found]),
        "| --- |" + " ---: |" * len(found),
        line("records of the snapshot", [f"{one['records']:,}" for one in found]),
        line("load of the machine", [f"{one['load']:.0f}" for one in found]),
        line("**seconds, all**", [f"{one['seconds']:,.0f}" for one in found]),
        line("**CPU seconds, all**", [f"{one['CPU']:,.0f}" for one in found]),
        line("**peak MiB**", [f"{one['peak MiB']:,.0f}" for one in found]),
        line("build database, MiB", [f"{one['database MiB']:,.0f}" for one in found]),
        line("steps that failed", [", ".join(one["failed"]) or "none" for one in found]),
    ]
    for kind, least in (("parts", 1.0), ("steps", LONG_SECONDS)):
        for name in sorted({name for one in found for name in one[kind]}):
            seconds = [one[kind].get(name, 0.0) for one in found]
            if max(seconds) >= least:
                shown = f"`{name}`, s" if kind == "parts" else f"{name.split('.')[2]}, s"
                lines.append(line(shown, [f"{value:,.1f}" for value in seconds]))
    return "\n".join(lines)


def line(name: str, cells: list[str]) -> str:
    """Return a line of a Markdown table."""
    return f"| {name} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
