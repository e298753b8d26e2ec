"""The engine stands alone: it could leave this project and take one small module along."""

import re
import sys

ENGINE = "analysis_py.statistics.gamm.engine"
#: Of the project, only what makes frames of typed rows, and that needs nothing else of it.
TAKEN_ALONG = "analysis_py.statistics.rows"


def test_the_engine_imports_three_libraries_and_one_module_of_the_project(project):
    files = [*project.glob("analysis_py/statistics/gamm/engine/*.py")]
    texts = [path.read_text() for path in (*files, project / "analysis_py/statistics/rows.py")]
    pattern = re.compile(r"^ *(?:from|import) ([\w.]+)", re.MULTILINE)
    needed = {module for text in texts for module in pattern.findall(text)}
    ours = {module for module in needed if module.startswith("analysis_py")}
    assert {module for module in ours if not module.startswith(ENGINE)} == {TAKEN_ALONG}
    libraries = {module.partition(".")[0] for module in needed - ours}
    assert libraries - sys.stdlib_module_names == {"numpy", "polars", "scipy"}
