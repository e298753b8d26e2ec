"""The families of statistics, as the folders of the models name them."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Family:
    """One name, and the places that go by it."""

    name: str
    #: Folder of its models.
    models: Path

    @property
    def page(self) -> Path:
        """Its page of documentation."""
        return ROOT / "docs" / f"{self.name.replace('_', '-')}.md"

    @property
    def code(self) -> Path:
        """Its package, or the one module that it needs."""
        package = ROOT / "analysis_py" / "statistics" / self.name
        return package if package.is_dir() else package.with_suffix(".py")

    @property
    def tests(self) -> Path:
        """Folder of its tests."""
        return ROOT / "tests" / "python" / self.name

    @property
    def reference(self) -> Path:
        """Folder of values from elsewhere, which not every family has."""
        return ROOT / "tests" / "reference" / self.name


#: A folder that publishes a table is a family; what printed tables imply lies with the claims.
FAMILIES = [
    Family(folder.name, folder)
    for folder in [
        *sorted((ROOT / "models" / "statistics").iterdir()),
        ROOT / "models" / "claims" / "printed_tables",
    ]
    if any(folder.glob("*.sql"))
]
