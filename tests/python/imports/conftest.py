import pytest
from bringing import empty_project


@pytest.fixture
def project(tmp_path):
    """Return an empty project, in whose folder the process works."""
    with empty_project(tmp_path) as project:
        yield project
