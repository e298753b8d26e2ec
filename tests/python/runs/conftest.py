"""A folder of the test's own, in which it writes runs by short names."""

import pytest


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
