"""What a build is spared, because a fit was made before: known in part, and told fit by fit.

Whether a fit is stored turns out when it is asked for, late in a build. Before, those are expected
to be whose code is that of the last build here. As soon as some of them turn out otherwise, the
data have changed, and as much is expected of the rest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from statistics import fmean

from analysis_py.fit_cache import stored_fits
from analysis_py.fit_cache.fit_keys import program
from analysis_py.job.durations import Durations
from analysis_py.job.tracker import Tracker
from analysis_py.runtime.project import fits_folder, is_fresh

#: Where the last build left what its fits were made with, in dbt's target folder.
RECORD_NAME = "fit_programs.json"
#: What it takes to look whether a fit is stored.
LOOK_SECONDS = 0.5


class Spared:
    """What the steps of a build are expected to take, where fits may be stored.

    Parameters
    ----------
    tracker : Tracker
        Told what turns out.
    known : Durations
        What the steps take where nothing is stored.
    keys : iterable of str
        The steps of the build.
    target : Path
        dbt's target folder.
    """

    def __init__(
        self, tracker: Tracker, known: Durations, keys: Iterable[str], target: Path
    ) -> None:
        self._tracker = tracker
        self._known = known
        self._keys = {key.split(".")[-1]: key for key in keys if key.startswith("model.")}
        self._likely = {self._keys[name] for name in likely(target) & self._keys.keys()}
        self._shares: dict[str, float] = {}

    def expected(self, key: str) -> float:
        """Return the seconds that a step is expected to take, by what has turned out so far."""
        seconds = self._known.expected(key)
        if key in self._shares:
            return min(seconds, LOOK_SECONDS) + self._shares[key] * seconds
        if key in self._likely:
            seen = [self._shares[other] for other in self._likely & self._shares.keys()]
            return min(seconds, LOOK_SECONDS) + (fmean(seen) if seen else 0.0) * seconds
        return seconds

    def found(self, name: str, share: float) -> None:
        """Take note of the share of a model's fit that has to be made."""
        if key := self._keys.get(name):
            self._shares[key] = share
            for other in {key, *self._likely - self._shares.keys()}:
                self._tracker.expect(other, self.expected(other))

    def is_spared(self, key: str) -> bool:
        """Return whether some of a step's work had been done before."""
        return self._shares.get(key, 1.0) < 1


def likely(target: Path) -> set[str]:
    """Return the models whose fits are likely to be stored."""
    if is_fresh() or not any(fits_folder().glob("*.parquet")):
        return set()
    try:
        record = json.loads((target / RECORD_NAME).read_text(encoding="utf-8"))
        return {name for name, (module, found) in record.items() if program(module) == found}
    except (OSError, ValueError, AttributeError, TypeError):
        # a record that cannot be read costs an estimate, not a build
        return set()


def record(target: Path) -> None:
    """Leave for the next build what the fits of this one were made with."""
    told = {each.fit_name: (each.module, program(each.module)) for each in stored_fits.made()}
    partial = target / f".{RECORD_NAME}"
    with suppress(OSError):
        partial.write_text(json.dumps(told), encoding="utf-8")
        os.replace(partial, target / RECORD_NAME)
