"""The decision of a test on a difference."""

from __future__ import annotations


def decide(estimate: float, p_value: float, confidence_level: float) -> str:
    """Return ``positive``, ``negative`` or ``not significant``."""
    if p_value + confidence_level >= 1:
        return "not significant"
    return "positive" if estimate > 0 else "negative"
