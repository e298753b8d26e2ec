"""Fixtures: the project's folder, the published warehouse, its report, a tiny project."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import building
import duckdb
import pytest
import scipy.linalg  # noqa: F401  numpy and scipy bring a BLAS each
from building import FITS, Built, build_tiny
from report import browsing
from sharing import ingredients_of_builds, kept, of_this_run, once
from threadpoolctl import threadpool_limits

from analysis_py.publishing import DATABASE_NAME
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
    "of_datasets": "environment",
    "of_runs": "environment",
    "sources": "environment",
    "filled": "chain",
    "laid": "chain",
}


def pytest_addoption(parser):
    """Let a test look at a build that is not published: `--warehouse target/try`."""
    parser.addoption("--warehouse", type=Path, default=WAREHOUSE, help="folder of the warehouse")


def pytest_collection_modifyitems(config, items):
    """Mark each test by the fixtures that it asks for, so that `make check` can leave it out.

    Then put the files of long tests first: two workers are then busy to the end. A first file
    makes the tiny project; those that only wait for it come when it is there.
    """
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
        return 1 if fixtures & {"chromium", "added", "built_small"} else 3

    items.sort(key=turn)


def pytest_collection_finish():
    """Spare every collection of garbage what is there from now on: modules, and the tests."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter):
    """Say in one line what is left out, and why."""
    skipped = terminalreporter.getreports("skipped")
    if reasons := sorted({report.longrepr[2].removeprefix("Skipped: ") for report in skipped}):
        terminalreporter.write_line(f"left out, {len(skipped)} tests: {'; '.join(reasons)}")


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
    ingredients = ingredients_of_builds(ROOT)

    def build(name: str, fill: Callable[[Path], object], *files: str) -> Path:
        own = [Path(file).read_text(encoding="utf-8") for file in files]
        folder = shared / name if os.environ.get("CI") else kept(request, name)
        return once(folder, fill, "\n".join([ingredients, *own]))

    return build


@pytest.fixture(scope="session")
def parsed(build_kept) -> building.Parsed:
    """Return what dbt makes of the project's files."""
    return building.Parsed(build_kept("parsed", partial(building.parse, ROOT)))


@pytest.fixture(scope="session")
def tiny(build_kept) -> Built:
    """Return a tiny project in which the main job has been done; a test takes a copy."""
    return Built(build_kept("tiny", partial(build_tiny, ROOT)))


@pytest.fixture(scope="session")
def changed(tiny, build_kept):
    """Return the tiny project with much added at once, built anew as on another machine."""
    from changed import FILES, build_changed

    return Built(build_kept("changed", partial(build_changed, tiny.workplace), *FILES))


@pytest.fixture(scope="session")
def built_small(shared):
    """Return the project of three tables, built once per test run; a test takes a copy."""
    import small_project  # dbt takes long to import, and few tests want it

    folder = once(shared / "small", partial(small_project.built, ROOT))
    return small_project.SmallProject(folder / "project")


@pytest.fixture(scope="session")
def warehouse_folder(request) -> Path:
    """Return the folder of the warehouse that was built from the committed data."""
    folder = request.config.getoption("warehouse").resolve()
    assert (folder / DATABASE_NAME).exists(), f"no warehouse in {folder}: run make first"
    return folder


@pytest.fixture(scope="session")
def warehouse(warehouse_folder):
    """Return a read-only connection to the published file."""
    path = warehouse_folder / DATABASE_NAME
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def published_manifest(warehouse_folder, shared) -> Path:
    """Return a file that says when the published file was written, which tells it from others."""
    database = warehouse_folder / DATABASE_NAME
    path = shared / "published.txt"
    path.write_text(f"{database.stat().st_mtime_ns} {database.stat().st_size}\n")
    os.utime(path, (database.stat().st_mtime, database.stat().st_mtime))
    return path


@pytest.fixture(scope="session")
def report(warehouse_folder, published_manifest, build_kept) -> Path:
    """Return the folder of a report written from the published file and the pages of docs/.

    It is a copy of that of `make`, unless some of the code or of the pages is newer.
    """
    pages = sorted((ROOT / "docs").rglob("*.md"))
    code = [path for path in (ROOT / "analysis_py").rglob("*") if path.suffix != ".pyc"]

    def write(site: Path) -> None:
        made = warehouse_folder / "report/index.html"
        sources = [published_manifest, *pages, *filter(Path.is_file, code)]
        if made.exists() and made.stat().st_mtime > max(map(os.path.getmtime, sources)):
            shutil.copytree(made.parent, site / "report")
        else:
            build(warehouse_folder, site / "report")

    return build_kept("site", write, published_manifest, *pages) / "report"


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
