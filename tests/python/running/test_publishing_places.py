"""Publishing where files of somebody else lie, or where nothing can be published."""

import errno
import shutil

import pytest
from made_up import contents, publish_number

from analysis_py.publishing import versions
from analysis_py.publishing.publishing import Publication, PublishingError


@pytest.fixture
def warehouse(tmp_path):
    """A warehouse in which the number 1 is published."""
    publish_number(tmp_path / "warehouse", 1)
    return tmp_path / "warehouse"


@pytest.mark.fault("folders")
def test_foreign_files_in_the_folder_are_left_alone(tmp_path):
    lake = tmp_path / "lake"
    for name in (".staging/a", "sales/b.parquet", "notes.txt", ".hidden", ".versions/mine/file"):
        (lake / name).parent.mkdir(parents=True, exist_ok=True)
        (lake / name).write_text("mine")
    before = contents(lake)
    for number in (1, 2, 3):
        publish_number(lake, number)
    after = contents(lake)
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {".versions"}


@pytest.mark.fault("folders")
@pytest.mark.parametrize(
    "name", ["llm_reassessment.duckdb", "parquet/b.parquet", "report/index.html", "dbt_docs.html"]
)
def test_a_foreign_file_in_the_way_is_told_at_the_start(tmp_path, name):
    lake = tmp_path / "lake"
    (lake / name).parent.mkdir(parents=True)
    (lake / name).write_text("mine")
    with pytest.raises(PublishingError) as refused:
        Publication(lake)
    assert str(lake / name.split("/")[0]) in str(refused.value)
    assert "Move it away" in str(refused.value)
    assert contents(lake)[name] == b"mine"
    (lake / name).unlink()
    shutil.rmtree(lake / name.split("/")[0], ignore_errors=True)
    publish_number(lake, 1)


@pytest.mark.fault("folders")
def test_a_folder_where_the_link_goes_is_told_at_the_start(warehouse):
    current = warehouse / ".versions" / "current"
    current.unlink()
    current.mkdir()
    with pytest.raises(PublishingError, match=r"current lies where .* Move it away"):
        Publication(warehouse)
    current.rmdir()
    publish_number(warehouse, 2)


@pytest.mark.fault("machine")
def test_a_folder_that_cannot_be_written_is_told_at_the_start(warehouse, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(versions, "place_links", refuse)
        with pytest.raises(PublishingError, match="Permission denied"):
            Publication(warehouse)
    publish_number(warehouse, 2)


@pytest.mark.fault("machine")
def test_a_path_that_duckdb_cannot_write_is_told_at_the_start(tmp_path):
    """It takes what follows a question mark for options."""
    with pytest.raises(PublishingError, match="question mark"):
        Publication(tmp_path / "what?")
    assert not (tmp_path / "what?").exists()
