"""What must hold of every reader whatever bytes it is given, and bytes to give it.

A reader refuses with one sentence, in an exception of its own, or reads: then each record is loaded
or in quarantine, and every letter and digit of the file is in some record. Anything else raises.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from analysis_py.imports import importing
from analysis_py.imports.contract import ImportProblem
from analysis_py.imports.files import File
from analysis_py.imports.item_storing import store_items
from analysis_py.imports.storing import Words
from analysis_py.sources.boards import check_board_file
from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.hand_files import read_lines
from analysis_py.sources.predicates import Evaluations, PredicateError
from analysis_py.sources.provenance import provenance_path, read_provenance, write_provenance
from analysis_py.sources.snapshots import record_rows
from analysis_py.sources.validation.seeds import check_seeds

ROOT = Path(__file__).parents[2]
WORDS = {"title": "t", "producer": "p", "source": "s", "licence": "l", "notes": "n"}
DAY = date(2025, 6, 1)
CLAIM_COLUMNS = [
    *("claim_id", "section", "topic", "statement", "method", "benchmark"),
    *("group_a", "group_b", "statistic", "expected", "threshold"),
]


def project_in(folder: Path) -> None:
    """Put the project's seeds into a folder, and links to its models."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    for name in ("models", "macros", "dbt_project.yml"):
        (folder / name).symlink_to(ROOT / name)


@dataclass(frozen=True)
class Outcome:
    """What a reader made of some bytes: its refusal, or how many records went where."""

    refusal: str | None = None
    n_read: int = 0
    n_loaded: int = 0

    @property
    def n_quarantined(self) -> int:
        """Records that are not loaded."""
        return self.n_read - self.n_loaded


class LostError(AssertionError):
    """Something of a file is neither loaded nor in quarantine, or a message is none."""


def _refused(error: Exception) -> Outcome:
    said = str(error)
    if not said.strip() or "Traceback" in said or "\n" in said.strip():
        raise LostError(f"no sentence: {said!r}") from error
    return Outcome(said)


def _marks(text: str) -> Counter:
    """Count the letters and digits of ASCII, which no reader may drop or change."""
    return Counter(re.findall("[A-Za-z0-9]", text))


def _nothing_lost(content: bytes, raws: Iterable[str], header: Iterable[str]) -> None:
    given = _marks(content.decode("utf-8-sig", "replace"))
    kept = _marks("".join(header))
    for raw in raws:
        fields = json.loads(raw)
        values = fields.get("record")
        kept += _marks("".join(values if isinstance(values, list) else map(str, fields.values())))
    if lost := given - kept:
        raise LostError(f"{dict(lost)} of {content!r}")


def facts(folder: Path, content: bytes, board: str = "made") -> Outcome:
    """Read bytes as a file of facts that nobody declared, with a provenance of its own."""
    path = folder / "data" / board / f"{DAY}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        write_provenance(path, **WORDS)
        header, records = check_board_file(path, ROOT / "seeds" / "boards")
    except SnapshotError as error:
        return _refused(error)
    rows = record_rows(path, header, records)
    _nothing_lost(content, (row[4] for row in rows), header)
    return Outcome(None, len(rows), sum(row[3] is None for row in rows))


def lines(folder: Path, content: bytes) -> Outcome:
    """Read bytes as claims of one's own."""
    path = folder / "own_claims.csv"
    path.write_bytes(content)
    try:
        found = read_lines(path, CLAIM_COLUMNS)
    except SnapshotError as error:
        return _refused(error)
    if found["row_number"].to_list() != list(range(1, found.height + 1)):
        raise LostError(f"rows are not numbered in order: {content!r}")
    header = next(iter(content.decode("utf-8-sig", "replace").lstrip("\r\n").splitlines()), "")
    _nothing_lost(content, found["raw"], header)
    return Outcome(None, found.height, found["record_error"].null_count())


def provenance(folder: Path, content: bytes) -> Outcome:
    """Read bytes as the provenance of a file."""
    path = folder / "data" / "made" / f"{DAY}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    provenance_path(path).write_bytes(content)
    try:
        read_provenance(path)
    except SnapshotError as error:
        return _refused(error)
    return Outcome(None, 1, 1)


EVALUATIONS = pl.DataFrame(
    {
        "evaluation_id": ["a", "b", "c"],
        "model_name": ["Llama-7B", "it's", "Case"],
        "parameters_b": [6.7, None, 0.0],
        "is_moe": [False, True, None],
        "submitted_on": pl.Series(["2024-01-01", None, "2023-12-31"]).str.to_date(),
    }
)


