"""What becomes of thousands of files that have met with accidents.

    python benchmarks/fuzz.py [--inputs 5000] [--seed 1] [--write]

Sound files of every kind that hold records are spoilt at random: bits flip, bytes go and come
twice, lines and fields change places, quotes, NUL bytes, commands and invalid numbers are put
in, files end early or come in another encoding. A reader must refuse each with a sentence, or read
it with every record loaded or in quarantine, and every letter and digit of files of facts and of
claims in some record. Files of facts that are read go through the models too, whose accounts must
add up. Anything else is counted as lost, shown with the bytes that did it, and ends the command
with 1.
"""

import argparse
import gzip
import json
import os
import random
import re
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "python")]

from bringing import WORDS, empty_chain, usable  # noqa: E402  helpers of the tests

from analysis_py.imports import importing  # noqa: E402
from analysis_py.imports.item_storing import store_items  # noqa: E402
from analysis_py.runs.formats.contract import ImportProblem, UnreadableFile  # noqa: E402
from analysis_py.runs.formats.files import File  # noqa: E402
from analysis_py.runs.formats.items import layout_of  # noqa: E402
from analysis_py.sources.boards import check_board_file  # noqa: E402
from analysis_py.sources.csv_files import SnapshotError  # noqa: E402
from analysis_py.sources.hand_files import read_lines  # noqa: E402
from analysis_py.sources.provenance import write_provenance  # noqa: E402
from analysis_py.sources.snapshots import record_rows  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "fuzz.md"
DAY = date(2025, 6, 1)
CLAIM_COLUMNS = [
    *("claim_id", "section", "topic", "statement", "method", "benchmark"),
    *("group_a", "group_b", "statistic", "expected", "threshold"),
]
_COLUMNS = ("tried", "refused", "read", "records", "loaded", "quarantined", "lost")
_HEAD = f"| reader | {' | '.join(_COLUMNS)} |\n| --- |{' ---: |' * len(_COLUMNS)}"

#: What breaks readers, as people and machines write it.
TOKENS = (
    b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf",
    b"\x1b[2J", "\u202e".encode(), "\u2028".encode(), "１２".encode(), b"nan", b"inf", b"-0",
    b"1e999", b"1,5", b"9" * 40, b"null", b"true", b"=HYPERLINK(1)", b"<script>", b"{{ 1 }}",
    b"../../x", b"--", b"/*", b"(", b")", b"[", b"]", b"{", b"}", b":", b"|", b"\\", b"#", b"%",
    b"x" * 3000,
)  # fmt: skip


def mutated(draw: random.Random, sound: bytes) -> bytes:
    """Return bytes that were sound, after one to six accidents, most of them below the header."""
    header, _, content = sound.partition(b"\n") if draw.random() < 0.7 else (b"", b"", sound)
    for _ in range(draw.randint(1, 6)):
        # a file that ends, or is of another kind, leaves little to read, so these are rare
        content = draw.choice([_spliced, _swapped] * 8 + [_ended, _recoded])(draw, content)
    return header + b"\n" + content if header else content


def _spliced(draw: random.Random, content: bytes) -> bytes:
    start = draw.randrange(len(content) + 1)
    end = min(len(content), start + draw.choice([0, 1, draw.randint(0, 12), draw.randint(0, 200)]))
    span = content[start:end]
    flipped = bytes([span[0] ^ 1 << draw.randrange(8)]) + span[1:] if span else b""
    return (
        content[:start] + draw.choice([draw.choice(TOKENS), b"", span * 2, flipped]) + content[end:]
    )


def _swapped(draw: random.Random, content: bytes) -> bytes:
    mark = draw.choice([b"\n", b","])
    found = content.split(mark)
    a, b = draw.randrange(len(found)), draw.randrange(len(found))
    found[a], found[b] = found[b], found[a]
    return mark.join(found)


