"""The folder of stored fits, and what people, disks and signals do to it."""

import os

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis_py.fit_cache.fit_store import FitStore

KEY, OTHER = "0" * 64, "1" * 64
FRAME = pl.DataFrame(
    {"x": [1.5, None, float("nan"), -0.0], "rows": [[{"n": 1, "s": ["é\x00", None]}], [], None, []]}
)
BITS = pl.col("x").reinterpret(dtype=pl.Int64)


@pytest.fixture
def store(tmp_path):
    return FitStore(tmp_path / "warehouse" / ".fits")


def files(store):
    return sorted(store.folder.glob("*.parquet"))


@pytest.mark.parametrize("frame", [FRAME, FRAME.clear()])
def test_what_was_kept_comes_back_as_it_was(store, frame):
    store.put(KEY, frame)
    found = store.get(KEY)
    assert_frame_equal(found, frame)
    assert_frame_equal(found.select(BITS), frame.select(BITS))
    assert store.get(OTHER) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:6] + bytes([content[6] ^ 1]) + content[7:],
    ],
    ids=["cut in half", "with one bit turned"],
)
def test_a_spoilt_file_is_not_read(store, spoil):
    store.put(KEY, FRAME)
    (path,) = files(store)
    path.write_bytes(spoil(path.read_bytes()))
    assert store.get(KEY) is None
    assert files(store) == []
    store.put(KEY, FRAME)
    assert_frame_equal(store.get(KEY), FRAME)


def test_what_is_half_written_is_not_read_and_goes(store, monkeypatch):
    def killed(*_, **__):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        patch.setattr("pathlib.Path.unlink", killed)  # nor does it tidy up
        with pytest.raises(SystemExit):
            store.put(KEY, FRAME)
    (left,) = store.folder.glob(".partial-*")
    assert store.get(KEY) is None
    store.prune()
    assert left.exists(), "whoever writes it may be at it still"
    os.utime(left, (0, 0))
    store.prune()
    assert not left.exists()


def test_a_place_where_nothing_can_be_written_costs_no_build(store):
    store.folder.parent.mkdir()
    store.folder.write_text("a file")
    store.put(KEY, FRAME)
    store.prune()
    assert store.get(KEY) is None
    assert store.folder.read_text() == "a file"


def test_nothing_is_removed_that_is_not_ours(store):
    store.put(KEY, FRAME)
    strange = [store.folder / name for name in ("notes.parquet", "notes", f"{KEY}.parquet")]
    for path in strange:
        path.write_text("mine")
    for path in {*strange, *files(store)}:
        os.utime(path, (0, 0))
    store.prune()
    assert files(store) == sorted([strange[0], strange[2]])
    assert all(path.read_text() == "mine" for path in strange)
