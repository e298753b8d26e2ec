"""The snapshot that the benchmark of growth makes: as long as asked, and noisy by about a point."""

import importlib.util
import shutil

import numpy as np
import polars as pl
import pytest

from analysis_py.sources.provenance import provenance_path, read_provenance, sha256_of

N_ROWS = 3


@pytest.fixture(scope="module")
def growing(project):
    """Return the benchmark's module."""
    path = project / "benchmarks/growing.py"
    spec = importlib.util.spec_from_file_location("growing", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def grown(growing, project, tmp_path):
    """Return the first rows of the committed file, those rows twice, and where the latter lie."""
    original = pl.read_csv(project / "data" / growing.GROWN, infer_schema=False).head(N_ROWS)
    path = tmp_path / "data" / growing.GROWN
    path.parent.mkdir(parents=True)
    original.write_csv(path)
    shutil.copy(provenance_path(project / "data" / growing.GROWN), provenance_path(path))
    columns = "seeds/boards/board_columns.csv"
    (tmp_path / columns).parent.mkdir(parents=True)
    shutil.copy(project / columns, tmp_path / columns)
    assert growing.grow(tmp_path, 2) == 2 * N_ROWS
    return original, pl.read_csv(path, infer_schema=False), path


def scores_of(frame):
    names = [name for name in frame.columns if name.endswith("_pct") and name != "average_pct"]
    assert len(names) == 6
    return frame.select(pl.col(names).cast(pl.Float64)).to_numpy()


def test_the_original_stays_and_a_copy_follows(grown):
    original, both, _ = grown
    assert both.head(N_ROWS).equals(original)
    copy = both.tail(N_ROWS)
    same = [name for name in original.columns if name[-4:] != "_pct" and name != "model_name"]
    assert copy.select(same).equals(original.select(same))
    developers = original["model_name"].str.split("/").list.first()
    assert copy["model_name"].str.split("/").list.first().equals(developers + "_1")
    assert both["model_name"].n_unique() == 2 * original["model_name"].n_unique()


def test_scores_are_off_by_about_a_point_and_averages_are_theirs(growing, grown):
    original, both, _ = grown
    copy = both.tail(N_ROWS)
    off = scores_of(copy) - scores_of(original)
    assert (off != 0).all()
    assert (np.abs(off) < 5 * growing.NOISE).all()
    assert ((scores_of(copy) >= 0) & (scores_of(copy) <= 100)).all()
    average = copy["average_pct"].cast(pl.Float64).to_numpy()
    np.testing.assert_allclose(average, scores_of(copy).mean(axis=1), atol=0.0051)


def test_the_provenance_is_that_of_the_longer_file(grown):
    *_, path = grown
    told = read_provenance(path)
    assert (told.row_count, told.sha256) == (2 * N_ROWS, sha256_of(path))


def test_it_grows_to_the_same_every_time(growing, grown):
    original, _, path = grown
    before = sha256_of(path)
    original.write_csv(path)
    growing.grow(path.parents[2], 2)
    assert sha256_of(path) == before
