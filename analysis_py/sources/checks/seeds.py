"""Validation of the seeds against the columns, types and keys that their yml declares.

dbt tests the same declarations in a build. Here they are read by themselves, so that an edit is
answered at once, and by row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis_py.sources.checks.declarations import Declaration, declarations
from analysis_py.sources.checks.findings import Findings, Place
from analysis_py.sources.checks.seed_files import Row, Seed, read_seed
from analysis_py.sources.csv_files import form_problem

#: What the values of a declared type look like; a type that is not here takes any text.
_TYPES = {
    "double": (r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", "a number"),
    "integer": (r"[+-]?\d+", "a whole number"),
    "bigint": (r"[+-]?\d+", "a whole number"),
    "boolean": ("true|false", "true or false"),
    "date": (r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date such as 2024-01-31"),
}


def check_seeds(root: Path) -> Findings:
    """Look at every file of ``seeds/`` that dbt loads or a yml declares, and hold it to that."""
    declared, problems = declarations(root)
    ignored = _ignored(root)
    seeds: dict[str, Seed] = {}
    for path in sorted((root / "seeds").rglob("*.csv")):
        file = path.relative_to(root)
        if path.stem not in declared and any(file.match(pattern) for pattern in ignored):
            continue
        if path.stem in seeds:
            other = seeds[path.stem].file
            problems.append(f"{file}: {other} has the same name; rename or remove one of the two")
            continue
        seeds[path.stem] = read_seed(path, file)
        if path.stem not in declared:
            problems.append(
                f"{file}: no yml file beside it describes this seed; add it to one, or remove it"
            )
    problems += [
        f"seeds: {name}.csv is declared and missing; restore it" for name in declared.keys() - seeds
    ]
    for name, seed in seeds.items():
        problems += [*seed.problems, *_differences(seed, declared.get(name, Declaration()), seeds)]
    n_rows = sum(len(seed.rows) for seed in seeds.values())
    return Findings(f"{len(seeds)} files, {n_rows:,} rows", tuple(problems))


def stopping_seed_problems(root: Path) -> tuple[str, ...]:
    """Return what is wrong with seeds that dbt loads; it would stop in the midst of a build.

    What is wrong with a line of a file that is read line by line is a status or lies in quarantine
    instead.
    """
    ignored = _ignored(root)
    by_line = [
        path.relative_to(root)
        for path in (root / "seeds").rglob("*.csv")
        if any(path.relative_to(root).match(pattern) for pattern in ignored)
        and form_problem(path.read_bytes()) is None
    ]
    return tuple(
        problem
        for problem in check_seeds(root).problems
        if not any(problem.startswith((f"{file},", f"{file}:")) for file in by_line)
    )


def _ignored(root: Path) -> list[str]:
    """Return the patterns of files that dbt leaves to others."""
    path = root / ".dbtignore"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _differences(seed: Seed, declared: Declaration, seeds: Mapping[str, Seed]) -> Iterator[str]:
    """Yield where a seed is not as declared."""
    if not declared.types or not seed.header:
        return
    for name in declared.types:
        if name not in seed.header:
            yield f"{Place(seed.file, column=name)}: not in the header; add it"
    for name in dict.fromkeys(seed.header):
        if name not in declared.types:
            yield (
                f"{Place(seed.file, column=name)}: nothing reads this column; remove it, or "
                "declare it in the yml file beside"
            )
    for name, data_type in declared.types.items():
        yield from _of_other_type(seed, name, data_type)
    for column, test, arguments in declared.tests:
        columns = [column] if column else list(arguments.get("columns", []))
        if all(name in seed.header for name in columns):
            yield from _TESTS.get(test, _untested)(seed, columns, arguments, seeds)


def _of_other_type(seed: Seed, column: str, data_type: str) -> Iterator[str]:
    if data_type not in _TYPES:
        return
    pattern, meaning = _TYPES[data_type]
    for row, text in _given(seed, column):
        if not re.fullmatch(pattern, text.strip(), re.IGNORECASE):
            yield f"{_place(seed, row, column)}: not {meaning}; correct it"


def _missing(seed: Seed, columns: Sequence[str], *_: object) -> Iterator[str]:
    for column in columns:
        for row in seed.rows:
            if column in row.values and row.value(column) is None:
                yield f"{Place(seed.file, row.number, row.line, column)}: no value; fill it in"


def _repeated(seed: Seed, columns: Sequence[str], *_: object) -> Iterator[str]:
    first: dict[tuple[str, ...], Row] = {}
    for row in seed.rows:
        values = map(row.value, columns)
        key = tuple(value for value in values if value is not None)
        if len(key) < len(columns):
            continue  # a missing value is like no other
        earlier = first.setdefault(key, row)
        if earlier is not row:
            place = Place(seed.file, row.number, row.line, ", ".join(columns), ", ".join(key))
            yield f"{place}: row {earlier.number} has the same; change or remove one of the two"


def _grain(seed: Seed, columns: Sequence[str], *_: object) -> Iterator[str]:
    yield from _missing(seed, columns)
    yield from _repeated(seed, columns)


def _not_accepted(
    seed: Seed, columns: Sequence[str], arguments: Mapping[str, Any], *_: object
) -> Iterator[str]:
    accepted = [str(value) for value in arguments["values"]]
    yield from _outside(seed, columns[0], accepted, f"write one of {', '.join(accepted)}")


def _unrelated(
    seed: Seed, columns: Sequence[str], arguments: Mapping[str, Any], seeds: Mapping[str, Seed]
) -> Iterator[str]:
    named = re.fullmatch(r"ref\('(\w+)'\)", arguments["to"])
    other = seeds.get(named[1]) if named else None
    if other is None or arguments["field"] not in other.header:
        return  # a model's values are known only after a build; a seed without the column is told
    known = [text for _, text in _given(other, arguments["field"])]
    remedy = f"write a {arguments['field']} of {other.file}, or add it there"
    yield from _outside(seed, columns[0], known, remedy)


def _untested(*_: object) -> Iterator[str]:
    """Stand for a test that only dbt can make."""
    yield from ()


_TESTS: Mapping[str, Callable[..., Iterator[str]]] = {
    "not_null": _missing,
    "unique": _repeated,
    "unique_grain": _grain,
    "accepted_values": _not_accepted,
    "relationships": _unrelated,
}


def _outside(seed: Seed, column: str, known: Iterable[str], remedy: str) -> Iterator[str]:
    values = set(known)
    for row, text in _given(seed, column):
        if text not in values:
            yield f"{_place(seed, row, column)}: unknown; {remedy}"


def _given(seed: Seed, column: str) -> Iterator[tuple[Row, str]]:
    for row in seed.rows:
        if (text := row.value(column)) is not None:
            yield row, text


def _place(seed: Seed, row: Row, column: str) -> Place:
    return Place(seed.file, row.number, row.line, column, row.value(column))
