"""Small tables of single answers that make claims about them true, false or open."""

from collections.abc import Iterator


def changed_scores(*scores: tuple[float, int, int], error: float = 0.1) -> dict:
    """Return changes, ranks and ranks without flagged items, by the errors of 20 sources."""
    row = {"benchmark_id": "a", "n_items": 200, "n_flagged": 20, "std_error_by_source": error}
    found = [
        row | {"evaluation_id": f"{i}", "change": change, "rank": rank, "rank_without": without}
        for i, (change, rank, without) in enumerate(scores)
    ]
    item = {"benchmark_id": "a", "is_flagged": False}
    items = [item | {"source": f"{i}"} for i in range(20)]
    return {"stat_item_clean_scores": found, "stg_items": items}


def tuned_kinds(*kinds: tuple[float, float]) -> dict:
    """Return kinds of items with the net gain by tuning and its adjusted p-value."""
    row = {"benchmark_id": "a", "aspect": "kind", "n_pairs": 30, "n_makers": 9}
    return {"stat_item_tuning": [row | {"net": net, "p_adjusted": p} for net, p in kinds]}


def ranked(*evaluations: tuple[bool | None, str, str | None]) -> dict:
    """Return evaluations: whether each is among the best, its status, and why it is left out."""
    row = {"benchmark_id": "a", "n_items": 200, "n_clusters": 200}
    rows = [(row | {"evaluation_id": f"{i}"}, each) for i, each in enumerate(evaluations)]
    return {
        "stat_item_ranks": [
            row | {"is_among_best": best, "status": said} for row, (best, said, _) in rows
        ],
        "stat_item_scores": [
            {name: row[name] for name in ("benchmark_id", "evaluation_id")}
            | {"left_out_because": why}
            for row, (*_, why) in rows
        ],
    }


BEST, BEHIND = (True, "ok", None), (False, "ok", None)


def items() -> Iterator[tuple]:
    claim = {"rule_family": "items", "decision": "equals"}
    ranks = claim | {"measure": "largest_rank_move", "decision_value": 0.0}
    stay, move = changed_scores((4, 1, 1), (2, 2, 2)), changed_scores((2, 1, 2), (4, 2, 1))
    yield "largest_rank_move", ranks, stay, move
    smallest = claim | {"measure": "smallest_change", "decision_value": 2.0, "tolerance": 0.5}
    yield "smallest_change", smallest, stay, changed_scores((4, 1, 1), (1, 2, 2))
    largest = claim | {"measure": "largest_change", "decision_value": 4.0, "tolerance": 0.5}
    yield "largest_change", largest, stay, changed_scores((5, 1, 1), (2, 2, 2))
    gains = claim | {"measure": "n_gaining", "group_a": "kind", "decision": "at_least"}
    gains |= {"decision_value": 2.0}
    up, open_, down = (5, 0.001), (5, 0.2), (-5, 0.001)
    yield "n_gaining", gains, tuned_kinds(up, up, open_), tuned_kinds(up, down, down)
    first = claim | {"measure": "n_may_be_first", "decision_value": 2.0}
    yield "n_may_be_first", first, ranked(BEST, BEST, BEHIND), ranked(BEST, BEHIND, BEHIND)