def predicate(_folder: Path, content: bytes) -> Outcome:
    """Evaluate text as the predicate of a cohort."""
    text = content.decode("utf-8", "replace").replace("\0", " ")
    try:
        members = Evaluations(EVALUATIONS).matching(text)
    except PredicateError as error:
        return _refused(error)
    if not set(members) <= set(EVALUATIONS["evaluation_id"]):
        raise LostError(f"{text!r} has members that no row is: {members}")
    return Outcome(None, 1, 1)


def seed(folder: Path, content: bytes) -> Outcome:
    """Look a seed of boards over, and read a file of facts with it, in a project of its own."""
    root = folder / "spoilt"
    boards = root / "seeds" / "boards"
    if not boards.exists():
        shutil.copytree(ROOT / "seeds", root / "seeds")
    (boards / "board_columns.csv").write_bytes(content)
    problems = check_seeds(root).problems
    path = root / "data" / "made" / f"{DAY}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("model,benchmark,score\na,ARC,50\n")
    write_provenance(path, **WORDS)
    try:
        check_board_file(path, boards)
    except SnapshotError as error:
        return _refused(error)
    return Outcome(" ".join(problems)) if problems else Outcome(None, 1, 1)


def answers(folder: Path, content: bytes) -> Outcome:
    """Read bytes as answers to single items."""
    path = folder / "answers.csv"
    path.write_bytes(content)
    try:
        stored = store_items([File(path, path.name)], "mine", folder / "imports" / "items")
    except ImportProblem as error:
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
        said = importing.run(given, "mine", DAY, Words("t", "p", "s", "l"))
    except ImportProblem as error:
        return Outcome(str(error))
    finally:
        (given / name).unlink()
    written = Path("imports/mine") / f"{DAY}.csv"
    _, records = check_board_file(written, Path("seeds/boards"))
    return Outcome(None, len(records), usable("\n".join(said)))


def usable(said: str) -> int:
    """Return how many records an import says that a build will load."""
    return int(re.search(r"records +[\d,]+: ([\d,]+) usable", said)[1].replace(",", ""))


@dataclass(frozen=True)
class Reader:
    """A reader, sound files of it, from which others are made, and how many one affords."""

    read: Callable[[Path, bytes], Outcome]
    sound: tuple[bytes, ...]
    share: float


def _seed_file(name: str) -> bytes:
    return (ROOT / "seeds" / name).read_bytes()


_RUN = {
    "results": {"arc": {"acc,none": 0.5, "acc_stderr,none": 0.01, "alias": "arc"}},
    "configs": {},
    "versions": {"arc": 1},
    "n-shot": {"arc": 5},
    "config": {"model": "hf", "model_args": "pretrained=lab/x-7b"},
    "model_name": "lab/x-7b",
    "date": 1748736000.0,
}

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
        0.3,
    ),
    "claims": Reader(
        lines,
        (_seed_file("claims/own_claims.csv"), b",".join(map(str.encode, CLAIM_COLUMNS)) + b"\n"),
        0.3,
    ),
    "provenances": Reader(
        provenance,
        tuple(
            re.sub(rb"(?m)^taken_on:.*$", b"taken_on: 2025-06-01", path.read_bytes())
            for path in sorted((ROOT / "data").glob("*/*.provenance.yml"))[:3]
        ),
        0.15,
    ),
    "predicates": Reader(
        predicate,
        (
            b"parameters_b > 7 and not is_moe",
            b"model_name in ('a', 'it''s') or parameters_b between 1 and 3",
            b"case when is_moe then false else submitted_on < date '2024-01-01' end -- why",
            b"regexp_matches(model_name, '[0-9]+[Bb]$') and coalesce(parameters_b, 1) < ln(9)",
        ),
        0.04,
    ),
    "seeds": Reader(seed, (_seed_file("boards/board_columns.csv"),), 0.02),
    "answers to items": Reader(
        answers,
        (
            b"model,benchmark,item,score,cluster,parameters_b\n"
            + b"".join(b"m%d,b,%d,%d,,7\n" % (n % 3, n, n % 2) for n in range(12)),
        ),
        0.02,
    ),
    "results": Reader(
        results,
        (
            b"Model;Task;Score\n" + b"".join(b"m%d;MMLU;%d,5\n" % (n, 50 + n) for n in range(6)),
            b"Model,Params (B),Riddles,Math (5-shot)\n"
            + b"".join(b"lab/m-%d,%d,%d,%d%%\n" % (n, n + 1, 40 + n, 50 + n) for n in range(6)),
        ),
        0.03,
    ),
    "results as JSON": Reader(
        partial(results, name="results_2025-06-01.json"),
        (
            json.dumps(_RUN).encode(),
            json.dumps([{"model": "a", "benchmark": "b", "score": 1}] * 3).encode(),
        ),
        0.03,
    ),
}
