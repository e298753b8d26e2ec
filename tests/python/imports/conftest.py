import pytest
from bringing import Project


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return an empty project, in whose folder the process works."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATA", "IMPORTS"):
        monkeypatch.delenv(f"LLM_REASSESSMENT_{name}", raising=False)
    return Project(tmp_path)