def _ended(draw: random.Random, content: bytes) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def _recoded(draw: random.Random, content: bytes) -> bytes:
    encoding = draw.choice(["utf-16", "latin-1", "utf-8-sig", "utf-32"])
    text = content.decode("utf-8", "replace").encode(encoding, "replace")
    return draw.choice([text, gzip.compress(content, mtime=0), b"PK\x03\x04" + content])


@dataclass(frozen=True)
class Outcome:
    """What a reader made of some bytes: its refusal, or how many records went where."""

    refusal: str | None = None
    n_read: int = 0
    n_loaded: int = 0


class LostError(AssertionError):
    """A part of a file is neither loaded nor in quarantine, or a message is empty."""


def _refused(error: Exception) -> Outcome:
    said = str(error)
    if not said.strip() or "Traceback" in said or "\n" in said.strip():
        raise LostError(f"no sentence: {said!r}") from error
    return Outcome(said)


def _marks(text: str) -> Counter[str]:
    """Count the letters and digits of ASCII, which no reader may drop or change."""
    return Counter(re.findall("[A-Za-z0-9]", text))


def _nothing_lost(content: bytes, raws: Iterable[str], header: Iterable[str]) -> None:
    given, kept = _marks(content.decode("utf-8-sig", "replace")), _marks("".join(header))
    for raw in raws:
        fields = json.loads(raw)
        values = fields.get("record")
        kept += _marks("".join(values if isinstance(values, list) else map(str, fields.values())))
    if lost := given - kept:
        raise LostError(f"{dict(lost)} of {content!r}")


def facts(folder: Path, content: bytes, board: str = "made") -> Outcome:
    """Read bytes as an undeclared file of facts with a provenance of its own."""
    path = folder / "data" / board / f"{DAY}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        write_provenance(path, **vars(WORDS), notes="")
        header, records = check_board_file(path, ROOT / "seeds" / "boards")
    except SnapshotError as error:
        return _refused(error)
    rows = record_rows(path, header, records)
    _nothing_lost(content, (row[4] for row in rows), header)
    return Outcome(None, len(rows), sum(row[3] is None for row in rows))


def claims(folder: Path, content: bytes) -> Outcome:
    """Read bytes as claims of one's own."""
    path = folder / "own_claims.csv"
    path.write_bytes(content)
    try:
        found = read_lines(path, CLAIM_COLUMNS)
    except SnapshotError as error:
        return _refused(error)
    header = next(iter(content.decode("utf-8-sig", "replace").lstrip("\r\n").splitlines()), "")
    _nothing_lost(content, found["raw"], header)
    return Outcome(None, found.height, found["record_error"].null_count())


def answers(folder: Path, content: bytes) -> Outcome:
    """Read bytes as answers to single items."""
    path = folder / "answers.csv"
    path.write_bytes(content)
    try:
        file = File(path, path.name)
        stored = store_items([(file, layout_of(file))], "mine", folder / "imports" / "items")
    except (ImportProblem, UnreadableFile) as error:
        return _refused(error)
    if stored.n_read != stored.n_loaded + sum(n for _, n in stored.reasons):
        raise LostError(f"{stored}: {content!r}")
    return Outcome(None, stored.n_read, stored.n_loaded)


def results(_folder: Path, content: bytes, name: str = "scores.csv") -> Outcome:
    """Bring bytes in as results of one's own, with the working folder as the project's."""
    given = Path("given")
    given.mkdir(exist_ok=True)
    (given / name).write_bytes(content)
    try:
        said = importing.run(given, "mine", DAY, WORDS)
    except ImportProblem as error:
        return Outcome(str(error))
    finally:
        (given / name).unlink()
    written = Path("imports/mine") / f"{DAY}.csv"
    _, records = check_board_file(written, Path("seeds/boards"))
    return Outcome(None, len(records), usable("\n".join(said)))


@dataclass(frozen=True)
class Reader:
    """A reader, sound files of it, from which others are made, and how many one affords."""

    read: Callable[[Path, bytes], Outcome]
    sound: tuple[bytes, ...]
    share: float


