"""Every output of docs/compare-runs.md is what the committed answers give."""

import pytest
from readme import CONSOLE, RUNS, with_outputs
from run_files import write_runs


@pytest.mark.committed
def test_every_command_prints_what_the_page_shows(tmp_path):
    page = RUNS.read_text()
    commands = [found["command"] for found in CONSOLE.finditer(page)]
    assert len(commands) >= 6
    write_runs(tmp_path)
    assert with_outputs(tmp_path, page) == page
