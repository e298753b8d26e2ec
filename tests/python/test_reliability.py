"""docs/reliability.md says how many faults the tests try, and never more than they do."""

import re

import faults
import pytest


def test_the_page_counts_no_fault_that_is_not_tried(request):
    """New faults may wait for the page: `python tests/python/faults.py` counts them."""
    if request.config.args != request.config.getini("testpaths"):
        pytest.skip("only some of the tests were collected")
    tried = faults.counted(request.config.stash[faults.TRIED])
    stated = faults.counted_on_page()
    assert stated.keys() == tried.keys()
    assert {area for area in stated if stated[area] > tried[area]} == set()


def test_the_page_is_read_in_two_minutes():
    assert len(faults.PAGE.read_text(encoding="utf-8").split()) < 1000


def test_the_page_tells_what_became_of_spoilt_files(project):
    result = (project / "benchmarks" / "results" / "fuzz.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"^\| all \| (.*) \|$", result, re.MULTILINE)
    tried, refused, read, records, loaded, quarantined, lost = row.split(" | ")
    assert lost == "0"
    told = " ".join(faults.PAGE.read_text(encoding="utf-8").split())
    assert (
        f"In a fuzz test with {tried} corrupted files (`.venv/bin/python benchmarks/fuzz.py`), "
        f"{refused} files were rejected with a message and {read} were read. Of their {records} "
        f"records {loaded} were loaded, {quarantined} quarantined and 0 lost"
    ) in told
