"""What the page on boards shows is what the seeds take: its rows have their columns and roles."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "seeds" / "boards"
PAGE = (ROOT / "docs" / "boards.md").read_text()
#: An indented block that begins with the name of a seed, and the rows below it.
SHOWN = re.findall(r"^    (\w+\.csv)\n((?:    .+\n)+)", PAGE, re.MULTILINE)


def seed(name):
    with (SEEDS / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("name", "block"), SHOWN)
def test_examples_have_the_columns_of_the_seed(name, block):
    header = next(csv.reader((SEEDS / name).open(encoding="utf-8")))
    roles = {row["role"] for row in seed("column_roles.csv")}
    for row in csv.reader(line.strip() for line in block.splitlines()):
        assert len(row) == len(header), row
        assert dict(zip(header, row, strict=True)).get("role", "score") in roles


def test_no_name_stands_for_two_roles_or_benchmarks():
    rows = seed("column_roles.csv")
    names = [name for row in rows for name in [row["role"], *row["also_named"].split()]]
    assert len(names) == len(set(names))
    found = {}
    for row in seed("benchmarks.csv"):
        for name in (row["benchmark_id"], row["benchmark_name"]):
            found.setdefault(slug(name), set()).add(row["benchmark_id"])
    for row in seed("benchmark_names.csv"):
        if not row["board"]:
            found.setdefault(slug(row["name"]), set()).add(row["benchmark_id"])
    assert {name: ids for name, ids in found.items() if len(ids) > 1} == {}


def slug(name):
    return re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")
