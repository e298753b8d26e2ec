"""The faults that tests try.

    python tests/python/faults.py

lists all of them in target/faults.md and writes their numbers on docs/reliability.md.

A test of what goes wrong is marked with its area, ``@pytest.mark.fault("claims")``, and its name
says what is promised. Each parametrised case is a fault of its own.
"""

import re
import sys
from collections.abc import Iterable, Sequence
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
#: A row of the page's table: an area, its faults, the tests that try them.
COUNT = re.compile(r"(?m)^\| (?P<area>.+) \| (?P<faults>\d+) \| (?P<tests>\d+) \|\n")


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong; the name of the test that tries it says what then holds.

    Attributes
    ----------
    area : str
        One of :data:`AREAS`.
    file, name : str
        The test's file below ``tests/python`` and its function.
    case : str
        Which of its parametrised cases.
    """

    area: str
    file: str
    name: str
    case: str

    @property
    def row(self) -> str:
        """The fault as a row of a Markdown table."""
        words = self.name.removeprefix("test_").replace("_", " ")
        return f"| [{words}](../tests/python/{self.file}) | `{self.case.replace('|', '¦')}` |"


def faults_of(items: Iterable[pytest.Item]) -> list[Fault]:
    """Return the faults that collected tests try, in the order of the areas."""
    found: dict[Fault, None] = {}
    for item in items:
        file = item.path.relative_to(TESTS).as_posix()
        name, _, case = item.name.partition("[")
        for mark in item.iter_markers("fault"):
            if mark.args[0] not in AREAS:
                raise ValueError(f"{item.nodeid}: {mark.args[0]} is no area of faults.py")
            found[Fault(mark.args[0], file, name, case.removesuffix("]"))] = None
    areas = list(AREAS)
    return sorted(found, key=lambda fault: (areas.index(fault.area), fault.file))


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
        if rows := [fault.row for fault in faults if fault.area == area]:
            lines += ["", f"## {title}", "", "| promise | case |", "| --- | --- |", *rows]
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
