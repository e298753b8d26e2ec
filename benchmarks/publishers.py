"""What two builds leave that publish into one warehouse, started at every offset.

    python benchmarks/publishers.py [--rounds 100] [--write]

Two processes publish made-up tables into one folder, again and again, the second a little later
than the first each time: from at once to after the first has ended. Each round must end with one
whole file, of the last build that said it had published, and the Parquet files of the same build;
a build that cannot publish must say so.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "python"))

from made_up import numbers_in, publish_number  # noqa: E402  a helper of the tests

from analysis_py.publishing.publishing import PublishingError  # noqa: E402  after the path is set

#: The last offset but one, as a multiple of the seconds that one build takes.
LONGEST_OFFSET = 1.5
RESULTS = ROOT / "benchmarks" / "results" / "publishers.md"


def main() -> None:
    """Run the rounds and print what they ended with."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name} as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = report(Path(folder) / "warehouse", options.rounds)
    print(table)
    if options.write:
        command = f"python benchmarks/publishers.py --rounds {options.rounds}"
        RESULTS.write_text(
            f"# Two builds into one warehouse\n\n{__doc__.split('--write]')[1].strip()}\n\n"
            f"`{command}` on made-up tables:\n\n{table}\n",
            encoding="utf-8",
        )


def report(warehouse: Path, n_rounds: int) -> str:
    """Return what the rounds ended with, as a table."""
    start = time.perf_counter()
    publish_number(warehouse, 0)
    seconds = time.perf_counter() - start
    offsets = [LONGEST_OFFSET * seconds * i / max(1, n_rounds - 2) for i in range(n_rounds - 1)]
    context = multiprocessing.get_context("spawn")
    barrier, other_ended = context.Barrier(3), context.Event()
    pipes, builders = [], []
    for number in (1, 2):
        ours, theirs = context.Pipe()
        # however slow the machine is, the last round is of one after the other
        delays = [*offsets, None] if number == 2 else [0.0] * n_rounds
        arguments = (warehouse, number, delays, barrier, other_ended, theirs)
        builders.append(context.Process(target=builds, args=arguments, daemon=True))
        builders[-1].start()
        pipes.append(ours)
    n_whole = n_published = n_refused = 0
    for _ in range(n_rounds):
        barrier.wait(timeout=60)
        ends = [pipe.recv() for pipe in pipes]
        done = [end for end in ends if end is not None]
        n_published += len(done)
        n_refused += len(ends) - len(done)
        last = max(done)[1] % 100 if done else None
        expected = {max(done)[1]} if done else None
        n_whole += last in (1, 2) and numbers_in(warehouse) == (expected, expected)
    for builder in builders:
        builder.join(timeout=60)
    rows = {
        "rounds": n_rounds,
        "ended with one whole file": n_whole,
        "builds that published": n_published,
        "builds that were refused": n_refused,
    }
    lines = "\n".join(f"| {name} | {count} |" for name, count in rows.items())
    return f"| what | times |\n| --- | ---: |\n{lines}"


def builds(
    warehouse: Path,
    number: int,
    delays: list[float | None],
    barrier: Barrier,
    other_ended: Event,
    pipe: Connection,
) -> None:
    """Publish once per round; tell when and what number, or None where it was refused.

    ``delays`` are seconds to wait before each; None waits until the other has done all of its own.
    """
    for i, delay in enumerate(delays, start=1):
        barrier.wait(timeout=60)
        if delay is None:
            other_ended.wait(timeout=60)
        else:
            time.sleep(delay)
        try:
            publish_number(warehouse, 100 * i + number)
        except PublishingError:
            pipe.send(None)
        else:
            pipe.send((time.monotonic(), 100 * i + number))
    other_ended.set()


if __name__ == "__main__":
    main()
