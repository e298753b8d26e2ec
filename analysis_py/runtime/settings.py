"""The settings: variables of dbt_project.yml and of the environment.

``settings.csv`` beside this module declares each variable with its type, range and meaning. A build
first checks the project against it; docs/settings.md lists it. Add a variable there and nowhere
else.
"""

import csv
import difflib
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PREFIX = "LLM_REASSESSMENT_"
#: Environment variables that only the project's tests read.
_OF_TESTS = f"{PREFIX}TEST_"
#: An amount of memory, as DuckDB and Spark write it.
_MEMORY = re.compile(r"(?=.*[1-9])\d+(\.\d+)? ?[kmgt](i?b)?", re.IGNORECASE)


@dataclass(frozen=True)
class Setting:
    """A variable that a user may set, from a line of settings.csv.

    Ranges of whole numbers include their ends; `high` is empty without an upper end. The default is
    empty if dbt_project.yml has it.
    """

    variable: str
    type: str
    low: str
    high: str
    default: str
    meaning: str

    @property
    def is_of_environment(self) -> bool:
        """Whether it is an environment variable, whose value is text."""
        return self.variable.startswith(PREFIX)

    @property
    def allowed(self) -> str:
        """The allowed values, as text."""
        return {
            "whole": f"a whole number from {self.low} {(self.high and f'to {self.high}') or 'up'}",
            "number": f"a number above {self.low}{self.high and f' and below {self.high}'}",
            "sizes": "a list of numbers above 0",
            "names": "a list of names",
            "memory": "an amount of memory such as 4GB",
            "path": "a path",
            "path or null": "a path, or null",
            "address": "an address that begins with http:, https: or file: and has no blanks",
        }.get(self.type) or " or ".join(self.type.split("|"))

    def accepts(self, value: object) -> bool:
        """Return whether it accepts a value, from the environment or from YAML."""
        if self.is_of_environment and self.type == "whole":
            value = int(value) if str(value).isdecimal() else None  # type: ignore[call-overload]
        match self.type:
            case "whole":
                return (
                    _is_number(value)
                    and isinstance(value, int)
                    and int(self.low) <= value <= float(self.high or "inf")
                )
            case "number":
                high = float(self.high or "inf")
                return _is_number(value) and float(self.low) < value < high  # type: ignore[operator]
            case "sizes":
                return isinstance(value, list) and all(_is_number(v) and v > 0 for v in value)
            case "names":
                return isinstance(value, list) and all(isinstance(v, str) for v in value)
            case "memory":
                return _MEMORY.fullmatch(str(value)) is not None
            case "address":
                return re.fullmatch(r"(https?|file):[^\s\x00-\x1f\x7f]+", str(value)) is not None
            case "path" | "path or null":
                if value is None:
                    return self.type == "path or null"
                return isinstance(value, str) and bool(value.strip())
        return value in self.type.split("|")


def _is_number(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value)  # type: ignore[arg-type]


@cache
def declared_settings() -> Mapping[str, Setting]:
    """Return every declared variable by its name."""
    with Path(__file__).with_suffix(".csv").open(newline="", encoding="utf-8") as lines:
        return {row["variable"]: Setting(**row) for row in csv.DictReader(lines)}


def from_environment(name: str) -> str:
    """Return a variable of the environment, named without its prefix, or its default."""
    return os.environ.get(f"{PREFIX}{name}", declared_settings()[f"{PREFIX}{name}"].default)


def problems(given: Mapping[str, object]) -> list[str]:
    """Return a sentence for each invalid value of a variable."""
    lines = []
    for name, value in given.items():
        if (setting := declared_settings().get(name)) is None:
            near = difflib.get_close_matches(name, declared_settings(), n=1)
            hint = f"did you mean {near[0]}?" if near else "docs/settings.md lists those there are"
            lines.append(f"{name} is {value!r}, and nothing reads a variable of this name; {hint}")
        elif not setting.accepts(value):
            lines.append(f"{name} is {value!r}; write {setting.allowed}")
    return lines


def environment_problems(build: Path | None = None) -> list[str]:
    """Return a sentence for each invalid environment variable.

    A build works in ``build``, by default the database named in the environment.
    """
    names = [name for name in os.environ if name.startswith(PREFIX)]
    lines = problems({name: os.environ[name] for name in names if not name.startswith(_OF_TESTS)})
    declared = declared_settings()
    warehouse = Path(from_environment("WAREHOUSE"))
    build = build or Path(from_environment("BUILD"))
    if "?" in str(warehouse) or (warehouse.exists() and not warehouse.is_dir()):
        lines.append(
            f"{PREFIX}WAREHOUSE is {str(warehouse)!r}, which is not a folder or has a question "
            f"mark in its name; write a folder, such as {declared[f'{PREFIX}WAREHOUSE'].default}"
        )
    if build.resolve().is_relative_to(warehouse.resolve()):
        lines.append(
            f"{PREFIX}BUILD leads into {warehouse}, where readers would see a build at work; write "
            f"a path outside of it, such as {declared[f'{PREFIX}BUILD'].default}"
        )
    if build.exists() and not build.is_file():
        lines.append(
            f"{PREFIX}BUILD is {str(build)!r}, which is not a file; write a path such as "
            f"{declared[f'{PREFIX}BUILD'].default}"
        )
    return lines
