"""What a build costs as the data grow, and whether all of it gets through.

    python benchmarks/growth.py [--times 1 10 100] [--folder DIR] [--write]

Open LLM v1 is made so many times as long (`growing.py`) in a project of its own, outside this one,
and `llm-reassess build` does the whole of it: warehouse, tests and report. Memory is that of all
its processes together, looked at every two seconds; CPU seconds are theirs too. It ends with 1
where a step failed, and names the step. What was measured before in DIR is not measured again.

Everything is computed of all evaluations but for this: of a cohort of more than 25,000 complete
ones a sample of so many is laid out and judged as clusters; of more than 10,000 points 5,000 have a
silhouette; bases of additive models are checked on 5,000 rows; pyGAM is asked up to 20,000 rows;
the report's search for models lists 25,000 of a population. The tables say so.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

from build import folder_of
from growing import grow

from analysis_py.runtime.project_files import copy, source

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "growth.md"
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
        found = [measured(folder / f"times_{times}", times) for times in options.times]
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


def measured(project: Path, times: int) -> dict:
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
    manifest = json.loads((project / "target/manifest.json").read_text())
    found = {
        "times": times,
        "records": records,
        "seconds": time.perf_counter() - began,
        "CPU": used.ru_utime + used.ru_stime,
        "peak MiB": memory.peak(),
        "load": (load + os.getloadavg()[0]) / 2,
        "database MiB": (project / "target/build.duckdb").stat().st_size / 2**20,
        "ended": process.returncode,
        "failed": [
            result["unique_id"]
            for result in run["results"]
            if result["status"] not in ("success", "pass", "warn", "skipped", "no-op")
        ],
        "steps": {result["unique_id"]: result["execution_time"] for result in run["results"]},
        "paths": {key: node["original_file_path"] for key, node in manifest["nodes"].items()},
    }
    if process.returncode and not found["failed"]:
        found["failed"] = [f"llm-reassess build ended with {process.returncode}"]
    kept.write_text(json.dumps(found))
    return found


class Memory:
    """Looks at the memory of a process and of all that it has started, until it ends."""

    def __init__(self, pid: int) -> None:
        self.pid, self.largest = pid, 0.0
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def peak(self) -> float:
        """Return the most memory at one time, in MiB, once the process has ended."""
        self.thread.join()
        return self.largest

    def _watch(self) -> None:
        while (now := self._now()) is not None:
            self.largest = max(self.largest, now)
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _now(self) -> float | None:
        """Return the memory in MiB, shared pages in equal parts; None where the process is gone."""
        children = defaultdict(list)
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children[int(fields[1])].append(int(stat.parent.name))
        family = [self.pid]
        for pid in family:
            family += children[pid]
        held = [_proportional_kib(pid) for pid in family]
        return None if held[0] is None else sum(kib or 0 for kib in held) / 1024


def _proportional_kib(pid: int) -> int | None:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), None)


def report(found: list[dict]) -> str:
    """Return what each part costs at each size, as a table."""
    lines = [
        "| | " + " | ".join(f"{one['times']}×" for one in found) + " |",
        "| --- |" + " ---: |" * len(found),
        _line("records of the snapshot", [f"{one['records']:,}" for one in found]),
        _line("load of the machine", [f"{one['load']:.0f}" for one in found]),
        _line("**seconds, all**", [f"{one['seconds']:,.0f}" for one in found]),
        _line("**CPU seconds, all**", [f"{one['CPU']:,.0f}" for one in found]),
        _line("**peak MiB**", [f"{one['peak MiB']:,.0f}" for one in found]),
        _line("build database, MiB", [f"{one['database MiB']:,.0f}" for one in found]),
        _line("steps that failed", [_last_names(one["failed"]) for one in found]),
    ]
    parts = [_by_part(one) for one in found]
    for name in sorted({name for part in parts for name in part}):
        if max(part.get(name, 0.0) for part in parts) >= 1.0:
            lines.append(_line(f"`{name}`, s", [f"{part.get(name, 0.0):,.1f}" for part in parts]))
    longest = defaultdict(float)
    for one in found:
        for key, seconds in one["steps"].items():
            longest[key] = max(longest[key], seconds)
    for key in sorted(longest, key=longest.__getitem__, reverse=True):
        if longest[key] >= LONG_SECONDS:
            shown = [f"{one['steps'].get(key, 0.0):,.1f}" for one in found]
            lines.append(_line(f"{key.split('.')[2]}, s", shown))
    return "\n".join(lines)


def _by_part(one: dict) -> dict[str, float]:
    parts: dict[str, float] = defaultdict(float)
    for key, seconds in one["steps"].items():
        parts[folder_of(key, one["paths"])] += seconds
    return parts


def _last_names(keys: list[str]) -> str:
    return ", ".join(key.split(".")[2] if key.count(".") > 1 else key for key in keys) or "none"


def _line(name: str, cells: list[str]) -> str:
    return f"| {name} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
