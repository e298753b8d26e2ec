import pytest
from board_chain import ROOT
from bringing import share_models


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Work in a folder with the project's seeds and models, and return it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLM_REASSESSMENT_IMPORTS", str(tmp_path / "imports"))
    share_models(monkeypatch)
    for name in ("seeds", "models", "macros", "dbt_project.yml"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path
