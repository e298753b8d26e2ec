import os

import pytest
import validators
from bringing import Project


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return an empty project, in whose folder the process works."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATA", "IMPORTS"):
        monkeypatch.delenv(f"LLM_REASSESSMENT_{name}", raising=False)
    return Project(tmp_path)


def made(folder, packages, *pythons):
    """Return an environment; where none can be made, skip, but never in continuous integration."""
    try:
        return validators.make(folder, packages, *pythons)
    except validators.UnavailableError as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def of_datasets(tmp_path_factory):
    """Return the programs of an environment with the validators of data sets."""
    return made(tmp_path_factory.mktemp("validators") / "e", validators.DATASETS)


@pytest.fixture(scope="session")
def of_runs(tmp_path_factory):
    """Return the programs of an environment with the validator of Every Eval Ever."""
    folder = tmp_path_factory.mktemp("validators") / "e"
    return made(folder, validators.RUNS, validators.NEWER_PYTHONS)
