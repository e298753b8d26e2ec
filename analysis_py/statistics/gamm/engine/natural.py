"""From a raw basis to an identifiable one with a diagonal penalty.

The sum-to-zero constraint is absorbed and the basis turned so that the penalty is diagonal and
the functions orthogonal over the data (the natural parameterisation, Wood 2017, section
5.4.2).  Every later step then only meets diagonal penalties, and numerical trouble can only
come from terms that can stand in for each other.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis_py.statistics.gamm.engine.errors import TooFewDistinctValuesError
from analysis_py.statistics.gamm.engine.thin_plate import ThinPlateBasis

# All penalties leave a constant and a straight line alone.
_NULL_DIMENSION = 2
# Penalty eigenvalues below this share of the largest are rounding error.
_PRECISION = 1e-12


class RawBasis(Protocol):
    """An unconstrained basis of dimension k whose penalty leaves 1 and x alone."""

    @property
    def penalty(self) -> np.ndarray:
        """The penalty, shape (k, k)."""

    def evaluate(self, x: np.ndarray) -> np.ndarray:
        """Basis functions at `x`; shape (len(x), k)."""

    def derivative(self, x: np.ndarray) -> np.ndarray:
        """First derivatives at `x`; shape (len(x), k)."""


@dataclass(frozen=True)
class NaturalBasis:
    """A constrained smooth basis in natural coordinates."""

    raw: RawBasis  # The unconstrained basis of dimension ``k``.
    transform: np.ndarray  # (k, k - 1): Raw coefficients are ``transform @ gamma``.
    penalty: np.ndarray  # (k - 1,): Diagonal of the penalty, zero on the null space.
    #: What the restricted likelihood has more in the coordinates after scaling and constraint only,
    #: so that reported values do not depend on the rotation.
    log_reml_offset: float

    @property
    def dimension(self) -> int:
        """Number of coefficients, ``k - 1``."""
        return self.penalty.size

    def evaluate(self, x: np.ndarray) -> np.ndarray:
        """Constrained basis functions at `x`; shape (len(x), k - 1)."""
        return self.raw.evaluate(x) @ self.transform

    def derivative(self, x: np.ndarray) -> np.ndarray:
        """First derivatives of the basis functions at `x`; shape (len(x), k - 1)."""
        return self.raw.derivative(x) @ self.transform


def natural_basis(
    raw: RawBasis, values: np.ndarray, counts: np.ndarray, label: str
) -> NaturalBasis:
    """Constrain and rotate a raw basis.

    Notes
    -----
    The null space of the penalty is known to be ``{1, x}``, so it is split off first: the wiggly
    functions get an identity penalty, lose their mean and their slope over the rows, and are
    turned to be orthogonal over the rows.  Nothing is inverted that data could make singular.

    The fit does not depend on coordinates, but the restricted likelihood of an improper prior is
    only defined up to them.  Its value is reported for a thin plate basis of functions with unit
    root mean square over the rows, constrained by an orthonormal basis of the null space of the
    constraint, which makes it comparable with mgcv's.
    """
    share = counts / counts.sum()
    D = raw.evaluate(values)
    S = raw.penalty
    k = S.shape[0]
    s, V = np.linalg.eigh(S)
    usable = int(np.count_nonzero(s[_NULL_DIMENSION:] > _PRECISION * s[-1])) + _NULL_DIMENSION
    if usable < k:
        raise TooFewDistinctValuesError(
            f"Term {label}: the {values.size} distinct values are so clumped between"
            f" {values[0]:g} and {values[-1]:g} that a basis of dimension k = {k} has only"
            f" {usable} usable functions; transform the covariate or lower k"
        )
    N, wiggly = V[:, :_NULL_DIMENSION], V[:, _NULL_DIMENSION:] / np.sqrt(s[_NULL_DIMENSION:])

    # Coefficients orthogonal to C make the function sum to zero over the rows.
    C = share @ D
    mean = N.T @ C
    constant = N @ mean / (mean @ mean)
    straight = N @ np.array([-mean[1], mean[0]])
    line = D @ straight
    straight = straight / np.sqrt(share @ line**2)
    line = D @ straight
    wiggly = wiggly - np.outer(constant, C @ wiggly)
    wiggly = wiggly - np.outer(straight, (share * line) @ (D @ wiggly))
    functions = D @ wiggly
    _, U = np.linalg.eigh(functions.T @ (share[:, None] * functions))
    transform = np.column_stack([wiggly @ U[:, ::-1], straight])
    # Eigenvectors have arbitrary signs; one choice makes simulations the same everywhere.
    transform *= np.where(D[-1] @ transform < 0.0, -1.0, 1.0)
    penalty = np.append(np.ones(k - _NULL_DIMENSION), 0.0)

    scale = 1.0 / np.sqrt(share @ D**2) if isinstance(raw, ThinPlateBasis) else np.ones(k)
    Z = np.linalg.qr((scale * C)[:, None], mode="complete")[0][:, 1:]
    T = Z.T @ (transform / scale[:, None])
    eigenvalues = np.linalg.eigvalsh(Z.T @ (S * np.outer(scale, scale)) @ Z)
    offset = -np.linalg.slogdet(T)[1] - 0.5 * np.log(eigenvalues[_NULL_DIMENSION - 1 :]).sum()
    return NaturalBasis(raw, transform, penalty, float(offset))
