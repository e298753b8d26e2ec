"""The folder of stored fits, and what people, disks and signals do to it."""

import multiprocessing
import os
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis_py.fit_cache.fit_store import FitStore

KEY, OTHER = "0" * 64, "1" * 64
FRAME = pl.DataFrame({"x": [1.5, None, float("nan"), -0.0]})


@pytest.fixture
def store(tmp_path):
    return FitStore(tmp_path / "warehouse" / ".fits")


def files(store):
    return sorted(store.folder.glob("*.parquet"))


@pytest.mark.parametrize(
    "frame",
    [
        FRAME,
        FRAME.clear(),
        pl.DataFrame(
            {"n": [1, None], "s": ["é\x00", ""], "b": [True, None], "d": [date.min, None]}
        ),
        pl.DataFrame(
            {"rows": [[{"x": 1.0, "names": ["a", None]}, None], [], None]},
            schema={"rows": pl.List(pl.Struct({"x": pl.Float64, "names": pl.List(pl.String)}))},
        ),
    ],
)
def test_what_was_kept_comes_back_as_it_was(store, frame):
    assert store.get(KEY) is None
    store.put(KEY, frame)
    found = store.get(KEY)
    assert_frame_equal(found, frame)
    assert found.schema == frame.schema
    if "x" in frame.columns:
        bits = pl.col("x").reinterpret(dtype=pl.Int64)
        assert_frame_equal(found.select(bits), frame.select(bits))
    assert store.get(OTHER) is None


SPOILT = {
    "cut in half": lambda content: content[: len(content) // 2],
    "emptied": lambda content: b"",
    "with one bit turned": lambda content: content[:6] + bytes([content[6] ^ 1]) + content[7:],
    "overwritten with text": lambda content: b"x" * len(content),
}


@pytest.mark.fault("machine")
@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_file_is_not_read(store, spoil):
    store.put(KEY, FRAME)
    (path,) = files(store)
    path.write_bytes(spoil(path.read_bytes()))
    assert store.get(KEY) is None
    assert files(store) == []
    store.put(KEY, FRAME)
    assert_frame_equal(store.get(KEY), FRAME)


@pytest.mark.fault("builds")
def test_what_is_half_written_is_not_read_and_goes(store, monkeypatch):
    def killed(*_, **__):
        raise SystemExit

    store.put(OTHER, FRAME)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        patch.setattr("pathlib.Path.unlink", killed)  # nor does it tidy up
        with pytest.raises(SystemExit):
            store.put(KEY, FRAME)
    (left,) = store.folder.glob(".partial-*")
    assert left.stat().st_size > 0
    assert store.get(KEY) is None
    store.prune()
    assert left.exists(), "whoever writes it may be at it still"
    os.utime(left, (0, 0))
    store.prune()
    assert not left.exists()
    assert_frame_equal(store.get(OTHER), FRAME)


def work(folder, number):
    """Keep, read and remove frames among others who do."""
    store = FitStore(folder)
    n_read = 0
    for turn in range(60):
        name = (number + turn) % 5
        frame = pl.DataFrame({"x": [name] * 50})
        store.put(str(name) * 64, frame)
        for other in range(5):
            found = store.get(str(other) * 64)
            if found is not None:
                assert found["x"].to_list() == [other] * 50
                n_read += 1
        store.prune()
    return n_read


@pytest.mark.fault("builds")
@pytest.mark.process
def test_processes_that_share_a_store_do_not_disturb_each_other(store):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        read = pool.starmap(work, [(store.folder, number) for number in range(4)])
    assert min(read) > 0
    assert list(store.folder.glob(".partial-*")) == []


@pytest.mark.fault("folders")
def test_nothing_is_removed_that_is_not_ours(store):
    store.put(KEY, FRAME)
    strange = [store.folder / name for name in ("notes.parquet", "notes", f"{KEY}.parquet")]
    for path in strange:
        path.write_text("mine")
        os.utime(path, (0, 0))
    for path in files(store):
        os.utime(path, (0, 0))
    store.prune()
    assert files(store) == sorted([strange[0], strange[2]])
    assert all(path.read_text() == "mine" for path in strange)
