"""The engine stands alone: it could leave this project and take one small module along."""

import ast
import sys

ENGINE = "analysis_py.statistics.gamm.engine"
#: Of the project, only what makes frames of typed rows, and that needs nothing else of it.
TAKEN_ALONG = "analysis_py.statistics.rows"


def imported(path):
    """Return the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_the_engine_imports_three_libraries_and_one_module_of_the_project(project):
    files = [*project.glob("analysis_py/statistics/gamm/engine/*.py")]
    files.append(project / "analysis_py/statistics/rows.py")
    needed = {module for path in files for module in imported(path)}
    ours = {module for module in needed if module.startswith("analysis_py")}
    assert {module for module in ours if not module.startswith(ENGINE)} == {TAKEN_ALONG}
    libraries = {module.partition(".")[0] for module in needed - ours}
    assert libraries - sys.stdlib_module_names == {"numpy", "polars", "scipy"}
