"""Processor seconds of every fit made anew on the rows of the last build, each by itself.

OMP_NUM_THREADS=1 python benchmarks/fits.py                     # after llm-reassess build
OMP_NUM_THREADS=1 python benchmarks/fits.py --folder structure  # the fits of one family
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import polars as pl


def cpu_seconds(
    node: dict[str, Any], relations: dict[str, str], build: Path
) -> tuple[float, pl.DataFrame]:
    """Run one Python model outside dbt; return its processor seconds and what it gives."""
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
        result = result.pl() if isinstance(result, duckdb.DuckDBPyRelation) else result
        return time.process_time() - began, result


def main() -> None:
    """Print the processor seconds of each fit, most first, and their sum."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", type=Path, default=Path("target"), help="dbt's target folder")
    parser.add_argument("--folder", default="", help="part of the path of the fits to run")
    parser.add_argument("--keep", type=Path, help="a folder for what they give, as Parquet")
    options = parser.parse_args()
    nodes = json.loads((options.target / "manifest.json").read_text())["nodes"].values()
    relations = {node["name"]: node["relation_name"] for node in nodes if node.get("relation_name")}
    found = {}
    with tempfile.TemporaryDirectory() as empty:
        # what other processes spend is not counted, so there are none
        os.environ |= {"LLM_REASSESSMENT_FITS": empty, "LLM_REASSESSMENT_PROCESSES": "1"}
        for node in nodes:
            path = node["original_file_path"]
            if "/fits/" in path and node["language"] == "python" and options.folder in path:
                found[node["name"]], frame = cpu_seconds(
                    node, relations, options.target / "build.duckdb"
                )
                print(f"{node['name']} {found[node['name']]:.1f}", file=sys.stderr)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    frame.write_parquet(options.keep / f"{node['name']}.parquet")
    print("| fit | CPU seconds |\n| --- | ---: |")
    for name, seconds in sorted(found.items(), key=lambda one: -one[1]):
        print(f"| {name} | {seconds:.1f} |")
    print(f"| all | {sum(found.values()):.1f} |")


if __name__ == "__main__":
    main()
