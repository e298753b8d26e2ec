"""A fit is taken from the store exactly where nothing that it depends on has changed."""

import concurrent.futures
import gc
import importlib
import importlib.metadata
import multiprocessing
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis_py.fit_cache import fit_keys
from analysis_py.fit_cache.fit_store import FitStore
from analysis_py.fit_cache.stored_fits import load_or_fit, load_or_fit_by_part

pytestmark = pytest.mark.process

#: A package of a fit, what it rests on, and a module that has nothing to do with it.
PACKAGE = {
    "__init__.py": "",
    "means.py": '''
"""Means of cohorts."""
import numpy as np
import polars as pl

CALLS = []


def fit_means(scores, seed, wanted=None):
    """Fit."""
    from made_up_fits.inner.helper import shifted

    CALLS.append(scores["cohort_id"].unique().sort().to_list())
    return scores.group_by("cohort_id").agg(
        pl.col("score").sort().mean().map_elements(shifted, pl.Float64), seed=pl.lit(seed)
    )
''',
    "inner/__init__.py": "",
    "inner/helper.py": "from .. import below\n\n\ndef shifted(x):\n    return x + below.SHIFT\n",
    "below.py": "# why\nSHIFT = 1.0\n",
    "other.py": "import polars\n",
}
SCORES = pl.DataFrame({"cohort_id": ["a", "a", "b", "c"], "score": [1.0, 2.0, 3.0, float("nan")]})


class MadeUp:
    """The package, and the model that asks for its fit."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, name, text):
        path = self.folder / "made_up_fits" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self.forget()

    def forget(self):
        """Be a process that has just begun."""
        for name in [name for name in sys.modules if name.startswith("made_up_fits")]:
            del sys.modules[name]
        importlib.invalidate_caches()
        for cached in vars(fit_keys).values():
            if hasattr(cached, "cache_clear"):
                cached.cache_clear()

    def ask(self, scores=SCORES, seed=1, in_turn=False, **named):
        """Return what the model gives, and the cohorts that were fitted, all at once or in turn."""
        module = importlib.import_module("made_up_fits.means")
        module.CALLS.clear()
        model = SimpleNamespace(this=SimpleNamespace(identifier="fit_means"))
        if in_turn:
            with duckdb.connect() as connection:
                rows = connection.from_arrow(scores.to_arrow())
                frame = load_or_fit_by_part(model, module.fit_means, rows, seed, **named)
            assert all(len(cohorts) <= 1 for cohorts in module.CALLS)
        else:
            frame = load_or_fit(model, module.fit_means, scores, seed, **named)
            assert len(module.CALLS) <= 1
        return frame, [cohort for cohorts in module.CALLS for cohort in cohorts]


@pytest.fixture
def made_up(tmp_path, monkeypatch):
    """Return the package, asked for the first time, with a store of its own."""
    monkeypatch.setenv("LLM_REASSESSMENT_FITS", str(tmp_path / "fits"))
    monkeypatch.syspath_prepend(tmp_path)
    made_up = MadeUp(tmp_path)
    for name, text in PACKAGE.items():
        made_up.write(name, text)
    assert made_up.ask()[1] == ["a", "b", "c"]
    yield made_up
    made_up.forget()


def test_nothing_is_fitted_again_for_other_words_or_another_order_of_rows(made_up):
    first, _ = made_up.ask()
    made_up.write("below.py", '"""What lies below."""\n# because\nSHIFT = 1.0\n')
    made_up.write("other.py", "import numpy\n")
    again, fitted = made_up.ask(SCORES.reverse())
    assert fitted == []
    assert_frame_equal(again, first)


def test_a_stored_frame_of_other_columns_is_not_taken(made_up):
    first, _ = made_up.ask()
    path = next((made_up.folder / "fits").glob("*.parquet"))
    path.unlink()
    other = pl.DataFrame({"cohort_id": ["a"], "other": [1]})
    FitStore(path.parent).put(path.name.partition("-")[0], other)
    again, fitted = made_up.ask()
    assert fitted == ["a", "b", "c"]
    assert_frame_equal(again, first)


def test_in_turn_the_same_is_found_and_made(made_up):
    """Both kinds share a store, and one cohort's rows are fitted at a time."""
    first, _ = made_up.ask()
    again, fitted = made_up.ask(in_turn=True)
    assert_frame_equal(first, again)
    assert fitted == []
    changed = SCORES.with_columns(score=pl.when(cohort_id="b").then(4.5).otherwise("score"))
    assert made_up.ask(changed, in_turn=True)[1] == ["b"]


