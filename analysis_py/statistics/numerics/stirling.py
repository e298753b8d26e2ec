r"""The remainder of Stirling's formula for the logarithm of the gamma function.

Densities of millions of degrees of freedom hold differences of ``log Γ`` and ``z log z``, each of
which is so large that their difference has no digits left. After the large parts cancel
algebraically, only this remainder, below ``1 / 12z``, has to be computed.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analysis_py.statistics.arrays import FloatArray

#: log of the square root of 2π.
LOG_ROOT_2PI = 0.5 * np.log(2 * np.pi)
# From here on, six terms of the series leave less than 1e-16.
_SERIES_FROM = 12.0
# B_2k / (2k (2k - 1)), k = 1 ... 6, the highest power first
_SERIES = (-691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12)


def stirling_remainder(z: ArrayLike) -> FloatArray:
    r"""Return :math:`\log\Gamma(z) - [(z - 1/2) \log z - z + \log(2\pi) / 2]`.

    Parameters
    ----------
    z : array_like
        Positive.

    Returns
    -------
    ndarray
        Of the shape of ``z``, with an absolute error of a few 1e-15.

    Notes
    -----
    For large z the asymptotic series of Bernoulli numbers, DLMF 5.11.1.
    """
    z = np.asarray(z, dtype=float)
    far = np.maximum(z, _SERIES_FROM)
    inverse_square = 1 / far**2
    series = 0.0
    for coefficient in _SERIES:
        series = series * inverse_square + coefficient
    series = series / far
    if (z >= _SERIES_FROM).all():
        return series
    near = np.minimum(z, _SERIES_FROM)
    direct = special.gammaln(near) - ((near - 0.5) * np.log(near) - near + LOG_ROOT_2PI)
    return np.where(z < _SERIES_FROM, direct, series)
