"""Fixtures: the project's folder, the published warehouse, its report, other DuckDBs."""

import os
from pathlib import Path

import duckdb
import environments as other_versions
import pytest
from building import Built, built_once
from faults import faults_of
from parsing import Parsed, parse
from report import browsing

from analysis_py.plumbing.publishing import DATABASE_NAME
from analysis_py.report import build

ROOT = Path(__file__).parents[2]
WAREHOUSE = ROOT / "warehouse"

#: What a test asks for decides where it can run.
MARKS = {
    "warehouse_folder": "warehouse",
    "chromium": "browser",
    "tiny": "build",
    "added": "build",
    "small": "build",
}


#: The faults that the collected tests try, before any of them is left out.
FAULTS = pytest.StashKey()


def pytest_collection_modifyitems(config, items):
    """Mark each test by the fixtures that it asks for, so that `make check` can leave it out."""
    config.stash[FAULTS] = faults_of(items)
    for item in items:
        for fixture in MARKS.keys() & set(item.fixturenames):
            item.add_marker(MARKS[fixture])


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def parsed(tmp_path_factory) -> Parsed:
    """Return what dbt makes of the project's files."""
    return parse(ROOT, tmp_path_factory.mktemp("parsed"))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory, request) -> Built:
    """Return a tiny project in which the main job has been done, once per test run."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent
    return built_once(ROOT, shared / "tiny")


@pytest.fixture(scope="session")
def warehouse_folder() -> Path:
    """Return the folder of the warehouse that was built from the committed data."""
    assert (WAREHOUSE / DATABASE_NAME).exists(), "no published warehouse: run make first"
    return WAREHOUSE


@pytest.fixture(scope="session")
def warehouse(warehouse_folder):
    """Return a read-only connection to the published file."""
    path = warehouse_folder / DATABASE_NAME
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def report(warehouse_folder, tmp_path_factory) -> Path:
    """Return the folder of a report written from the published file."""
    return build(warehouse_folder, tmp_path_factory.mktemp("site") / "report").parent


@pytest.fixture(scope="session")
def environments(tmp_path_factory):
    """Return an environment per older version of DuckDB, or the reason why there is none.

    Making them costs seconds and needs a package index, so it is done once and only if a test
    asks. In continuous integration only a version without a wheel for this Python may be missing.
    """
    environments = other_versions.make_all(tmp_path_factory.mktemp("environments"))
    for version, environment in environments.items():
        missing = isinstance(environment, other_versions.UnavailableError)
        if missing and os.environ.get("CI") and not other_versions.lacks_wheel(version):
            pytest.fail(str(environment))
    return environments


@pytest.fixture(scope="session")
def chromium():
    """Return a running Chromium; without one, skip, but never where a test run is to be trusted."""
    if browsing.chromium() is None:
        message = f"no Chromium: none of {', '.join(browsing.CHROMIUM)} is installed"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with browsing.browser() as started:
        yield started
