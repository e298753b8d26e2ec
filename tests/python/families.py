"""The families of statistics, as the folders of the models name them."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
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
