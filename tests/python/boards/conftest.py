"""A chain of models without a board, for tests that add one."""

import pytest
from board_chain import empty_chain


@pytest.fixture
def chain(tmp_path):
    return empty_chain(tmp_path)
