"""Pages of results: tables in Markdown, and pages with a table for each measurement."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

Rows = Iterable[dict[str, object]]


def shown(value: object) -> str:
    """Return a value as a cell shows it; an unknown one is empty."""
    return "" if value is None else str(value)


def table(rows: Rows, show: Callable[[object], str] = shown) -> list[str]:
    """Return the lines of a table of rows with the same names."""
    cells = list(rows)
    names = list(cells[0])
    lines = (names, ["---"] * len(names), *([show(row[name]) for name in names] for row in cells))
    return [f"| {' | '.join(line)} |" for line in lines]


def write_page(
    path: Path,
    head: list[str],
    sections: dict[str, Callable[[np.random.Generator], Rows]],
    seed: int,
    show: Callable[[object], str] = shown,
) -> None:
    """Write and print a page with a table for each section, whose draws begin at the seed."""
    lines = [*head, ""]
    for title, section in sections.items():
        found = [f"## {title}", "", *table(section(np.random.default_rng(seed)), show), ""]
        print("\n".join(found), flush=True)
        lines += found
        path.write_text("\n".join(lines))
