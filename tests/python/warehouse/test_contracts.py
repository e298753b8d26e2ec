"""Columns of contracts stand on one line each, so that a contract is read at a glance."""

import re

import pytest
from sql_models import ROOT

FILES = sorted(path for folder in ("models", "seeds") for path in (ROOT / folder).rglob("*.yml"))
#: A column in block style without a comment or a nested list, whose words would fit on one line.
BLOCK = re.compile(
    r"^ {6,}- name: \w+\n +(?:data_type|description): [^\n#|>]{,80}\n(?= +- |\n|\Z)", re.M
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_columns_stand_on_one_line(path):
    assert BLOCK.findall(path.read_text(encoding="utf-8")) == []
