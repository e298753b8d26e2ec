"""A family of statistics has one name: of its page, its models, its code and its proof."""

import re

import pytest
from families import FAMILIES, ROOT, Family

#: Pages that end by saying where their tables, code and proof are, with the folder of the code.
PLACES = [(family.page, family, family.code) for family in FAMILIES] + [
    (ROOT / "docs" / "gamm-engine.md", family, family.code / "engine")
    for family in FAMILIES
    if family.name == "gamm"
]
LINK = re.compile(r"\[`(?P<shown>[^`]+)`\]\(\.\./(?P<target>[^)]+)\)")


def shown(path):
    return path.relative_to(ROOT).as_posix() + "/" * path.is_dir()


def linked(path):
    return f"[`{shown(path)}`](../{shown(path)})"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_has_every_place(family: Family):
    assert family.page.exists()
    assert family.code.exists()
    assert any(family.tests.glob("test_*.py")), f"no test in {family.tests}"
    if family.reference.exists():
        assert (family.reference / "README.md").exists()


@pytest.mark.parametrize(
    ("page", "family", "code"), PLACES, ids=lambda value: getattr(value, "stem", "")
)
def test_a_page_ends_with_where_it_lives(page, family, code):
    heading, blank, tables, functions, proof = page.read_text().splitlines()[-5:]
    assert (heading, blank) == ("## Where it lives", "")
    assert tables == f"- **Tables** {linked(family.models)}"
    assert functions == f"- **Code** {linked(code)}"
    start = ", ".join(linked(path) for path in (family.tests, family.reference) if path.exists())
    assert proof.startswith(f"- **Proof** {start}")
    # a family may rest on values of another one
    more = proof.removeprefix(f"- **Proof** {start}")
    assert re.fullmatch(rf"(, {LINK.pattern})?", more)
    for link in LINK.finditer(more):
        assert link["shown"] == link["target"]
        assert link["shown"].startswith("tests/reference/")
        assert (ROOT / link["target"]).is_dir()


def test_the_table_of_pages_is_complete():
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    listed = re.findall(
        r"^\| \[([\w-]+\.md)\]\(\1\) \|", (ROOT / "docs/README.md").read_text(), re.M
    )
    unlisted = pages - set(listed) - {"glossary.md"}  # which the text above the table links
    assert not unlisted
