"""The answers of docs/items.md, which are of made-up item results.

`python tests/python/items/page.py` writes them anew.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tests" / "python"))

from item_tables import ItemTables  # noqa: E402  after the path is set
from readme import answer  # noqa: E402

from analysis_py.cli.items import demo_items  # noqa: E402
from analysis_py.imports.item_storing import store_items  # noqa: E402
from analysis_py.statistics.items.demo import made_up  # noqa: E402

PAGE = ROOT / "docs" / "items.md"
#: A call of the command with a question, and the table below it.
QUESTION = re.compile(
    r'    llm-reassess query "(?P<sql>[^"]*)"\n\n(?P<answer>(?:\|.*\n)*)', re.MULTILINE
)


def answers(folder: Path) -> list[tuple[re.Match, str]]:
    """Return every question of the page with what the item results of ``demo-items`` answer."""
    models, items, seed, name = (option.default for option in demo_items.params)
    path = folder / "demo.parquet"
    made_up(models, items, seed).answers.write_parquet(path)
    store_items([path], name, folder / "imports" / "items")
    tables = ItemTables(folder / "imports")
    tables.connection.execute("create schema statistics")
    questions = list(QUESTION.finditer(PAGE.read_text()))
    for name in {name for q in questions for name in re.findall(r"statistics\.(\w+)", q["sql"])}:
        tables.make(name)
        tables.connection.execute(f"create table statistics.{name} as from main.{name}")
    return [(question, answer(tables.connection, question["sql"])) for question in questions]


def main() -> None:
    """Write the answers."""
    text = PAGE.read_text()
    with tempfile.TemporaryDirectory() as folder:
        for question, found in reversed(answers(Path(folder))):
            end = "" if question["answer"] else "\n"
            call = question[0][: len(question[0]) - len(question["answer"])]
            text = text[: question.start()] + call + found + end + text[question.end() :]
    PAGE.write_text(text)
    print(f"wrote the answers of {PAGE}")


if __name__ == "__main__":
    main()
