"""Where the time of the last build went, from dbt's own record of it.

python benchmarks/build.py            # after llm-reassess build; --fresh makes all fits anew
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path


def seconds_by_part(target: Path) -> dict[str, float]:
    """Return the seconds of the last build by folder of models, and of tests, seeds and hooks."""
    run = json.loads((target / "run_results.json").read_text())
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    parts: dict[str, float] = defaultdict(float)
    for result in run["results"]:
        kind = result["unique_id"].split(".")[0]
        if kind == "model":
            kind = str(Path(nodes[result["unique_id"]]["original_file_path"]).parent)
        parts[kind] += result["execution_time"]
    return dict(parts)


def main() -> None:
    """Print the seconds of each part of the build, and of its slowest models."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", type=Path, default=Path("target"), help="dbt's target folder")
    parser.add_argument("--slowest", type=int, default=8, help="how many models to list")
    options = parser.parse_args()
    run = json.loads((options.target / "run_results.json").read_text())
    if run["args"]["which"] != "build":
        parser.error(f"dbt's last command was {run['args']['which']}; run llm-reassess build")
    print(f"{run['elapsed_time']:.0f} s from the first node to the last, on two threads\n")
    print("| part | seconds |\n| --- | ---: |")
    for part, seconds in sorted(seconds_by_part(options.target).items(), key=lambda one: -one[1]):
        if seconds >= 0.5:
            print(f"| {part} | {seconds:.1f} |")
    print("\n| slowest | seconds |\n| --- | ---: |")
    steps = sorted(run["results"], key=lambda result: -result["execution_time"])
    for result in steps[: options.slowest]:
        print(f"| {result['unique_id'].split('.')[-1]} | {result['execution_time']:.1f} |")


if __name__ == "__main__":
    main()
