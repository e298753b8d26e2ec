"""The faults that tests try, each with its promise.

    python tests/python/faults.py

lists all of them in target/faults.md and writes their numbers on docs/reliability.md.

A test is marked with what goes wrong and what is promised of it:

    @pytest.mark.fault("claims", "a level written {threshold}", "the line is in quarantine")

Each parametrised case is a fault of its own; names in braces are its parameters. A test that tries
many at once names them in ``cases``, and one of them is ``{case}``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
LIST = ROOT / "target" / "faults.md"
TESTS = ROOT / "tests" / "python"

#: What can go wrong, in the order of the page.
AREAS = {
    "facts": "Files of facts and their provenance",
    "values": "Values that are not what their column says",
    "imports": "Results that are brought in",
    "seeds": "Seeds and cohorts",
    "zoo": "Cohorts as no board has them",
    "claims": "Claims of papers and of one's own",
    "builds": "Builds, and two of them",
    "publishing": "Publishing",
    "folders": "Folders of somebody else",
    "signals": "Signals and what is left alive",
    "machine": "The machine: disks, memory, locales, paths",
    "hostile": "Hostile text and queries",
    "same": "The same data, the same rows",
    "leaks": "What is published says nothing of the machine",
}
#: Where a test run keeps the faults that it has collected.
TRIED = pytest.StashKey[list["Fault"]]()
#: A value longer than this is cut.
LONGEST = 90
#: A row of the page's table: an area, its faults, the tests that try them.
COUNT = re.compile(r"(?m)^\| (?P<area>.+) \| (?P<faults>\d+) \| (?P<tests>\d+) \|\n")


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong, what is promised of it, and the test that tries it.

    Attributes
    ----------
    area : str
        One of :data:`AREAS`.
    what, promise : str
        In words.
    file, name : str
        The test's file below ``tests/python`` and its function.
    """

    area: str
    what: str
    promise: str
    file: str
    name: str

    @property
    def cells(self) -> tuple[str, str, str]:
        """The fault as cells of a Markdown table."""
        link = f"[{_plain(self.name)}](../tests/python/{self.file})"
        return _cell(self.what), _cell(self.promise), link


def faults_of(items: Iterable[pytest.Item]) -> list[Fault]:
    """Return the faults that collected tests try, in the order of the areas."""
    found: dict[Fault, None] = {}
    for item in items:
        for mark in item.iter_markers("fault"):
            found |= dict.fromkeys(_of_mark(item, *mark.args, **mark.kwargs))
    areas = list(AREAS)
    return sorted(found, key=lambda fault: (areas.index(fault.area), fault.file))


def _of_mark(
    item: pytest.Item, area: str, what: str, promise: str, cases: Iterable[object] = (None,)
) -> list[Fault]:
    if area not in AREAS:
        raise ValueError(f"{item.nodeid}: {area} is no area of {Path(__file__).name}")
    callspec = getattr(item, "callspec", None)
    given = {} if callspec is None else callspec.params
    file = item.path.relative_to(TESTS).as_posix()
    name = getattr(item, "originalname", item.name)
    return [
        Fault(area, _filled(what, {**given, "case": case}), _filled(promise, given), file, name)
        for case in cases
    ]


def _filled(text: str, values: Mapping[str, object]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: _words(values[match[1]]), text)


def _words(value: object) -> str:
    """Return a parameter as it may stand in a sentence."""
    if callable(value):
        return getattr(value, "__name__", "a function").strip("<>").replace("_", " ")
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_words(each)}" for name, each in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(_words, value))
    text = repr(value)[1:] if isinstance(value, bytes) else str(value)
    if not text.strip():
        return "blank" if text else "nothing"
    text = re.sub(r"\\([.()])", r"\1", text)  # of a pattern that a message is held to
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _plain(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")


def _cell(text: str) -> str:
    """Return a text that Markdown shows as it is, in one line of a table."""
    text = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_{}\[\]|~#$])", r"\\\1", text)


def counted(faults: Sequence[Fault]) -> dict[str, tuple[int, int]]:
    """Return how many faults there are of each area, and in how many tests."""
    found = {}
    for area, title in AREAS.items():
        of_area = [fault for fault in faults if fault.area == area]
        found[title] = len(of_area), len({(fault.file, fault.name) for fault in of_area})
    return found


def counted_on_page() -> dict[str, tuple[int, int]]:
    """Return the same as docs/reliability.md has it."""
    rows = COUNT.finditer(PAGE.read_text(encoding="utf-8"))
    return {row["area"]: (int(row["faults"]), int(row["tests"])) for row in rows}


def listed(faults: Sequence[Fault]) -> str:
    """Return all faults as a page."""
    lines = ["# What goes wrong, and what then happens"]
    for area, title in AREAS.items():
        rows = [f"| {' | '.join(fault.cells)} |" for fault in faults if fault.area == area]
        if rows:
            lines += ["", f"## {title}", "", "| fault | promise | test |", "| --- | --- | --- |"]
            lines += rows
    return "\n".join(lines) + "\n"


class _Collector:
    """A plugin that keeps the faults that were collected."""

    faults: Sequence[Fault] = ()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.faults = faults_of(items)


def main() -> int:
    """Collect the tests and write list and numbers."""
    everything = _Collector()
    code = pytest.main(["--collect-only", "-qq", "--no-header"], plugins=[everything])
    LIST.parent.mkdir(exist_ok=True)
    LIST.write_text(listed(everything.faults), encoding="utf-8")
    rows = [
        f"| {title} | {n} | {n_tests} |\n"
        for title, (n, n_tests) in counted(everything.faults).items()
    ]
    before = PAGE.read_text(encoding="utf-8")
    table = list(COUNT.finditer(before))
    after = before[: table[0].start()] + "".join(rows) + before[table[-1].end() :]
    PAGE.write_text(after, encoding="utf-8")
    print(f"{len(everything.faults)} faults: wrote {LIST.relative_to(ROOT)}")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
