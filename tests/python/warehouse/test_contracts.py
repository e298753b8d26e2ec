"""Columns of contracts stand on one line each, so that a contract is read at a glance."""

import contracts
import pytest


@pytest.mark.parametrize("path", contracts.list_files(), ids=lambda path: path.stem)
def test_columns_stand_on_one_line(path):
    text = path.read_text(encoding="utf-8")
    assert contracts.rewrite(text) == text, "run python tests/python/contracts.py"
