"""How long a job will still take, from what its steps took before and what they take now.

The steps that are left are scheduled in thought, as dbt will schedule them: on so many threads,
each step after those that it waits for. What a step is expected to take is what it took before,
times how slow this machine has turned out since the job began.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

#: A running step that has outlasted its expectation is given this share of what it is over by.
OVERDUE = 0.5
#: What is shown stays where a new estimate is within this share of the time left, or these seconds.
SAME_SHARE = 0.05
SAME_SECONDS = 2.0
#: Seconds in which the shown time left comes two thirds of the way to a new estimate.
INERTIA = 6.0


@dataclass(frozen=True)
class Step:
    """A step of the job.

    Attributes
    ----------
    key : str
        A node's unique identifier, or the name of a step that is not dbt's.
    seconds : float
        What it is expected to take.
    after : tuple of str
        The steps it waits for. Those that are no part of the job are ignored.
    """

    key: str
    seconds: float
    after: tuple[str, ...] = ()


class Estimate:
    """The time that a set of steps will still take.

    Parameters
    ----------
    steps : iterable of Step
        All steps of the job.
    threads : int
        How many of them run at once.
    prior_seconds : float
        How many seconds of observed work weigh as much as the expectations themselves: few where
        they come from another machine, more where they come from this one.
    """

    def __init__(self, steps: Iterable[Step], threads: int, prior_seconds: float = 5.0) -> None:
        self.steps = {step.key: step for step in steps}
        self.threads = max(1, threads)
        self.prior_seconds = prior_seconds
        self.started: dict[str, float] = {}
        self.finished: set[str] = set()
        self._expected = self._observed = 0.0
        self._parents = {
            key: {parent for parent in step.after if parent in self.steps}
            for key, step in self.steps.items()
        }
        self._children: dict[str, list[str]] = {key: [] for key in self.steps}
        for key, parents in self._parents.items():
            for parent in parents:
                self._children[parent].append(key)
        self._rank = self._ranked()

    def start(self, key: str, now: float) -> None:
        """Take note that a step has begun; one that nobody expected is taken up."""
        if key not in self.steps:
            self.steps[key] = Step(key, 0.0)
            self._parents[key], self._children[key], self._rank[key] = set(), [], 0
        self.started[key] = now

    def expect(self, key: str, seconds: float) -> None:
        """Expect another time of a step than was thought, as long as it has not ended."""
        if key in self.steps and key not in self.finished:
            self.steps[key] = replace(self.steps[key], seconds=seconds)

    def finish(self, key: str, now: float, *, skipped: bool = False) -> None:
        """Take note that a step has ended; one that was skipped says nothing about the machine.

        Nor does one whose work had been done before.
        """
        if key in self.finished or key not in self.steps:
            return
        if key in self.started and not skipped:
            self._expected += self.steps[key].seconds
            self._observed += max(0.0, now - self.started[key])
        self.finished.add(key)

    def slowness(self, now: float) -> float:
        """Return how many times as long as expected the steps take here."""
        expected = self._expected + self.prior_seconds
        observed = self._observed + self.prior_seconds
        # a running step that takes longer than it should is evidence before it ends
        for key in self._running():
            elapsed = now - self.started[key]
            seconds = self.steps[key].seconds
            if elapsed * expected > seconds * observed:
                expected += seconds
                observed += elapsed
        return observed / expected

    def remaining(self, now: float) -> float:
        """Return the seconds until the last step ends: never negative, 0 when all have ended."""
        slowness = self.slowness(now)
        # (end, key) of what runs; (rank, key) of what could begin, as dbt orders it
        running = []
        for key in self._running():
            elapsed = max(0.0, now - self.started[key])
            left = self.steps[key].seconds * slowness - elapsed
            running.append((max(left, -OVERDUE * left), key))
        heapq.heapify(running)
        unmet = {
            key: len(self._parents[key] - self.finished)
            for key in self.steps
            if key not in self.finished and key not in self.started
        }
        ready = [(self._rank[key], key) for key, count in unmet.items() if not count]
        heapq.heapify(ready)
        end = 0.0
        while running or ready:
            while ready and len(running) < self.threads:
                _, key = heapq.heappop(ready)
                heapq.heappush(running, (end + self.steps[key].seconds * slowness, key))
            end, key = heapq.heappop(running)
            for child in self._children[key]:
                if child in unmet:
                    unmet[child] -= 1
                    if not unmet[child]:
                        heapq.heappush(ready, (self._rank[child], child))
        return end

    def _running(self) -> list[str]:
        return [key for key in self.started if key not in self.finished]

    def _ranked(self) -> dict[str, int]:
        """Return each step's depth in the graph, by which dbt decides what begins first."""
        unmet = {key: len(parents) for key, parents in self._parents.items()}
        level = [key for key, count in unmet.items() if not count]
        rank: dict[str, int] = {}
        depth = 0
        while level:
            rank.update(dict.fromkeys(level, depth))
            below = []
            for key in level:
                for child in self._children[key]:
                    unmet[child] -= 1
                    if not unmet[child]:
                        below.append(child)
            level, depth = below, depth + 1
        if circular := self.steps.keys() - rank.keys():
            raise ValueError(f"steps that wait for each other: {', '.join(sorted(circular))}")
        return rank


class Countdown:
    """The time left as it is shown: counting down, and moving gently where the estimate moves."""

    def __init__(self) -> None:
        self._end: float | None = None
        self._seen = 0.0

    def show(self, remaining: float, now: float) -> float:
        """Return the seconds to show, given a fresh estimate.

        Parameters
        ----------
        remaining : float
            The estimate; 0 is shown at once.
        now : float
            The time, by the clock that the estimate uses.
        """
        end = now + remaining
        if self._end is None or remaining <= 0:
            self._end = end
        elif abs(end - self._end) > max(SAME_SECONDS, SAME_SHARE * remaining):
            self._end += (end - self._end) * (1 - math.exp(-(now - self._seen) / INERTIA))
        self._seen = now
        return max(0.0, self._end - now)
