"""A family of statistics has one name: of its page, its models, its code and its proof."""

import re

import pytest
from families import FAMILIES, ROOT, Family


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_has_every_place(family: Family):
    assert family.page.exists()
    assert family.code.exists()
    assert any(family.tests.glob("test_*.py")), f"no test in {family.tests}"
    if family.reference.exists():
        assert (family.reference / "README.md").exists()


def test_the_table_of_pages_is_complete():
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    listed = re.findall(
        r"^\| \[([\w-]+\.md)\]\(\1\) \|", (ROOT / "docs/README.md").read_text(), re.M
    )
    unlisted = pages - set(listed) - {"glossary.md"}  # which the text above the table links
    assert not unlisted