@pytest.mark.parametrize(
    ("change", "fitted"),
    [
        (pl.when(pl.col("score") == 3).then(3.0000000000000004).otherwise("score"), ["b"]),
        (pl.when(pl.col("score") == 2).then(None).otherwise("score"), ["a"]),
        # which JSON and many a reader would not tell from each other
        (pl.col("score").fill_nan(None), ["c"]),
        (pl.col("score").cast(pl.Float32), ["a", "b", "c"]),
    ],
)
def test_one_score_costs_the_fit_of_its_cohort(made_up, change, fitted):
    assert made_up.ask(SCORES.with_columns(score=change))[1] == fitted


def test_a_new_cohort_costs_its_own_fit_and_one_that_goes_none(made_up):
    new = pl.DataFrame({"cohort_id": ["aa"], "score": [9.0]})
    frame, fitted = made_up.ask(pl.concat([SCORES.filter(pl.col("cohort_id") != "b"), new]))
    assert (frame["cohort_id"].to_list(), fitted) == (["a", "aa", "c"], ["aa"])


@pytest.mark.parametrize("named", [{"seed": 2}, {"wanted": ["a"]}, {"wanted": "a"}, {"by": None}])
def test_another_setting_costs_all_fits(made_up, named):
    assert made_up.ask(**named)[1] == ["a", "b", "c"]
    assert made_up.ask(**named)[1] == []


@pytest.mark.parametrize("name", ["means.py", "inner/helper.py", "below.py", "__init__.py"])
def test_another_line_of_code_costs_all_fits(made_up, name):
    made_up.write(name, f"{PACKAGE[name]}\nUNUSED = 1\n")
    assert made_up.ask()[1] == ["a", "b", "c"]


def test_another_version_of_a_library_costs_all_fits(made_up, monkeypatch):
    version = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "0" if name == "scipy" else version(name)
    )
    made_up.forget()
    assert made_up.ask()[1] == ["a", "b", "c"]


def test_two_threads_read_code_at_once():
    """Garbage collection amid `ast.parse` lets another thread in, which Python 3.11 cannot bear."""
    files = sorted(Path(fit_keys.__file__).parents[1].rglob("*.py"))[:150]

    def switch(phase, info):
        sum(range(50))

    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.callbacks.append(switch)
    gc.set_threshold(50)
    sys.setswitchinterval(1e-6)
    try:
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            read = [pool.submit(lambda: [fit_keys._parsed(file) for file in files]) for _ in "ab"]
            assert [len(each.result()) for each in read] == [len(files)] * 2
    finally:
        gc.callbacks.remove(switch)
        gc.set_threshold(*threshold)
        sys.setswitchinterval(interval)


# the folder, and what people, disks and signals do to it

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


def work(folder, number):
    """Keep, read and remove frames among others who do."""
    store = FitStore(folder)
    n_read = 0
    for turn in range(60):
        name = (number + turn) % 5
        store.put(str(name) * 64, pl.DataFrame({"x": [name] * 50}))
        for other in range(5):
            found = store.get(str(other) * 64)
            if found is not None:
                assert found["x"].to_list() == [other] * 50
                n_read += 1
        store.prune()
    return n_read


def test_processes_that_share_a_store_do_not_disturb_each_other(store):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        read = pool.starmap(work, [(store.folder, number) for number in range(4)])
    assert min(read) > 0
    assert list(store.folder.glob(".partial-*")) == []


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
