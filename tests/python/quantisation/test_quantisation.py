"""What fewer bits are associated with: the pairs, and their clustered means."""

import numpy as np
import pytest

pytestmark = pytest.mark.warehouse

OF_V1 = "snapshot_id like 'openllm_v1%'"


def quantisation(warehouse, kind, benchmark):
    query = f"""
        select * from statistics.stat_quantisation
        where {OF_V1} and kind = '{kind}' and benchmark_id = '{benchmark}'
    """
    (row,) = warehouse.sql(query).pl().to_dicts()
    return row


@pytest.mark.committed
def test_pairs_are_those_of_the_design(warehouse):
    counts = {
        kind: (row["n_pairs"], row["n_failed"])
        for kind in ("4 bit", "gptq 4", "8 bit", "other 16 bit")
        for row in [quantisation(warehouse, kind, "average")]
    }
    assert counts == {
        "4 bit": (38, 11),
        "gptq 4": (16, 10),
        "8 bit": (12, 0),
        "other 16 bit": (237, 11),
    }


@pytest.mark.committed
def test_eight_bits_are_equal_within_a_point_and_four_are_not_shown_to_be(warehouse):
    benchmarks = ("arc", "hellaswag", "mmlu", "truthfulqa", "winogrande", "gsm8k")
    assert all(quantisation(warehouse, "8 bit", each)["is_equivalent"] for each in benchmarks)
    assert not quantisation(warehouse, "4 bit", "average")["is_equivalent"]
    assert quantisation(warehouse, "8 bit", "average")["mean_difference"] == pytest.approx(
        -0.14, abs=0.005
    )
    mmlu = quantisation(warehouse, "4 bit", "mmlu")
    assert mmlu["mean_difference"] == pytest.approx(-1.79, abs=0.01)
    assert mmlu["p_adjusted"] < 0.05


@pytest.mark.committed
def test_a_file_that_was_not_read_as_what_it_is_scores_at_chance(warehouse):
    query = f"""
        select precision, count(distinct quantised_id) filter (is_failed)
        from statistics.stat_quantised_pairs
        where {OF_V1} and kind = 'gptq 4'
        group by precision
    """
    assert dict(warehouse.sql(query).fetchall()) == {"float16": 10, "gptq": 0}


@pytest.mark.parametrize("kind", ["8 bit", "4 bit", "gptq 4"])
def test_errors_are_those_of_the_matrices_of_cr3(warehouse, kind):
    """Pustejovsky and Tipton (2018): residuals through the inverse of I - H of each family."""
    is_kind = "kind like '% 4'" if kind == "4 bit" else f"kind = '{kind}'"
    pairs = warehouse.sql(f"""
        select base_family, difference from statistics.stat_quantised_pairs
        where {OF_V1} and {is_kind} and not is_failed and benchmark_id = 'arc'
    """).pl()
    values, n = pairs["difference"].to_numpy(), pairs.height
    residual_maker = np.eye(n) - np.ones((n, n)) / n
    variance, weights = 0.0, []
    for family in pairs["base_family"].unique():
        own = np.flatnonzero((pairs["base_family"] == family).to_numpy())
        inverse = np.linalg.inv(residual_maker[np.ix_(own, own)])
        weights.append(residual_maker[own].T @ (inverse.sum(axis=0) / n))
        variance += float(weights[-1] @ values) ** 2
    products = np.array(weights) @ np.array(weights).T
    row = quantisation(warehouse, kind, "arc")
    assert row["std_error"] == pytest.approx(np.sqrt(variance), rel=1e-7)
    df = np.trace(products) ** 2 / (products**2).sum()
    assert row["df"] == pytest.approx(df, rel=1e-7)
    assert row["n_families"] == pairs["base_family"].n_unique()


def test_no_evaluation_is_its_own_partner_and_none_lacks_a_score(warehouse):
    query = """
        select * from statistics.stat_quantised_pairs
        where quantised_id = reference_id or score_pct is null or reference_pct is null
    """
    assert warehouse.sql(query).fetchall() == []
