"""Fixtures: the project's folder, the published warehouse, its report, other DuckDBs."""

import gc
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import duckdb
import environments as other_versions
import parsing
import pytest
import scipy.linalg  # noqa: F401  numpy and scipy bring a BLAS each
import small_project
from building import FITS, Built, build_tiny
from faults import TRIED, faults_of
from report import browsing
from sharing import ingredients_of_builds, kept, kept_alone, of_this_run, once
from threadpoolctl import threadpool_limits

from analysis_py.publishing.manifests import MANIFEST_NAME
from analysis_py.publishing.versions import DATABASE_NAME, current_version
from analysis_py.report import build

ROOT = Path(__file__).parents[2]
WAREHOUSE = ROOT / "warehouse"

#: What a test asks for decides where it can run.
MARKS = {
    "warehouse_folder": "warehouse",
    "chromium": "browser",
    "parsed": "build",
    "tiny": "build",
    "added": "build",
    "built_small": "build",
    "changed": "build",
    "environments": "environment",
    "of_datasets": "environment",
    "of_runs": "environment",
    "sources": "environment",
    "filled": "chain",
    "laid": "chain",
}


#: The faults that the collected tests try, before any of them is left out.


def pytest_collection_modifyitems(config, items):
    """Mark each test by the fixtures that it asks for, so that `make check` can leave it out.

    Then put the files of long tests first: two workers are then busy to the end. A first file
    makes the tiny project; those that only wait for it come when it is there.
    """
    config.stash[TRIED] = faults_of(items)
    asked = {}
    for item in items:
        for fixture in MARKS.keys() & set(item.fixturenames):
            item.add_marker(MARKS[fixture])
        asked.setdefault(item.path, set()).update(item.fixturenames)
    first = next((path for path, fixtures in asked.items() if "tiny" in fixtures), None)

    def turn(item):
        fixtures = asked[item.path]
        if "tiny" in fixtures:
            return 0 if item.path == first else 2
        return 1 if fixtures & {"chromium", "added", "built_small", "environments"} else 3

    items.sort(key=turn)


def pytest_collection_finish():
    """Spare every collection of garbage what is there from now on: modules, and the tests."""
    gc.freeze()


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared(request, tmp_path_factory) -> Path:
    """Return a temporary folder that all processes of this test run share."""
    return of_this_run(request, tmp_path_factory)


@pytest.fixture(scope="session", autouse=True)
def one_blas_thread() -> Iterator[None]:
    """Let BLAS work on one thread, faster on small matrices than two, also where nobody said so."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="session", autouse=True)
def fits(request, shared) -> Path:
    """Let the builds of tests, and no others, share what they have fitted.

    They find it by what it depends on. Where a test run is to be trusted, it fits for itself.
    """
    folder = shared / "fits" if os.environ.get("CI") else kept(request, "fits")
    os.environ[FITS] = str(folder)
    return folder


@pytest.fixture(scope="session")
def build_kept(request, shared) -> Callable[..., Path]:
    """Return a function that lets another fill a folder with what it builds of the project.

    It takes a name, that function, and the files that it depends on besides the project. As
    `make` does with the warehouse, it is done anew when any of this has changed, and in any case
    where a test run is to be trusted. What is there is for all to look at.
    """

    def note(folder: Path) -> None:
        (folder / "digest").write_text(ingredients_of_builds(ROOT))

    def build(name: str, fill: Callable[[Path], object], *files: str) -> Path:
        if os.environ.get("CI"):
            return once(shared / name, fill)
        # the same for all processes of a test run, whatever is edited meanwhile
        digest = (once(shared / "ingredients", note) / "digest").read_text()
        own = [Path(file).read_text(encoding="utf-8") for file in files]

        def fill_unchanged(folder: Path) -> None:
            fill(folder)
            changed = ingredients_of_builds(ROOT) != digest
            assert not changed, "the project was edited while tests built it: run them again"

        return once(kept_alone(request, name, digest, *own), fill_unchanged)

    return build


@pytest.fixture(scope="session")
def parsed(build_kept) -> parsing.Parsed:
    """Return what dbt makes of the project's files."""
    return parsing.Parsed(build_kept("parsed", partial(parsing.parse, ROOT), parsing.__file__))


@pytest.fixture(scope="session")
def tiny(build_kept) -> Built:
    """Return a tiny project in which the main job has been done; a test takes a copy."""
    return Built(build_kept("tiny", partial(build_tiny, ROOT)))


@pytest.fixture(scope="session")
def built_small(shared) -> small_project.SmallProject:
    """Return the project of three tables, built once per test run; a test takes a copy."""
    return small_project.built_once(ROOT, shared / "small")


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
def published_manifest(warehouse_folder) -> Path:
    """Return the file that tells the published file from any other."""
    return current_version(warehouse_folder) / MANIFEST_NAME


@pytest.fixture(scope="session")
def report(warehouse_folder, published_manifest, build_kept) -> Path:
    """Return the folder of a report written from the published file and the pages of docs/."""

    def write(site: Path) -> None:
        build(warehouse_folder, site / "report")

    pages = sorted((ROOT / "docs").rglob("*.md"))
    return build_kept("site", write, published_manifest, *pages) / "report"


@pytest.fixture(scope="session")
def environments(request):
    """Return an environment per older version of DuckDB, or the reason why there is none.

    Making them costs seconds and needs a package index, so it is done only if a test asks, and
    what is made is kept. In continuous integration only a version without a wheel for this Python
    may be missing.
    """
    environments = other_versions.make_all(partial(kept, request))
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
