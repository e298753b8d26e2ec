"""Fixtures: the explorer on the published file, as Streamlit draws it for a test."""

import pytest
from streamlit.testing.v1 import AppTest


@pytest.fixture(scope="module")
def start(project, warehouse_folder):
    """Return a function that draws the page anew."""
    return lambda: AppTest.from_file(str(project / "app/explorer.py"), default_timeout=60).run()


@pytest.fixture(scope="module")
def look(start):
    """Return a function that picks, as a reader does, on one page for all who only look."""
    page = start()

    def pick(**picked):
        # a cohort has benchmarks of its own, so it is drawn before one of them is picked
        for keys in ({"cohort"} & picked.keys(), picked.keys() - {"cohort"}):
            others = [key for key in keys if page.selectbox(key=key).value != picked[key]]
            for key in others:
                page.selectbox(key=key).select(picked[key])
            if others:
                page.run()
        return page

    return pick


@pytest.fixture(scope="module")
def file(warehouse_folder):
    """Return the published file."""
    return warehouse_folder / "llm_reassessment.duckdb"


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Let the page look for the published file in a folder of the test's own."""
    monkeypatch.setenv("LLM_REASSESSMENT_WAREHOUSE", str(tmp_path))
    return tmp_path / "llm_reassessment.duckdb"
