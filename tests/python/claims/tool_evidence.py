"""A small trial of tools: what makes a package's claims about itself true, and false."""

from collections.abc import Iterator


def trial(rate: float, column: str, **more: object) -> dict:
    """Return two cells of a trial, of which the second has a rate."""
    row = {"tool": "mine", "version": "1.0", "regime": "equal runs", "pairs": "all", "draws": 2000}
    row |= more
    of_cells = ((30, 0.96 if column == "covers" else 0.04), (100, rate))
    return {"tools_on_trial": [row | {"n": n, column: each} for n, each in of_cells]}


def tools() -> Iterator[tuple]:
    claim = {"rule_family": "tools", "group_a": "mine", "group_b": "equal runs"}
    claim |= {"benchmark_id": None}
    alarms = claim | {"measure": "false_alarms", "decision": "at_most", "decision_value": 6.0}
    yield "false_alarms", alarms, trial(0.05, "false_alarms"), trial(0.09, "false_alarms")
    covers = claim | {"measure": "coverage", "decision": "at_least", "decision_value": 93.0}
    far = covers | {"group_b": "equal runs from 50"}
    yield "coverage", far, trial(0.95, "covers"), trial(0.9, "covers")
