import os

import pytest
import validators
from bringing import Project
from sharing import kept


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return an empty project, in whose folder the process works."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATA", "IMPORTS"):
        monkeypatch.delenv(f"LLM_REASSESSMENT_{name}", raising=False)
    return Project(tmp_path)


def made(request, packages, *pythons):
    """Return an environment; where none can be made, skip, but never in continuous integration."""
    try:
        return validators.make(kept(request, "validators", *packages), packages, *pythons)
    except validators.UnavailableError as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def of_datasets(request):
    """Return the programs of an environment with the validators of data sets."""
    return made(request, validators.DATASETS)


@pytest.fixture(scope="session")
def of_runs(request):
    """Return the programs of an environment with the validator of Every Eval Ever."""
    return made(request, validators.RUNS, validators.NEWER_PYTHONS)
