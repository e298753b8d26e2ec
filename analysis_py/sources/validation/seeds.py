"""Validation of the seeds against the columns, types and keys that their yml declares.

dbt tests the same declarations in a build. This check needs no build and reports problems by row.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis_py.sources.csv_files import form_problem
from analysis_py.sources.seed_declarations import Declaration, declarations
from analysis_py.sources.validation.findings import Findings, Place
from analysis_py.sources.validation.seed_files import Row, Seed, read_seed

#: Patterns of values by declared type; other types accept any text.
_TYPES = {
    "double": (r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", "a number"),
    "integer": (r"[+-]?\d+", "a whole number"),
    "bigint": (r"[+-]?\d+", "a whole number"),
    "boolean": ("true|false", "true or false"),
    "date": (r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date such as 2024-01-31"),
}


def check_seeds(root: Path) -> Findings:
    """Check every file of ``seeds/`` that dbt loads or a yml declares."""
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
    """Return problems of seeds that would stop dbt halfway through a build.

    Bad lines of files that are read line by line do not count: they get a status or go to
    quarantine.
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
    """Return the patterns of files that dbt ignores."""
    path = root / ".dbtignore"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _differences(seed: Seed, declared: Declaration, seeds: Mapping[str, Seed]) -> Iterator[str]:
    """Yield the differences between a seed and its declaration."""
    if not declared.types or not seed.header:
        return
    for name in [name for name in declared.types if name not in seed.header]:
        yield f"{Place(seed.file, column=name)}: not in the header; add it"
    for name in dict.fromkeys(seed.header):
        if name not in declared.types:
            yield (
                f"{Place(seed.file, column=name)}: nothing reads this column; remove it, or "
                "declare it in the yml file beside"
            )
    for name, data_type in declared.types.items():
        pattern, meaning = _TYPES.get(data_type, (".*", ""))
        for row, text in _values(seed, name):
            if not re.fullmatch(pattern, text.strip(), re.IGNORECASE | re.DOTALL):
                yield f"{_place(seed, row, name)}: not {meaning}; correct it"
    for column, test, arguments in declared.tests:
        columns = [column] if column else list(arguments.get("columns", []))
        if set(columns) <= set(seed.header):
            yield from _failures(seed, test, columns, arguments, seeds)


def _failures(
    seed: Seed,
    test: str,
    columns: Sequence[str],
    arguments: Mapping[str, Any],
    seeds: Mapping[str, Seed],
) -> Iterator[str]:
    """Yield the failures of data tests that need only seeds."""
    if test in ("not_null", "unique_grain"):
        for column in columns:
            for row in seed.rows:
                if column in row.values and row.value(column) is None:
                    yield f"{_place(seed, row, column)}: no value; fill it in"
    if test in ("unique", "unique_grain"):
        first: dict[tuple[str | None, ...], Row] = {}
        for row in seed.rows:
            key = tuple(map(row.value, columns))
            # missing values are not duplicates
            if None not in key and (earlier := first.setdefault(key, row)) is not row:
                words = ", ".join(columns), ", ".join(map(str, key))
                place = Place(seed.file, row.number, row.line, *words)
                yield f"{place}: row {earlier.number} has the same; change or remove one of the two"
    known: list[str] | None = None
    if test == "accepted_values":
        known = [str(value) for value in arguments["values"]]
        remedy = f"write one of {', '.join(known)}"
    elif test == "relationships" and (named := re.fullmatch(r"ref\('(\w+)'\)", arguments["to"])):
        # values of a model are known only after a build; a missing column of a seed is reported
        # elsewhere
        field = arguments["field"]
        if (other := seeds.get(named[1])) and field in other.header:
            known = [text for _, text in _values(other, field)]
            remedy = f"write a {field} of {other.file}, or add it there"
    if known is not None:
        for row, text in _values(seed, columns[0]):
            if text not in known:
                yield f"{_place(seed, row, columns[0])}: unknown; {remedy}"


def _values(seed: Seed, column: str) -> Iterator[tuple[Row, str]]:
    for row in seed.rows:
        if (text := row.value(column)) is not None:
            yield row, text


def _place(seed: Seed, row: Row, column: str) -> Place:
    return Place(seed.file, row.number, row.line, column, row.value(column))
