"""A data set as the Hugging Face hub shows it: a card with a configuration per table."""

from pathlib import Path

import yaml

from analysis_py.exports.published import DESCRIPTION, TITLE, Dataset

FILE = "README.md"
#: The table that is shown first.
_FIRST = "fct_scores"


def describe(dataset: Dataset, folder: Path) -> Path:
    """Write the card beside tables that are there."""
    head = {
        "pretty_name": TITLE,
        # each snapshot has its own terms; the card's table lists them
        "license": "other",
        "license_name": "as-listed",
        "language": ["en"],
        "tags": ["leaderboard", "evaluation", "large-language-models"],
        "configs": [
            {
                "config_name": table.name,
                **({"default": True} if table.name == _FIRST else {}),
                "data_files": [{"split": "train", "path": table.path}],
            }
            for table in dataset.tables
        ],
    }
    text = yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=1000)
    path = folder / FILE
    path.write_text(f"---\n{text}---\n\n{_body(dataset)}", encoding="utf-8")
    return path


def _body(dataset: Dataset) -> str:
    lines = [f"# {TITLE}", "", DESCRIPTION, "", "## Where the facts come from", ""]
    lines += ["| snapshot | what | by | licence |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {each.snapshot_id} | {_cell(each.title)} | {_cell(each.producer)} "
        f"| {_cell(each.licence)} |"
        for each in dataset.snapshots
    ]
    lines += ["", "## Tables", "", "| table | a row is | columns |", "| --- | --- | --- |"]
    lines += [
        f"| {table.schema}.{table.name} | {_cell(table.meaning)} | {len(table.columns)} |"
        for table in dataset.tables
    ]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