READERS = {
    "files of facts": Reader(
        facts,
        (
            b"model,benchmark,score\n"
            + b"".join(
                b"lab/m%d,ARC,%d.5\nlab/m%d,MMLU,%d\n" % (n, 40 + n, n, 60 + n) for n in range(5)
            ),
            b'\xef\xbb\xbfmodel,benchmark,score,unit\r\n"a, b",HLE,0.5,share\r\n'
            b'"c\nd",HLE,50,percent\r\n',
        ),
        0.45,
    ),
    "claims": Reader(
        claims,
        (
            (ROOT / "seeds/claims/own_claims.csv").read_bytes(),
            b",".join(map(str.encode, CLAIM_COLUMNS)) + b"\n",
        ),
        0.43,
    ),
    "answers to items": Reader(
        answers,
        (
            b"model,benchmark,item,score,cluster,parameters_b\n"
            + b"".join(b"m%d,b,%d,%d,,7\n" % (n % 3, n, n % 2) for n in range(12)),
        ),
        0.04,
    ),
    "results": Reader(
        results,
        (
            b"Model;Task;Score\n" + b"".join(b"m%d;MMLU;%d,5\n" % (n, 50 + n) for n in range(6)),
            b"Model,Params (B),Riddles,Math (5-shot)\n"
            + b"".join(b"lab/m-%d,%d,%d,%d%%\n" % (n, n + 1, 40 + n, 50 + n) for n in range(6)),
        ),
        0.04,
    ),
    "results as JSON": Reader(
        partial(results, name="results_2025-06-01.json"),
        (
            b'{"results": {"arc": {"acc,none": 0.5, "acc_stderr,none": 0.01, "alias": "arc"}},'
            b'"n-shot": {"arc": 5}, "model_name": "lab/x-7b", "versions": {"arc": 1},'
            b'"config": {"model_args": "pretrained=lab/x-7b"}, "configs": {}}',
            json.dumps([{"model": "a", "benchmark": "b", "score": 1}] * 3).encode(),
        ),
        0.04,
    ),
}


def main() -> int:
    """Spoil files, read them, and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name} as well")
    options = parser.parse_args()
    table = {}
    for name, reader in READERS.items():
        with working_folder() as folder:
            counts = tried(name, max(1, round(reader.share * options.inputs)), options.seed, folder)
        table[name] = counts
        print(f"{name}: {counts}", flush=True)
    table["all"] = {column: sum(row[column] for row in table.values()) for column in _COLUMNS}
    text = _HEAD + "".join(
        f"\n| {name} | {' | '.join(f'{row[column]:,}' for column in _COLUMNS)} |"
        for name, row in table.items()
    )
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
        shutil.copytree(ROOT / "seeds", Path(name) / "seeds")
        # an import asks the project's own models what a build will make of it
        for part in ("models", "macros", "dbt_project.yml"):
            (Path(name) / part).symlink_to(ROOT / part)
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
    if reader.read is facts:
        through_the_models(kept, counts)
    return counts


def add(counts: dict[str, int], outcome: Outcome) -> None:
    """Count a file that was read."""
    counts["read"] += 1
    counts["records"] += outcome.n_read
    counts["loaded"] += outcome.n_loaded
    counts["quarantined"] += outcome.n_read - outcome.n_loaded


def through_the_models(contents: list[bytes], counts: dict[str, int]) -> None:
    """Put files of facts through the models, and take the accounts that these give."""
    n_records = counts["records"]
    counts |= dict.fromkeys(("read", "records", "loaded", "quarantined"), 0)
    for start in range(0, len(contents), 60):
        with tempfile.TemporaryDirectory() as name:
            chain = empty_chain(Path(name))
            for number, content in enumerate(contents[start : start + 60]):
                facts(chain.folder, content, f"board_{number}")
            for row in chain.table("row_accounting").to_dicts():
                if row["source"].startswith("board_"):
                    add(counts, Outcome(None, row["n_read"], row["n_loaded"]))
                    counts["lost"] += row["n_expected"] - row["n_loaded"] - row["n_quarantined"]
    counts["lost"] += abs(n_records - counts["records"])


if __name__ == "__main__":
    sys.exit(main())
