"""The project's own yml files, read as dbt reads them."""

from pathlib import Path
from typing import Any

import yaml

#: PyYAML's C loader if available: it takes a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yml(path: Path) -> Any:
    """Return the content of a yml file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
