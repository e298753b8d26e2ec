"""Objects of JSON as the records of a table."""

import json
from typing import Any

from analysis_py.runs.formats.contract import Table, UnreadableFile


class Broken(str):
    """A line that cannot be read as JSON."""


def json_lines(text: str) -> list[Any]:
    """Return the content of each line of JSON Lines; unreadable lines are Broken."""
    rows: list[Any] = []
    # JSON may hold other line separators, such as U+2028
    for line in filter(str.strip, text.split("\n")):
        try:
            rows.append(read_json(line))
        except (ValueError, RecursionError):
            rows.append(Broken(line))
    return rows


def whole_json_lines(text: str) -> list[Any]:
    """Return the content of JSON Lines, or nothing where a line cannot be read."""
    rows = json_lines(text)
    return [] if any(isinstance(row, Broken) for row in rows) else rows


def read_json(text: str) -> Any:
    """Parse JSON; raise ValueError if an object has a key twice."""
    return json.loads(text, parse_int=_whole_number, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"an object names {', '.join(twice)} twice")
    return made


def _whole_number(digits: str) -> int | str:
    """Return a whole number; numbers too large for a score stay text."""
    return int(digits) if len(digits) < 300 else digits


def objects_in(content: Any) -> list[Any]:
    """Return the list of objects that a JSON file is or contains."""
    if isinstance(content, dict):
        lists = [
            value
            for value in content.values()
            if isinstance(value, list) and value and all(isinstance(row, dict) for row in value)
        ]
        return lists[0] if len(lists) == 1 else []
    return content if isinstance(content, list) else []


def of_objects(rows: list[Any]) -> Table:
    """Return objects as a table; any other value becomes a damaged record."""
    header = list(dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row))
    if len(header) < 2:
        raise UnreadableFile("it holds no table: no two columns")
    records = [
        [cell(row.get(name)) for name in header] if isinstance(row, dict) else [] for row in rows
    ]
    damage = {
        n: f"{'not readable as' if isinstance(row, Broken) else 'no object of'} JSON: {cell(row)}"
        for n, row in enumerate(rows, start=1)
        if not isinstance(row, dict)
    }
    names = [name.strip() or f"column {i}" for i, name in enumerate(header, start=1)]
    return Table(names, records, damage)


def cell(value: Any) -> str:
    """Return a value as the cell of a table, as text."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, default=str) if isinstance(value, dict | list) else str(value)
