"""docs/reliability.md lists the faults that the tests try, as they are, and all of them held."""

import re

import faults
import pytest


@pytest.fixture(scope="module")
def rows():
    return faults.results_on_page()


def test_every_fault_is_on_the_page(request, rows):
    """Those of the files that were collected with this one."""
    tried = {fault.cells for fault in request.config.stash[faults.TRIED]}
    assert tried - rows.keys() == set(), "run python tests/python/faults.py with these files"


def test_nothing_else_is_on_the_page(request, rows):
    files = {item.path for item in request.session.items}
    cut = [word for word in request.config.args if "::" in word]
    tried = {fault.cells for fault in request.config.stash[faults.TRIED]}
    for cells in rows:
        file = faults.TESTS / cells[2].rpartition("(../tests/python/")[2].rstrip(")")
        assert file.is_file(), cells
        if file in files and not cut:
            assert cells in tried


def test_two_hundred_at_least_and_none_that_did_not_hold(rows):
    """What is not tried is what this machine could not try, or is new."""
    assert set(rows.values()) <= {faults.HELD, faults.UNTRIED}
    assert list(rows.values()).count(faults.HELD) >= 200
    assert f"# What goes wrong, and what then happens\n\n{len(rows)} faults in " in (
        faults.PAGE.read_text(encoding="utf-8")
    )


def test_the_readme_tells_what_became_of_spoilt_files(project):
    result = (project / "benchmarks" / "results" / "fuzz.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"^\| all \| (.*) \|$", result, re.MULTILINE)
    tried, refused, read, records, loaded, quarantined, lost = row.split(" | ")
    assert lost == "0"
    told = " ".join((project / "README.md").read_text(encoding="utf-8").split())
    assert (
        f"Of {tried} spoilt files (`.venv/bin/python benchmarks/fuzz.py`) {refused} were refused "
        f"in a sentence and {read} read: {records} records, of which {loaded} were loaded, "
        f"{quarantined} lie in quarantine and none is lost."
    ) in told
