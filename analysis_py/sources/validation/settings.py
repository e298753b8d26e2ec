"""Validation of the settings of the project and of the environment."""

from collections.abc import Mapping
from pathlib import Path

from analysis_py.sources.validation.findings import Findings

FILE = Path("dbt_project.yml")


def check_settings(root: Path, given: Mapping[str, object] | None = None) -> Findings:
    """Check the project's and given variables against ``analysis_py/runtime/settings.csv``."""
    import yaml

    from analysis_py.runtime.project import data_folder, imports_folder, warehouse_folder
    from analysis_py.runtime.settings import environment_problems, problems
    from analysis_py.sources.yml_files import read_yml

    try:
        project = read_yml(root / FILE) or {}
        variables = project.get("vars") or {}
        lines = [f"{FILE}: {problem}" for problem in problems(variables)]
    except (OSError, yaml.YAMLError, UnicodeDecodeError, AttributeError) as error:
        return Findings("no variable", (f"{FILE}: cannot be read: {' '.join(str(error).split())}",))
    lines += [f"--vars: {problem}" for problem in problems(given or {})]
    # files published there would be read as seeds, models or facts
    read = [each for key, value in project.items() if key.endswith("-paths") for each in value]
    warehouse = warehouse_folder()
    for folder in (*read, data_folder(), imports_folder()):
        if (root / warehouse).resolve().is_relative_to((root / folder).resolve()):
            lines.append(
                f"LLM_REASSESSMENT_WAREHOUSE is {str(warehouse)!r}, within {folder}, which a build "
                "reads; write a folder of its own, such as warehouse"
            )
    return Findings(f"{len(variables)} variables", (*lines, *environment_problems()))
