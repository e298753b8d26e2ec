"""The rule of the verdict on an ability."""

from __future__ import annotations

#: A difference in BIC below this decides nothing (Kass and Raftery 1995).
BIC_MARGIN = 2.0


def verdict(
    best_model: str,
    sharp_delta_bic: float,
    jumps_unpredictably: bool,
    p_fall: float,
    mean_slope: float,
    alpha: float,
) -> str:
    """Decide; the first rule that holds.

    1. ``flat``: the constant has the smallest BIC.
    2. ``emergent``: the best jump beats the best gradual curve by :data:`BIC_MARGIN`, and by more
       than gradual truths would have it (:mod:`analysis_py.statistics.emergence.jump_tests`), and a
       line through the models below it misses those beyond from below. This goes before rule 3,
       because a smooth curve overshoots at a jump; an ability that really fell elsewhere would have
       let the smooth curve win.
    3. ``not monotone``: the slope of the smooth curve is below 0 somewhere, ``p_fall < alpha``.
    4. ``gradual``: the best gradual curve beats the best jump by the margin, and rises.
    5. ``undecided`` otherwise.
    """
    if best_model == "flat":
        return "flat"
    if sharp_delta_bic >= BIC_MARGIN and jumps_unpredictably:
        return "emergent"
    if p_fall < alpha:
        return "not monotone"
    if sharp_delta_bic <= -BIC_MARGIN and mean_slope > 0:
        return "gradual"
    return "undecided"
