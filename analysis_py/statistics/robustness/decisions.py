"""What a test says of a difference, in a word."""

from __future__ import annotations


def decide(estimate: float, p_value: float, confidence_level: float) -> str:
    """Return ``positive``, ``negative`` or ``not significant``."""
    if p_value + confidence_level >= 1:
        return "not significant"
    return "positive" if estimate > 0 else "negative"
