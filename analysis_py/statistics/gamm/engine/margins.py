"""Columns of the model matrix as functions of one code per row."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array


@dataclass(frozen=True)
class Margin:
    """The columns of the model matrix that depend on one code."""

    codes: np.ndarray  # (n,)
    #: (m, q): Columns at each distinct value; None stands for the identity (one column per code).
    matrix: np.ndarray | None
    size: int  # Number of distinct values m.

    @property
    def n_columns(self) -> int:
        """Number of columns of the model matrix."""
        return self.size if self.matrix is None else self.matrix.shape[1]

    def left(self, counts: np.ndarray) -> np.ndarray:
        """``B' counts`` for `counts` of shape (m, ...)."""
        return counts if self.matrix is None else self.matrix.T @ counts

    def rows(self, codes: np.ndarray) -> np.ndarray:
        """Columns for the given codes; shape (len(codes), q)."""
        if self.matrix is None:
            dense = np.zeros((codes.size, self.size))
            dense[np.arange(codes.size), codes] = 1.0
            return dense
        return self.matrix[codes]

    def sparse(self) -> csr_array:
        """Columns for every row; shape (n, q)."""
        n = self.codes.size
        ones = csr_array((np.ones(n), self.codes, np.arange(n + 1)), shape=(n, self.size))
        return ones if self.matrix is None else csr_array(ones @ self.matrix)

    def apply(self, coefficients: np.ndarray) -> np.ndarray:
        """``X_a gamma`` for every row; shape (n,)."""
        values = coefficients if self.matrix is None else self.matrix @ coefficients
        return values[self.codes]


def margin_offsets(margins: tuple[Margin, ...]) -> np.ndarray:
    """First column of each margin in the model matrix, and the total; shape (len + 1,)."""
    return np.concatenate([[0], np.cumsum([margin.n_columns for margin in margins])])
