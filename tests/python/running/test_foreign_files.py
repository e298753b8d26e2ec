"""A warehouse among files of somebody else, or of the former layout."""

import os
import re
import shutil

import pytest
from made_up import contents, numbers_in, publish_number, write_number

from analysis_py.publishing import versions
from analysis_py.publishing.publishing import DATABASE_NAME, Publication, PublishingError


@pytest.mark.fault(
    "folders", "a warehouse in a folder that others use", "nothing of theirs is touched"
)
def test_foreign_files_in_the_folder_are_left_alone(tmp_path):
    """A folder that many use: only what cannot be shared is refused, and nothing is removed."""
    lake = tmp_path / "lake"
    for name in (".staging/a", "sales/b.parquet", "notes.txt", ".hidden"):
        (lake / name).parent.mkdir(parents=True, exist_ok=True)
        (lake / name).write_text("mine")
    before = contents(lake)
    for number in (1, 2, 3):
        publish_number(lake, number)
    after = contents(lake)
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {".versions"}


@pytest.mark.fault("folders", "somebody's {name} in the way", "told at the start; it stays")
@pytest.mark.parametrize(
    "name",
    ["parquet/sales/b.parquet", "parquet/b.parquet", "report/index.html", "dbt_docs.html"],
)
def test_a_foreign_file_in_the_way_is_told_at_the_start(tmp_path, name):
    lake = tmp_path / "lake"
    (lake / name).parent.mkdir(parents=True)
    (lake / name).write_text("mine")
    with pytest.raises(PublishingError) as refused:
        Publication(lake)
    assert str(lake / name) in str(refused.value)
    assert "Move it away" in str(refused.value)
    assert (lake / name).read_text() == "mine"
    assert not (lake / DATABASE_NAME).is_symlink()
    (lake / name).unlink()
    shutil.rmtree(lake / name.split("/")[0], ignore_errors=True)
    publish_number(lake, 1)


@pytest.mark.fault("folders", "somebody's link {name} in the way", "told at the start; it stays")
@pytest.mark.parametrize("name", versions.NAMES)
def test_a_foreign_link_in_the_way_is_told_at_the_start(tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    lake = tmp_path / "lake"
    lake.mkdir()
    (lake / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishingError, match="Move it away"):
        Publication(lake)
    assert (lake / name).readlink() == tmp_path / "elsewhere"


@pytest.mark.fault("folders", "a folder named .versions/current", "told at the start; it stays")
def test_a_folder_where_the_link_goes_is_told_at_the_start(tmp_path):
    """It used to be said when all had been built."""
    publish_number(tmp_path, 1)
    current = tmp_path / ".versions" / "current"
    current.unlink()
    current.mkdir()
    with pytest.raises(PublishingError, match=r"current is no link, .* Move it away"):
        Publication(tmp_path)
    current.rmdir()
    publish_number(tmp_path, 2)


@pytest.mark.fault("folders", "a folder of versions that is not ours", "refused")
def test_a_folder_of_versions_that_is_not_ours_is_refused(tmp_path):
    (tmp_path / ".versions").mkdir()
    (tmp_path / ".versions" / "mine").write_text("mine")
    with pytest.raises(PublishingError, match="is not empty"):
        Publication(tmp_path)
    assert contents(tmp_path) == {".versions/mine": b"mine"}


# the former layout


@pytest.fixture
def former(tmp_path):
    """A warehouse as it was before there were versions: plain files, listed by nothing."""
    warehouse = tmp_path / "former"
    warehouse.mkdir()
    write_number(warehouse, 1)
    for name in ("index.html", "ledger.html", "assets/report.js", "data/scores.js"):
        (warehouse / "report" / name).parent.mkdir(parents=True, exist_ok=True)
        (warehouse / "report" / name).write_text("of the former layout")
    (warehouse / "dbt_docs.html").write_text("of the former layout")
    return warehouse


@pytest.mark.fault(
    "publishing",
    "a warehouse of the former layout",
    "taken over; nothing moves before the new one is whole",
)
def test_a_warehouse_of_the_former_layout_is_taken_over(former):
    before = contents(former)
    with Publication(former):
        pass
    assert contents(former).items() >= before.items(), "nothing moves before the new one is whole"
    publish_number(former, 2)
    assert numbers_in(former) == ({2}, {2})
    kept = contents(former / ".versions" / "former")
    assert kept.items() >= before.items()
    publish_number(former, 3)
    assert not (former / ".versions" / "former").exists()


@pytest.mark.fault("folders", "somebody's {name} in a warehouse of the former layout", "it stays")
@pytest.mark.parametrize("name", ["parquet/marts/mine.parquet", "report/CNAME", "parquet/a/b/c"])
def test_foreign_files_among_those_of_the_former_layout_stay(former, name):
    (former / name).parent.mkdir(parents=True, exist_ok=True)
    (former / name).write_text("mine")
    before = contents(former)
    with pytest.raises(PublishingError, match=re.escape(str(former / name))):
        Publication(former)
    assert contents(former).items() >= before.items()
    assert numbers_in(former) == ({1}, {1})


@pytest.mark.fault("publishing", "a published file that is garbage", "it is replaced")
def test_a_former_file_that_is_damaged_is_replaced(tmp_path):
    (tmp_path / DATABASE_NAME).write_bytes(b"half a file")
    publish_number(tmp_path, 2)
    assert numbers_in(tmp_path) == ({2}, {2})


@pytest.mark.fault("publishing", "a take-over cut between two renames", "the next finishes it")
def test_a_take_over_that_was_cut_between_two_renames_is_finished(former):
    """As it is when the folder has been moved and the link to it not yet been made."""
    with Publication(former):
        pass
    version = former / ".versions" / "former"
    version.mkdir()
    os.link(former / DATABASE_NAME, version / DATABASE_NAME)
    versions.make_current(version)
    os.rename(former / "parquet", version / "parquet")
    with Publication(former):
        assert numbers_in(former) == ({1}, {1})
        assert (former / "report" / "index.html").read_text() == "of the former layout"
    assert all((former / name).is_symlink() for name in versions.NAMES)
