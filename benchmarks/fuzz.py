"""What becomes of thousands of files that have met with accidents.

    python benchmarks/fuzz.py [--inputs 5000] [--seed 1] [--only READER …] [--write]

Sound files of every kind that people give to the project are spoilt at random: bits flip, bytes
go and come twice, lines and fields change places, quotes, NUL bytes, commands and numbers that are
none are put in, files end early or come in another encoding. A reader must refuse each with a
sentence, or read it with every record loaded or in quarantine and every letter and digit in some
record. Files of facts that are read go through the models too, whose accounts must add up. Anything
else is counted as lost, shown with the bytes that did it, and ends the command with 1.
"""

import argparse
import os
import random
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "python")]

import any_bytes  # noqa: E402  a helper of the tests
from accidents import mutated  # noqa: E402
from any_bytes import READERS, Outcome  # noqa: E402
from board_chain import empty_chain  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "fuzz.md"
#: Files of facts that go through the models at a time.
BATCH = 60
_COLUMNS = ("tried", "refused", "read", "records", "loaded", "quarantined", "lost")
_HEAD = f"| reader | {' | '.join(_COLUMNS)} |\n| --- |{' ---: |' * len(_COLUMNS)}"


def main() -> int:
    """Spoil files, read them, and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=READERS, default=list(READERS))
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name} as well")
    options = parser.parse_args()
    table, shares = {}, sum(reader.share for reader in READERS.values())
    for name in options.only:
        share = READERS[name].share / shares
        with working_folder() as folder:
            counts = tried(name, max(1, round(share * options.inputs)), options.seed, folder)
        table[name] = counts
        print(f"{name}: {counts}", flush=True)
    if options.only == list(READERS):
        table["all"] = {column: sum(row[column] for row in table.values()) for column in _COLUMNS}
    lines = [
        f"| {name} | {' | '.join(f'{row[column]:,}' for column in _COLUMNS)} |"
        for name, row in table.items()
    ]
    text = "\n".join([_HEAD, *lines])
    print(text)
    if options.write:
        command = f"python benchmarks/fuzz.py --inputs {options.inputs} --seed {options.seed}"
        what = __doc__.split("--write]")[1].strip()
        RESULTS.write_text(
            f"# Spoilt files\n\n{what}\n\n`{command}`:\n\n{text}\n", encoding="utf-8"
        )
    return int(any(row["lost"] for row in table.values()))


@contextmanager
def working_folder() -> Iterator[Path]:
    """Work in a folder with the project's seeds, which is removed afterwards."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        any_bytes.project_in(Path(name))
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)


def tried(name: str, n: int, seed: int, folder: Path) -> dict[str, int]:
    """Read ``n`` spoilt files and count what became of them."""
    reader = READERS[name]
    draw = random.Random(f"{name} {seed}")
    counts = dict.fromkeys(_COLUMNS, 0)
    kept: list[bytes] = []
    for _ in range(n):
        content = mutated(draw, draw.choice(reader.sound))
        counts["tried"] += 1
        try:
            outcome = reader.read(folder, content)
        except Exception:
            counts["lost"] += 1
            print(f"{traceback.format_exc()}of {content!r}", file=sys.stderr)
            continue
        if outcome.refusal is not None:
            counts["refused"] += 1
        else:
            kept.append(content)
            add(counts, outcome)
    if reader.read is any_bytes.facts:
        through_the_models(kept, counts)
    return counts


def add(counts: dict[str, int], outcome: Outcome) -> None:
    """Count a file that was read."""
    counts["read"] += 1
    counts["records"] += outcome.n_read
    counts["loaded"] += outcome.n_loaded
    counts["quarantined"] += outcome.n_quarantined


def through_the_models(contents: list[bytes], counts: dict[str, int]) -> None:
    """Put files of facts through the models, and take the accounts that these give."""
    n_records = counts["records"]
    counts |= dict.fromkeys(("read", "records", "loaded", "quarantined"), 0)
    for start in range(0, len(contents), BATCH):
        with tempfile.TemporaryDirectory() as name:
            chain = empty_chain(Path(name))
            for number, content in enumerate(contents[start : start + BATCH]):
                any_bytes.facts(chain.folder, content, f"board_{number}")
            for row in chain.table("row_accounting").to_dicts():
                if row["source"].startswith("board_"):
                    add(counts, Outcome(None, row["n_read"], row["n_loaded"]))
                    counts["lost"] += row["n_expected"] - row["n_loaded"] - row["n_quarantined"]
    counts["lost"] += abs(n_records - counts["records"])


if __name__ == "__main__":
    sys.exit(main())
