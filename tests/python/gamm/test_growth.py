"""How many times the score at 7 B that at 70 B is, and what counts as a rise beyond a size."""

import numpy as np
import polars as pl
import pytest
from simulated_cohort import cohort

from analysis_py.statistics.gamm.engine import terms_table
from analysis_py.statistics.gamm.engine.curves import partial_effect
from analysis_py.statistics.gamm.growth import TERM, growth_of
from analysis_py.statistics.gamm.models import Settings, fit_cohort_gamms
from analysis_py.statistics.gamm.plans import plan_model
from analysis_py.statistics.gamm.smoothers import OF_SIZE


def test_growth_is_predicted_at_just_the_sizes_that_are_asked():
    fit = plan_model(cohort(), "size_clustered", "arc", ["arc"]).fit()
    for sizes in ((7.0, 70.0), (1.5, 40.0)):
        (row,) = growth_of(fit, True, sizes)
        at = partial_effect(fit, TERM, np.log(sizes))
        assert row.log_ratio == pytest.approx(at["estimate"][1] - at["estimate"][0], rel=1e-12)
        assert row.sum_of_errors == pytest.approx(at["std_error"].sum(), rel=1e-12)
    assert growth_of(plan_model(cohort(), "size_by_type", "arc", ["arc"]).fit(), True, sizes) == []


def test_every_smoother_states_its_growth_and_the_multiple_that_holds_it():
    table = fit_cohort_gamms(cohort(), "c", ["arc"], Settings(0.95, draws=60), ["size_clustered"])
    growth = table["growth"].explode().struct.unnest()
    assert growth["is_published"].sum() == 1
    assert growth.height == len(OF_SIZE) + 1
    assert growth["critical_value"].n_unique() == 1
    assert growth["critical_value"][0] >= 1.959
    left_out = table["left_out"].explode().struct.unnest()
    fitted = cohort().drop_nulls(["log_parameters_b", "log_arc"])
    assert set(left_out["base_family"]) == set(fitted["base_family"])
    assert left_out["log_ratio"].n_unique() == left_out.height


def test_no_family_is_left_out_where_nothing_is_drawn():
    table = fit_cohort_gamms(cohort(), "c", ["arc"], Settings(0.95, draws=0), ["size_clustered"])
    assert table["status"].to_list() == ["ok"]
    assert table["left_out"].explode().drop_nulls().is_empty()
    assert table["flat_terms"].explode().drop_nulls().is_empty()


def sample(rng, uploader_share):
    """Return a cohort whose scores have families and uploaders in them, and nothing of size."""
    frame = cohort().with_columns(
        uploader=pl.lit("u") + pl.Series(rng.integers(0, 60, 400)).cast(str)
    )
    y = 0.0
    for name, share in (("base_family", 0.4), ("uploader", uploader_share)):
        found, place = np.unique(frame[name].to_numpy(), return_inverse=True)
        y = y + np.sqrt(share) * rng.normal(size=len(found))[place]
    return frame.with_columns(
        log_arc=pl.Series(y + np.sqrt(0.6 - uploader_share) * rng.normal(size=400))
    )


@pytest.mark.simulation
def test_the_curve_of_size_holds_its_level_under_effects_of_uploaders():
    """60 samples in which an uploader works at one size: without the term size seems to matter."""
    rng = np.random.default_rng(3)
    rejected = np.zeros(2)
    for _ in range(60):
        frame = sample(rng, 0.4)
        # uploaders keep to sizes of their own, as on the boards
        sizes = frame["log_parameters_b"].drop_nulls().unique().sort().to_numpy()
        place = np.unique(frame["uploader"].to_numpy(), return_inverse=True)[1]
        jitter = rng.integers(-1, 2, 400)
        at = np.clip(place % len(sizes) + jitter, 0, len(sizes) - 1)
        frame = frame.with_columns(log_parameters_b=pl.Series(sizes[at]))
        for i, each in enumerate((frame.drop("uploader"), frame)):
            fit = plan_model(each, "size_clustered", "arc", ["arc"]).fit(is_thorough=False)
            rejected[i] += terms_table(fit).filter(term=TERM)["p_value"].item() < 0.05
    assert rejected[0] > 12
    assert rejected[1] <= 8


def rises(beyond, largest, sizes, rising):
    """Return whether neighbouring points rise over a factor of 1.5 between two sizes."""
    runs = np.split(np.arange(len(sizes)), np.flatnonzero(np.diff(rising)) + 1)
    return any(
        rising[run[0]] and min(sizes[run[-1]], largest) >= 1.5 * max(sizes[run[0]], beyond)
        for run in runs
    )


def test_the_published_rises_are_those_of_a_factor_of_one_and_a_half(warehouse):
    """Counted anew, point by point, from the agreed slopes."""
    growth = warehouse.sql(
        "select growth.*, coalesce(is_testable, false) as is_testable, sizes, agreed "
        "from statistics.stat_gamm_growth as growth join ("
        "select cohort_id, benchmark_id, list(parameters_b order by x) as sizes, "
        "list(coalesce(agreed_low > 0, false) order by x) as agreed "
        "from statistics.stat_gamm_derivatives "
        "where gamm = 'size_clustered' and term = 's(log_parameters_b)' group by all"
        ") using (cohort_id, benchmark_id) left join statistics.stat_gamm_type1_errors as errors "
        "on growth.cohort_id = errors.cohort_id and growth.benchmark_id = errors.benchmark_id "
        "and errors.gamm = 'size_clustered' and errors.term = 's(log_parameters_b)' "
        "where status = 'ok'"
    ).pl()
    n_short = 0
    for row in growth.iter_rows(named=True):
        sizes = np.array(row["sizes"])
        agreed = np.array(row["agreed"])
        for size in (7, 13, 35):
            found = row[f"rises_beyond_{size}b"]
            assert found == (rises(size, row["largest_b"], sizes, agreed) and row["is_testable"])
            n_short += agreed[sizes > size].any() > found
    # points beyond a size that do not make a rise
    assert n_short > 0
