"""What each step took before: on this machine if it has built already, else where it was measured.

Every build leaves the seconds of its steps in dbt's target folder. Before the first one, the
committed table ``seconds.csv`` tells which steps are long; ``benchmarks/build.py --write`` made it.
"""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

#: Steps that take longer than this are distinguished; the others of a kind are all alike.
LONG_SECONDS = 1.0
#: Where the last build left its seconds, in dbt's target folder.
RECORD_NAME = "step_seconds.json"
MEASURED = Path(__file__).with_name("seconds.csv")
#: How many observed seconds it takes to believe in this machine rather than in the expectations.
_PRIOR_HERE, _PRIOR_ELSEWHERE = 20.0, 5.0


@dataclass(frozen=True)
class Durations:
    """What steps took.

    Attributes
    ----------
    seconds : mapping of str to float
        By step; by kind (``model``, ``test``, …) where nothing is known of a step.
    prior_seconds : float
        How much of a build must have been seen to count as much as this.
    """

    seconds: Mapping[str, float]
    prior_seconds: float

    def expected(self, key: str) -> float:
        """Return the seconds that a step is expected to take."""
        return self.seconds.get(key, self.seconds.get(kind_of(key), 0.0))


def kind_of(key: str) -> str:
    """Return what sort of step it is: ``model`` of ``model.project.name``."""
    return key.split(".")[0]


def summarised(seconds: Mapping[str, float]) -> dict[str, float]:
    """Return the long steps, longest first, and the mean of the others of each kind."""
    others = defaultdict(list)
    for key, value in seconds.items():
        if value < LONG_SECONDS:
            others[kind_of(key)].append(value)
    long = {key: value for key, value in seconds.items() if value >= LONG_SECONDS}
    summary = dict(sorted(long.items(), key=lambda item: -item[1]))
    return summary | {kind: fmean(values) for kind, values in sorted(others.items())}


def known_durations(target: Path) -> Durations:
    """Return what is known: the last build in a target folder, else the committed table."""
    with MEASURED.open(newline="", encoding="utf-8") as lines:
        measured = {row["step"]: float(row["seconds"]) for row in csv.DictReader(lines)}
    here = recorded(target)
    if not here:
        return Durations(measured, _PRIOR_ELSEWHERE)
    return Durations(measured | summarised(here) | here, _PRIOR_HERE)


def write_measured(seconds: Mapping[str, float]) -> None:
    """Write the committed table, from the seconds of every step of a build on the real data."""
    with MEASURED.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("step", "seconds"))
        writer.writerows((key, f"{value:.2g}") for key, value in summarised(seconds).items())


def recorded(target: Path) -> dict[str, float]:
    """Return the seconds of each step of the last builds; empty if there was none."""
    try:
        record = json.loads((target / RECORD_NAME).read_text(encoding="utf-8"))
        return {str(key): float(value) for key, value in record.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        # a record that cannot be read costs an estimate, not a build
        return {}


def record(
    target: Path,
    seconds: Mapping[str, float],
    *,
    complete: bool,
    spared: Collection[str] = (),
) -> None:
    """Leave the seconds of steps for the next build.

    Parameters
    ----------
    target : Path
        dbt's target folder.
    seconds : mapping of str to float
        The steps that ended well.
    complete : bool
        Whether these are all steps that there are, so that what is not among them is forgotten.
    spared : collection of str
        Further steps, of which what they took before is still the best that is known.
    """
    before = recorded(target)
    kept = {key: before[key] for key in before if key in spared or not complete}
    text = json.dumps({key: round(value, 3) for key, value in sorted({**kept, **seconds}.items())})
    partial = target / f".{RECORD_NAME}"
    # a full disk costs the next estimate, not this build
    with suppress(OSError):
        target.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, target / RECORD_NAME)
