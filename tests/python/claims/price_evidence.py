"""Small tables of falling prices and of quantised copies: what makes claims true, and false."""

from collections.abc import Iterator


def falling(factor: float, low: float, high: float, **more: object) -> dict:
    """Return how many times a year the least price falls, with its interval."""
    row = {"cohort_id": "cohort", "window_name": "all", "view": "main", "status": "ok"}
    row |= {"factor": factor, "factor_low": low, "factor_high": high, "n_models": 99} | more
    row |= {"n_developers": 9, "n_levels": 9, "usd_first": 9.0, "usd_last": 0.1}
    return {"stat_price_declines": [row]}


def copies(*differences: float, std_error: float = 0.2, **more: object) -> dict:
    """Return the mean differences of quantised copies from 16 bits, a benchmark each."""
    row = {"snapshot_id": "cohort", "kind": "4 bit", "status": "ok", "df": 9.0, "n_pairs": 30}
    row |= {"n_families": 12, "n_failed": 1, "margin_pct": 1.0, "std_error": std_error} | more
    rows = [
        row | {"benchmark_id": name, "mean_difference": each}
        for name, each in zip("abc", differences, strict=False)
    ]
    return {"stat_quantisation": rows}


def prices() -> Iterator[tuple]:
    claim = {"rule_family": "prices", "measure": "yearly_fall", "decision": "equals"}
    claim |= {"decision_value": 12.5, "tolerance": 7.5, "benchmark_id": None}
    yield "yearly_fall", claim, falling(7, 6, 9), falling(3, 2, 4)
    since = claim | {"group_a": "since", "group_b": "open weights"}
    of_view = {"window_name": "since", "view": "open weights"}
    yield "a window and a view", since, falling(7, 6, 9, **of_view), falling(3, 2, 4, **of_view)


def bits() -> Iterator[tuple]:
    claim = {"rule_family": "bits", "measure": "difference", "group_a": "4 bit"}
    claim |= {"benchmark_id": "all", "decision": "at_least", "decision_value": -1.0}
    yield "difference", claim, copies(-0.3, 0.1, 0.2), copies(-3, -4, -3)
    mean = claim | {"measure": "mean_difference", "benchmark_id": None, "decision": "negative"}
    of_all = {"benchmark_id": "average"}
    fall = {"stat_quantisation": [copies(-3, p_value=0.001)["stat_quantisation"][0] | of_all]}
    none = {"stat_quantisation": [copies(3, p_value=0.001)["stat_quantisation"][0] | of_all]}
    yield "mean_difference", mean, fall, none
