"""Where the time of the last build went, from dbt's own record of it.

python benchmarks/build.py    # after llm-reassess build; --fresh makes all fits anew
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from analysis_py.build.outcome import fits
from analysis_py.publishing.versions import DATABASE_NAME
from analysis_py.runtime.project import warehouse_folder


def folder_of(unique_id: str, paths: dict[str, str]) -> str:
    """Return the part of the project that a node belongs to: its folder, or what it is."""
    kind = unique_id.split(".")[0]
    if kind == "model":
        return str(Path(paths[unique_id]).parent)
    return {"test": "dbt tests", "unit_test": "dbt tests", "seed": "seeds"}.get(kind, kind)


def main() -> None:
    """Print the seconds of each part of the build, and of its slowest models."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", type=Path, default=Path("target"), help="dbt's target folder")
    parser.add_argument("--slowest", type=int, default=8, help="how many models to list")
    options = parser.parse_args()
    run = json.loads((options.target / "run_results.json").read_text())
    if run["args"]["which"] != "build":
        parser.error(f"dbt's last command was {run['args']['which']}; run llm-reassess build")
    manifest = json.loads((options.target / "manifest.json").read_text())
    paths = {key: node["original_file_path"] for key, node in manifest["nodes"].items()}
    seconds = {result["unique_id"]: result["execution_time"] for result in run["results"]}

    if (database := warehouse_folder() / DATABASE_NAME).exists():
        print(fits(database))
    folders: dict[str, float] = defaultdict(float)
    for unique_id, time in seconds.items():
        folders[folder_of(unique_id, paths)] += time
    print(f"{run['elapsed_time']:.0f} s from the first node to the last, on two threads\n")
    print("| part | seconds |\n| --- | ---: |")
    for folder, time in sorted(folders.items(), key=lambda item: -item[1]):
        if time >= 0.5:
            print(f"| {folder} | {time:.1f} |")
    print("\n| slowest | seconds |\n| --- | ---: |")
    for unique_id, time in sorted(seconds.items(), key=lambda item: -item[1])[: options.slowest]:
        print(f"| {unique_id.split('.')[-1]} | {time:.1f} |")


if __name__ == "__main__":
    main()
