"""Declarations of the seeds in the yml files of ``seeds/``: columns, types and data tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Declaration:
    """The columns of a seed with their types, and the tests of columns or, with None, of all."""

    types: Mapping[str, str] = field(default_factory=dict)
    tests: tuple[tuple[str | None, str, Mapping[str, Any]], ...] = ()


def declarations(root: Path) -> tuple[dict[str, Declaration], list[str]]:
    """Return the declarations of the yml files of ``seeds/`` by seed, and the unreadable files."""
    import yaml

    from analysis_py.sources.yml_files import read_yml

    declared, problems = {}, []
    for path in sorted((root / "seeds").rglob("*.yml")):
        try:
            for entry in read_yml(path)["seeds"]:
                declared[entry["name"]] = _declaration(entry)
        except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
            reason = " ".join(str(error).split())
            problems.append(f"{path.relative_to(root)}: not a list of seeds: {reason}; mend it")
    return declared, problems


def _declaration(entry: Mapping[str, Any]) -> Declaration:
    columns = entry.get("columns", [])
    owners = [(None, entry), *((column["name"], column) for column in columns)]
    tests = [
        (name, *_named(test)) for name, owner in owners for test in owner.get("data_tests", [])
    ]
    types = dict(entry.get("config", {}).get("column_types", {}))
    for column in columns:
        types.setdefault(column["name"], "varchar")
    return Declaration(types, tuple(tests))


def _named(test: str | Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the name and the arguments of a test in yml."""
    if isinstance(test, str):
        return test, {}
    ((name, content),) = test.items()
    return name, content.get("arguments", {})
