"""Columns of contracts stand on one line each, so that a contract is read at a glance."""

import contracts
import pytest


@pytest.mark.parametrize("path", contracts.list_files(), ids=lambda path: path.stem)
def test_columns_stand_on_one_line(path):
    text = path.read_text(encoding="utf-8")
    assert contracts.rewrite(text) == text, "run python tests/python/contracts.py"


def test_a_column_keeps_what_it_says():
    text = """models:
  - name: some
    columns:
      - description: "It's \\"one\\", {{ doc('x') }}: two"
        name: a
        data_type: varchar
        data_tests:
          - not_null

      # why this column is so
      - name: b
        description: 'don''t'
    constraints: []
"""
    line = (
        """      - {name: a, data_type: varchar, description: """
        """"It's \\"one\\", {{ doc('x') }}: two", data_tests: [not_null]}"""
    )
    assert line in contracts.rewrite(text).split("\n")
    assert "      # why this column is so" in contracts.rewrite(text).split("\n")
