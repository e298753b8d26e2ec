"""Sensitivity of curves to the number of basis functions: the same model with twice as many."""

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.gamm.engine import (
    GammError,
    GammFit,
    basis_check_table,
    partial_effect,
)
from analysis_py.statistics.gamm.engine.basis_check import BasisCheckRow
from analysis_py.statistics.gamm.engine.curves import grid
from analysis_py.statistics.gamm.plans import ModelPlan
from analysis_py.statistics.rows import rows_from_frame

_GRID_POINTS = 100


@dataclass(frozen=True, kw_only=True)
class BasisSensitivityRow:
    """A curve beside the one that twice the basis functions give; null with the reason."""

    term: str
    k: int
    k_wider: int | None
    edf: float
    edf_wider: float | None
    k_index: float | None
    k_index_wider: float | None
    p_value: float | None
    p_value_wider: float | None
    max_difference: float | None
    max_difference_share: float | None
    sensitivity_status: str


def basis_sensitivity(
    fit: GammFit,
    checks: list[BasisCheckRow],
    wider: ModelPlan,
    seed: int,
) -> list[BasisSensitivityRow]:
    """Fit with the wider basis and measure how far each curve moves.

    Parameters
    ----------
    fit : GammFit
        The fit with the basis of the model.
    checks : list of BasisCheckRow
        Its basis checks.
    wider : ModelPlan
        The same rows with a larger k, as far as they carry it.
    seed : int
        Of the shuffles of the basis checks.

    Returns
    -------
    list of BasisSensitivityRow
        One per smooth.  ``max_difference`` is the largest distance of the two centred curves over
        100 equally spaced values of the covariate, ``max_difference_share`` the same over the
        range of the curve.
    """
    try:
        refit = wider.fit()
    except GammError as error:
        return [_unknown(check, str(error)) for check in checks]
    wide_checks = rows_from_frame(BasisCheckRow, basis_check_table(refit, wider.rows, seed=seed))
    rows = []
    for narrow, wide in zip(checks, wide_checks, strict=True):
        x = grid(fit.block(narrow.term), _GRID_POINTS)
        own, other = (
            partial_effect(model, narrow.term, x)["estimate"].to_numpy() for model in (fit, refit)
        )
        moved, height = float(np.abs(other - own).max()), float(np.ptp(own))
        rows.append(
            BasisSensitivityRow(
                term=narrow.term,
                k=narrow.k,
                k_wider=wide.k,
                edf=narrow.edf,
                edf_wider=wide.edf,
                k_index=narrow.k_index,
                k_index_wider=wide.k_index,
                p_value=narrow.p_value,
                p_value_wider=wide.p_value,
                max_difference=moved,
                max_difference_share=moved / height if height > 0.0 else None,
                sensitivity_status="ok",
            )
        )
    return rows


def _unknown(check: BasisCheckRow, reason: str) -> BasisSensitivityRow:
    return BasisSensitivityRow(
        term=check.term,
        k=check.k,
        k_wider=None,
        edf=check.edf,
        edf_wider=None,
        k_index=check.k_index,
        k_index_wider=None,
        p_value=check.p_value,
        p_value_wider=None,
        max_difference=None,
        max_difference_share=None,
        sensitivity_status=reason,
    )
