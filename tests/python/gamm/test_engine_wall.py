"""The engine stands alone: it could leave this project and take one small module along."""

import ast
import sys

import pytest

ENGINE = "analysis_py.statistics.gamm.engine"
#: What a module of the engine may import beside its own kind and the standard library.
LIBRARIES = {"numpy", "polars", "scipy"}
OURS = "analysis_py"
#: Of the project, only what makes frames of typed rows, and that needs nothing else of it.
TAKEN_ALONG = "analysis_py.statistics.rows"


def imported(path):
    """Return the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.fixture(scope="module")
def modules(project):
    found = sorted((project / "analysis_py/statistics/gamm/engine").glob("*.py"))
    assert found
    return found


def test_no_module_of_the_engine_imports_the_project(modules):
    for path in modules:
        ours = {m for m in imported(path) if m.startswith(OURS) and not m.startswith(ENGINE)}
        assert ours <= {TAKEN_ALONG}, f"{path.name} imports {sorted(ours)}"


def test_what_the_engine_takes_along_stands_alone_too(project):
    needed = set(imported(project / "analysis_py/statistics/rows.py"))
    assert {m.partition(".")[0] for m in needed} - sys.stdlib_module_names == {"polars"}


def test_the_engine_needs_three_libraries(modules):
    needed = {m.partition(".")[0] for path in modules for m in imported(path)}
    assert needed - sys.stdlib_module_names - {OURS} == LIBRARIES
