"""A family of statistics has one name: of its page, its models, its code and its proof."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
#: A folder that publishes a table is a family; what printed tables imply lies with the claims.
FAMILIES = [
    folder.name
    for folder in [
        *sorted((ROOT / "models/statistics").iterdir()),
        ROOT / "models/claims/printed_tables",
    ]
    if any(folder.glob("*.sql"))
]


def page_of(family: str) -> Path:
    """Return the page of documentation of a family."""
    return ROOT / "docs" / f"{family.replace('_', '-')}.md"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_every_place(family):
    assert page_of(family).exists()
    code = ROOT / "analysis_py/statistics" / family
    is_sql_alone = not any((ROOT / "models/statistics" / family).rglob("*.py"))
    assert is_sql_alone or code.is_dir() or code.with_suffix(".py").exists()
    assert any((ROOT / "tests/python" / family).glob("test_*.py"))
    reference = ROOT / "tests/reference" / family
    assert not reference.exists() or (reference / "README.md").exists()


def test_the_table_of_pages_is_complete():
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    listed = re.findall(
        r"^\| \[([\w-]+\.md)\]\(\1\) \|", (ROOT / "docs/README.md").read_text(), re.M
    )
    unlisted = pages - set(listed) - {"glossary.md"}  # which the text above the table links
    assert not unlisted
