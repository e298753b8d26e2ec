"""Fixtures: a small project in which commands are tried within this process."""

import os
import shutil

import duckdb
import pytest
from building import copied, stand_in


@pytest.fixture
def own_environment(monkeypatch):
    """Let a command set what it likes in the environment, until the test has ended."""
    before = dict(os.environ)
    for name in ("DATA", "BUILD", "WAREHOUSE"):
        os.environ.pop(f"LLM_REASSESSMENT_{name}", None)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def place(tmp_path, monkeypatch, own_environment):
    """Return a folder that is a project, and the current one; its published file is small."""
    root = tmp_path / "project"
    (root / "seeds" / "deep").mkdir(parents=True)
    (root / "warehouse").mkdir()
    (root / "dbt_project.yml").write_text("name: llm_reassessment\nversion: 0.1.0\n")
    (root / "profiles.yml").touch()
    with duckdb.connect(str(root / "warehouse" / "llm_reassessment.duckdb")) as connection:
        connection.execute(
            "create schema marts;"
            "create table marts.dim_things as from (values (1, 'one'), (22, null)) t(n, name);"
            "comment on table marts.dim_things is 'One row per thing. More of it.';"
            "create table marts.fct_many as select range as n from range(1500)"
        )
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def laid(project, tmp_path, monkeypatch, own_environment):
    """Return a project of the test's own, the current folder: what tests edit is a copy."""
    edited = {"claims", "data", "seeds"}
    stand_in(project, tmp_path, {*edited, ".dbtignore"})
    for name in edited:
        shutil.copytree(project / name, tmp_path / name)
    shutil.copy(project / ".dbtignore", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def own(built_small, tmp_path):
    """Return a copy of the small project, which was built and published."""
    return copied(built_small, tmp_path / "own")
