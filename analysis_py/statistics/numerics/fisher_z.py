"""Fisher's interval of a correlation."""

import numpy as np
from scipy import special


def fisher_interval(
    r: float, n: int, confidence_level: float, spread: float = 1.0
) -> tuple[float, float]:
    r"""Return the ends of :math:`\tanh(\operatorname{artanh} r \pm z s)`, of independent rows.

    Parameters
    ----------
    r : float
        The coefficient, between -1 and 1.
    n : int
        Rows, more than three.
    confidence_level : float
    spread : float
        :math:`s^2 (n - 3)`, which is 1 for Pearson's r.
    """
    z = float(special.ndtri((1 + confidence_level) / 2))
    low, high = np.tanh(np.arctanh(r) + np.array([-z, z]) * np.sqrt(spread / (n - 3)))
    return float(low), float(high)
