"""Folders are written and removed only where they are ours, and files only if we made them."""

import pytest
from made_up import publish_number

from analysis_py.build.outcome import places
from analysis_py.exports.published import ExportProblem
from analysis_py.exports.release import reported
from analysis_py.publishing import versions
from analysis_py.publishing.owned_folders import (
    MARKER,
    ForeignFileError,
    listed,
    mark,
    relinked,
    rewritten,
)
from analysis_py.report import ReportError, build
from analysis_py.report.output import placed


def write(folder, *names, text="new"):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def texts(folder):
    return {name: text for name, text in contents(folder).items() if name != MARKER}


@pytest.fixture
def site(tmp_path):
    """A folder that we have written."""
    with rewritten(tmp_path / "site") as folder:
        write(folder, "index.html", "data/a.js", text="old")
    return tmp_path / "site"


def test_a_new_and_an_empty_folder_are_written(tmp_path):
    (tmp_path / "empty").mkdir()
    for name in ("new/and/deep", "empty"):
        with rewritten(tmp_path / name) as folder:
            write(folder, "index.html", "data/a.js")
        assert texts(tmp_path / name) == {"index.html": "new", "data/a.js": "new"}
        assert listed(tmp_path / name) == {"index.html", "data/a.js"}


def test_what_we_wrote_before_is_replaced_and_what_we_do_not_write_any_more_removed(site):
    with rewritten(site) as folder:
        write(folder, "index.html", "figures/b.svg")
    assert texts(site) == {"index.html": "new", "figures/b.svg": "new"}
    assert not (site / "data").exists()


@pytest.mark.fault("folders")
@pytest.mark.parametrize("name", ["notes.txt", ".git/config", "index.html"])
def test_a_folder_of_somebody_else_is_refused_before_anything_is_written(tmp_path, name):
    write(tmp_path / "docs", name, text="mine")
    begun = False
    with (
        pytest.raises(ForeignFileError, match=r"is not empty .* Name a new or an empty folder"),
        rewritten(tmp_path / "docs"),
    ):
        begun = True
    assert not begun
    assert contents(tmp_path / "docs") == {name: "mine"}


@pytest.mark.fault("folders")
def test_foreign_files_beside_ours_stay(site):
    write(site, "CNAME", "data/mine.csv", text="mine")
    for _ in range(2):
        with rewritten(site) as folder:
            write(folder, "index.html")
    assert texts(site) == {"index.html": "new", "CNAME": "mine", "data/mine.csv": "mine"}


@pytest.mark.fault("folders")
def test_a_foreign_file_in_the_way_is_refused_and_nothing_changes(site):
    write(site, "figures/b.svg", text="mine")
    before = contents(site)
    with pytest.raises(ForeignFileError, match=r"b\.svg is in the way"), rewritten(site) as folder:
        write(folder, "index.html", "figures/b.svg")
    assert contents(site) == before


@pytest.mark.fault("folders")
def test_a_link_to_another_folder_is_not_followed(site, tmp_path):
    outside = tmp_path / "outside"
    write(outside, "a.js", text="mine")
    (site / "data" / "a.js").unlink()
    (site / "data").rmdir()
    (site / "data").symlink_to(outside)
    with pytest.raises(ForeignFileError, match="is in the way"), rewritten(site) as folder:
        write(folder, "data/a.js", "data/b.js")
    with rewritten(site) as folder:
        write(folder, "index.html")
    assert contents(outside) == {"a.js": "mine"}


@pytest.mark.fault("folders")
def test_what_a_listing_says_of_other_folders_is_not_believed(site, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    mark(site, ["../mine.txt", str(tmp_path / "mine.txt"), "index.html"])
    with rewritten(site) as folder:
        write(folder, "index.html")
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.fault("folders")
def test_a_failure_changes_nothing(site, tmp_path):
    before = contents(site)

    def fail(path):
        with rewritten(path) as folder:
            write(folder, "index.html")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail(site)
    assert contents(site) == before
    with pytest.raises(ZeroDivisionError):
        fail(tmp_path / "other")
    assert not (tmp_path / "other").exists()


@pytest.mark.fault("folders")
def test_what_a_killed_process_left_is_removed(site):
    write(site, ".staging-killed/index.html", text="half")
    with rewritten(site) as folder:
        write(folder, "index.html")
    assert texts(site) == {"index.html": "new"}


@pytest.mark.fault("folders")
def test_a_link_leads_to_the_old_folder_or_the_new_one(tmp_path):
    link = tmp_path / "report"
    names = ("index.html", "data/a.js")
    for number in ("1", "2", "3"):
        with relinked(link) as folder:
            write(folder, *names, text=number)
            if number != "1":
                assert texts(link) == dict.fromkeys(names, str(int(number) - 1))
        assert texts(link) == dict.fromkeys(names, number)
    assert len(list(tmp_path.glob("report-*"))) == 2, "it and the one before"


# the report


def test_the_report_of_a_warehouse_goes_with_its_version(tmp_path):
    warehouse = tmp_path / "warehouse"
    publish_number(warehouse, 1)
    home = versions.current_version(warehouse)
    assert not (warehouse / "report").exists()
    for text in ("old", "new"):
        with placed(warehouse, home, None) as folder:
            write(folder, "index.html", text=text)
        assert (warehouse / "report" / "index.html").read_text() == text
    with placed(warehouse, home, warehouse / "report") as folder:
        publish_number(warehouse, 2)
        write(folder, "index.html", text="of the first")
    # it is of another build than what is published, which goes on with the report before it
    assert (warehouse / "report" / "index.html").read_text() == "new"
    assert (home / "report" / "index.html").read_text() == "of the first"
    for number in (3, 4):
        publish_number(warehouse, number)
    assert not home.exists(), "it went with its version"


@pytest.mark.fault("publishing")
def test_the_last_report_stays_until_the_next_is_written(tmp_path):
    """Also where a build is killed at it, or is told to write none."""
    warehouse = tmp_path / "warehouse"
    publish_number(warehouse, 1)
    with placed(warehouse, versions.current_version(warehouse), None) as folder:
        write(folder, "index.html", "data/a.js", text="first")
    versions.write_docs(versions.current_version(warehouse), "first")
    for number in (2, 3, 4):
        publish_number(warehouse, number)
        assert texts(warehouse / "report") == {"index.html": "first", "data/a.js": "first"}
        assert (warehouse / "dbt_docs.html").read_text() == "first"
        assert [line.count("of an earlier build") for line in places(warehouse)] == [0, 0, 1, 1]
        with pytest.raises(ExportProblem, match="no report of its build"):
            reported(warehouse)
        with pytest.raises(ReportError, match="of this build yet: write the whole report first"):
            build(warehouse, only=["index"])
    home = versions.current_version(warehouse)
    with placed(warehouse, home, None) as folder:
        write(folder, "index.html", text="second")
    versions.write_docs(home, "second")
    assert texts(warehouse / "report") == {"index.html": "second"}
    assert (warehouse / "dbt_docs.html").read_text() == "second"
    assert not any("earlier" in line for line in places(warehouse))
    assert reported(warehouse) == home


def test_the_report_of_a_copied_file_goes_beside_it(tmp_path):
    with placed(tmp_path, tmp_path, None) as folder:
        write(folder, "index.html")
    assert texts(tmp_path / "report") == {"index.html": "new"}


@pytest.mark.fault("machine")
def test_a_report_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("mine")
    place = placed(tmp_path, tmp_path, tmp_path / "file" / "site")
    with pytest.raises(ReportError, match="cannot be written"), place:
        pass
