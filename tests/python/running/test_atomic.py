"""Files and links are replaced by one rename, or stay as they are."""

import pytest

from analysis_py.runtime.atomic import replacing, write_link, write_text


def test_a_file_is_written_and_replaced_as_a_whole(tmp_path):
    path = tmp_path / "file.txt"
    write_text(path, "é old")
    with path.open(encoding="utf-8") as reader:
        write_text(path, "new")
        assert reader.read() == "é old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.fault("machine")
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "file.txt"
    write_text(path, "old")

    def fail():
        with replacing(path) as partial:
            partial.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_turned_and_takes_the_place_of_a_file(tmp_path):
    link = tmp_path / "link"
    link.write_text("a file")
    for target in ("one", "two"):
        write_link(link, target)
        assert str(link.readlink()) == target
    assert list(tmp_path.iterdir()) == [link]
