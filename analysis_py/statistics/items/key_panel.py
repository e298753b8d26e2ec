"""What the search for wrong keys looks at: the answers of some able models."""

from dataclasses import dataclass, replace

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class KeyPanel:
    """Answers of n models to the m items of a benchmark.

    Attributes
    ----------
    right : ndarray, shape (n, m)
        1 right, 0 wrong, NaN missing.
    chosen : ndarray of int, shape (n, m), or None
        Number of the option that was chosen, where 0 is the printed key; -1 missing. None where
        only right and wrong are known.
    n_options : ndarray of int, shape (m,)
        0 for an open answer.
    families : ndarray of int, shape (n,)
        Number of each model's base family, from 0.
    parts : ndarray of int, shape (m,)
        Number of the subject of each item, from 0.
    is_flagged : ndarray, shape (m,)
        What an audit says: 1 flagged, 0 sound, NaN not judged.
    """

    right: FloatArray
    chosen: IntArray | None
    n_options: IntArray
    families: IntArray
    parts: IntArray
    is_flagged: FloatArray

    @property
    def is_judged(self) -> BoolArray:
        """Which items the audit judged, shape (m,)."""
        return ~np.isnan(self.is_flagged)

    def of_models(self, kept: BoolArray | IntArray) -> "KeyPanel":
        """Return the panel of some of the models."""
        chosen = None if self.chosen is None else self.chosen[kept]
        return replace(self, right=self.right[kept], chosen=chosen, families=self.families[kept])
