import os

import pytest
import validators
from bringing import empty_project
from sharing import kept


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return an empty project, in whose folder the process works."""
    with empty_project(tmp_path_factory.mktemp("project")) as project:
        yield project


def made(request, packages, *pythons):
    """Return an environment; where none can be made, skip, but never in continuous integration."""
    try:
        return validators.make(kept(request, packages[0].split("=")[0]), packages, *pythons)
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
