"""What two dbt builds leave that publish into one warehouse, started at every offset.

    python benchmarks/two_builds.py [--rounds 100] [--write]

Two builds of a small project, each a process with a build database of its own, publish into one
warehouse, the second a little later than the first each time: from at once to after the first has
ended. The offsets are drawn at random from a seed, one in each of as many equal parts of that time
as there are rounds, in a random order. Each round must end with one whole file: every table and
every Parquet file of one build, which is a build that said it had published; a build that could not
must have said so and ended with another code. `publishers.py` does the same without dbt, at finer
offsets.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "python")]

from small_project import SmallProject, make  # noqa: E402  a helper of the tests

from analysis_py.publishing import manifests, versions  # noqa: E402  after the path is set

#: The last offset, as a multiple of the seconds that one build takes.
LONGEST_OFFSET = 1.2
SEED = 20240707
RESULTS = ROOT / "benchmarks" / "results" / "two_builds.md"
_TABLES = {"marts.fct_numbers": "max(score) - 990", "quality.quality_gate": "max(largest) - 990"}


def main() -> int:
    """Run the rounds, print what they ended with, and return 1 if any was not whole."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name} as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = rounds(Path(folder), options.rounds)
    lines = "\n".join(f"| {name} | {count} |" for name, count in counts.items())
    table = f"| what | times |\n| --- | ---: |\n{lines}"
    print(table)
    if options.write:
        command = f"python benchmarks/two_builds.py --rounds {options.rounds}"
        what = __doc__.split("--write]")[1].strip()
        text = f"# Two dbt builds into one warehouse\n\n{what}\n\n`{command}`:\n\n{table}\n"
        RESULTS.write_text(text, encoding="utf-8")
    return int(counts["ended with one whole file"] != options.rounds)


def rounds(folder: Path, n_rounds: int) -> dict[str, int]:
    """Start two builds ``n_rounds`` times and count how it ended."""
    project = make(ROOT, folder / "project")
    warehouse = folder / "warehouse"
    first, second = (
        project.at(_made(folder / name), LLM_REASSESSMENT_WAREHOUSE=str(warehouse))
        for name in ("first", "second")
    )
    start = time.perf_counter()
    code, output = first.dbt()
    if code != 0:
        raise RuntimeError(output)
    seconds = time.perf_counter() - start
    n_whole = n_published = n_refused = 0
    for number, share in enumerate(_shares(n_rounds)):
        offset = LONGEST_OFFSET * seconds * share
        shifts = (2 * number + 1, 2 * number + 2)
        ends = _both(first, second, shifts, offset)
        said = {shift for shift, (_, output) in ends.items() if "Published 2 tables" in output}
        agree = all((code == 0) == (shift in said) for shift, (code, _) in ends.items())
        n_published += len(said)
        n_refused += len(ends) - len(said)
        found = numbers_in(warehouse)
        folder_now = versions.current_version(warehouse)
        is_whole = (
            len(found) == 1 and found <= said and folder_now and not manifests.problems(folder_now)
        )
        n_whole += bool(is_whole and agree)
        print(f"after {offset:5.2f} s: {found}, said {said}", file=sys.stderr, flush=True)
    return {
        "rounds": n_rounds,
        "ended with one whole file": n_whole,
        "builds that published": n_published,
        "builds that were refused": n_refused,
    }


def _shares(n_rounds: int) -> list[float]:
    """Return a number between 0 and 1 for each round, spread evenly but for chance."""
    chance = random.Random(SEED)
    shares = [(number + chance.random()) / n_rounds for number in range(n_rounds)]
    chance.shuffle(shares)
    return shares


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _both(
    first: SmallProject, second: SmallProject, shifts: tuple[int, int], offset: float
) -> dict[int, tuple[int, str]]:
    """Run two builds, the second later, and return the code and the output of each."""
    started: list[subprocess.Popen[str]] = []
    for place, shift in zip((first, second), shifts, strict=True):
        started.append(place.start("--vars", json.dumps({"shift": shift})))
        if place is first:
            time.sleep(offset)
    outputs = [process.communicate(timeout=600)[0] for process in started]
    return {
        shift: (process.returncode, output)
        for shift, process, output in zip(shifts, started, outputs, strict=True)
    }


def numbers_in(warehouse: Path) -> set[int]:
    """Return by how much the scores of every table and Parquet file are shifted: one number."""
    with duckdb.connect(str(warehouse / versions.DATABASE_NAME), read_only=True) as published:
        found = {
            published.sql(f"select {shift} from {source}").fetchall()[0][0]
            for table, shift in _TABLES.items()
            for source in (table, f"'{warehouse}/parquet/{table.replace('.', '/')}.parquet'")
        }
    return {int(number) for number in found}


if __name__ == "__main__":
    sys.exit(main())
