"""Where the time of the last build went, and what each of its fits costs when it is made anew.

python benchmarks/build.py                                           # seconds, by dbt's record
OMP_NUM_THREADS=1 python benchmarks/build.py --fits structure/fits   # CPU seconds of these fits
"""

import argparse
import importlib.util
import json
import os
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb


def cpu_seconds(
    node: dict[str, Any], relations: dict[str, str], build: Path, keep: Path | None
) -> float:
    """Run one Python model outside dbt, keep its rows where asked; return processor seconds."""
    spec = importlib.util.spec_from_file_location(node["name"], node["original_file_path"])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with duckdb.connect(str(build), read_only=True) as session:
        dbt = SimpleNamespace(
            ref=lambda name: session.table(relations[name]),
            config=node["config"],
            this=SimpleNamespace(identifier=node["name"]),
        )
        began = time.process_time()
        result = module.model(dbt, session)
        frame = result.pl() if isinstance(result, duckdb.DuckDBPyRelation) else result
        seconds = time.process_time() - began
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(keep / f"{node['name']}.parquet")
    return seconds


def print_table(title: str, seconds: dict[str, float]) -> None:
    """Print seconds, most first."""
    print(f"\n| {title} | seconds |\n| --- | ---: |")
    for name, spent in sorted(seconds.items(), key=lambda one: -one[1]):
        print(f"| {name} | {spent:.1f} |")


def main() -> None:
    """Print the seconds of each part and of the slowest steps, or of each fit made anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", type=Path, default=Path("target"), help="dbt's target folder")
    parser.add_argument("--fits", metavar="FOLDER", help="part of the path of fits to make anew")
    parser.add_argument("--keep", type=Path, help="a folder for what they give, as Parquet")
    options = parser.parse_args()
    nodes = json.loads((options.target / "manifest.json").read_text())["nodes"]
    if options.fits:
        relations = {
            n["name"]: n["relation_name"] for n in nodes.values() if n.get("relation_name")
        }
        found = {}
        with tempfile.TemporaryDirectory() as empty:
            # what other processes spend is not counted, so there are none
            os.environ |= {"LLM_REASSESSMENT_FITS": empty, "LLM_REASSESSMENT_PROCESSES": "1"}
            for node in nodes.values():
                path = node["original_file_path"]
                if "/fits/" in path and node["language"] == "python" and options.fits in path:
                    build = options.target / "build.duckdb"
                    found[node["name"]] = cpu_seconds(node, relations, build, options.keep)
        print_table("fit", found | {"all": sum(found.values())})
        return
    run = json.loads((options.target / "run_results.json").read_text())
    print(f"{run['elapsed_time']:.0f} s from the first node to the last, on two threads")
    parts: Counter[str] = Counter()
    for result in run["results"]:
        kind, name = result["unique_id"].split(".")[0], result["unique_id"]
        part = str(Path(nodes[name]["original_file_path"]).parent) if kind == "model" else kind
        parts[part] += result["execution_time"]
    print_table("part", {part: spent for part, spent in parts.items() if spent >= 0.5})
    slowest = sorted(run["results"], key=lambda result: -result["execution_time"])[:8]
    print_table("slowest", {r["unique_id"].split(".")[2]: r["execution_time"] for r in slowest})


if __name__ == "__main__":
    main()
