"""The faults that tests hold, each with its promise, and docs/reliability.md, which lists them.

    python tests/python/faults.py [files and options of pytest]

runs the tests that are marked as faults and writes the page. Of a part of them it writes the part's
results and keeps those of the others.

A test is marked with what goes wrong and what is promised of it:

    @pytest.mark.fault("claims", "a level written {threshold}", "the line is in quarantine")

Each parametrised case is a fault of its own; names in braces are its parameters. A test that tries
many at once names them in ``cases``, and one of them is ``{case}``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
TESTS = ROOT / "tests" / "python"
HELD, UNTRIED = "held", "not tried"

#: What can go wrong, in the order of the page.
AREAS = {
    "facts": "Files of facts and their provenance",
    "values": "Values that are not what their column says",
    "imports": "Results that are brought in",
    "seeds": "Seeds and cohorts",
    "zoo": "Cohorts as no board has them",
    "claims": "Claims of one's own",
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
TRIED = pytest.StashKey[dict["Fault", str]]()
#: A value longer than this is cut.
LONGEST = 90
_ROW = re.compile(
    r"^\| (?P<what>.*) \| (?P<promise>.*) \| (?P<test>\[.*\]\(.*\)) \| (?P<result>.*) \|$"
)


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
        """The fault as cells of a Markdown table, without its result."""
        link = f"[{_plain(self.name)}](../tests/python/{self.file})"
        return _cell(self.what), _cell(self.promise), link


def faults_of(items: Iterable[pytest.Item]) -> dict[Fault, str]:
    """Return the faults that collected tests try, in the order of the page, by node identifier."""
    found: dict[Fault, str] = {}
    for item in items:
        for mark in item.iter_markers("fault"):
            found |= dict.fromkeys(_of_mark(item, *mark.args, **mark.kwargs), item.nodeid)
    areas = list(AREAS)
    return dict(sorted(found.items(), key=lambda pair: (areas.index(pair[0].area), pair[0].file)))


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


def page(results: Mapping[Fault, str]) -> str:
    """Return the page, with the result of each fault."""
    n_held = sum(result == HELD for result in results.values())
    n_tests = len({(fault.file, fault.name) for fault in results})
    n_untried = sum(result == UNTRIED for result in results.values())
    held = "all held" if n_held == len(results) else f"{n_held} held, {n_untried} not tried here"
    lines = [
        "# What goes wrong, and what then happens",
        "",
        f"{len(results)} faults in {n_tests} tests: {held}. A fault is something that people, "
        "files, disks or",
        "signals do to the project. Its promise is what then still holds. The tests themselves "
        "write this page:",
        "",
        "    python tests/python/faults.py",
        "",
        "Everywhere the same law holds. A record that cannot be used lies in quarantine with its "
        "reason, a file that",
        "cannot be trusted stops the build with one sentence that names it, a cohort that cannot "
        "be computed is a row",
        "with a status, and the last good warehouse stays until a better one is whole. What is "
        "tried by the thousand,",
        "with random bytes, is in [benchmarks/results/fuzz.md](../benchmarks/results/fuzz.md).",
    ]
    for area, title in AREAS.items():
        of_area = [(fault, result) for fault, result in results.items() if fault.area == area]
        if of_area:
            lines += ["", f"## {title}", "", "| fault | promise | test | result |"]
            lines += ["| --- | --- | --- | --- |"]
            lines += [f"| {' | '.join(fault.cells)} | {result} |" for fault, result in of_area]
    return "\n".join(lines) + "\n"


def results_on_page() -> dict[tuple[str, ...], str]:
    """Return the result of each row of the page as it is, by its other cells."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    rows = filter(None, map(_ROW.match, text.splitlines()))
    return {(row["what"], row["promise"], row["test"]): row["result"] for row in rows}


class _Recorder:
    """A plugin that keeps which faults were collected and how each test has ended."""

    def __init__(self) -> None:
        self.faults: dict[Fault, str] = {}
        self.ends: dict[str, str] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.faults = faults_of(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.ends[report.nodeid] = UNTRIED
        elif report.failed:
            self.ends[report.nodeid] = "NOT HELD"
        elif report.when == "call":
            self.ends.setdefault(report.nodeid, HELD)


def main(arguments: list[str]) -> int:
    """Run marked tests, write the page and return pytest's exit code."""
    everything, run = _Recorder(), _Recorder()
    pytest.main(["--collect-only", "-q", "--no-header", "--no-summary"], plugins=[everything])
    code = pytest.main(["-m", "fault", *arguments], plugins=[run])
    before = results_on_page()
    results = {
        fault: run.ends.get(node, before.get(fault.cells, UNTRIED))
        for fault, node in everything.faults.items()
    }
    PAGE.write_text(page(results), encoding="utf-8")
    n_held = sum(result == HELD for result in results.values())
    print(f"{len(results)} faults, {n_held} held: wrote {PAGE.relative_to(ROOT)}")
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
