"""Which steps have begun and ended, and the status that says so."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from analysis_py.job.console import Console
from analysis_py.job.estimate import Countdown, Estimate, Step
from analysis_py.job.words import seconds_in_words

#: The status is written anew this often, so that the time left counts down.
_TICK_SECONDS = 0.5


class Tracker:
    """Keeps track of the steps of a job and shows how far it has come.

    Its methods may be called from any thread.

    Parameters
    ----------
    console : Console
        Where the status is shown.
    clock : callable
        Gives the time in seconds.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self.console = console
        self.seconds: dict[str, float] = {}
        #: Steps that ended well and whose seconds are not worth knowing.
        self.spared: set[str] = set()
        self._clock = clock
        self._began = clock()
        self._lock = threading.RLock()
        self._estimate: Estimate | None = None
        self._countdown = Countdown()
        self._words: Mapping[str, str] = {}
        self._running: dict[str, float] = {}
        self._threads: dict[int, str] = {}
        self._details: dict[str, str] = {}
        self._share = 0.0

    @property
    def elapsed(self) -> float:
        """Seconds since the job began."""
        return self._clock() - self._began

    def plan(
        self, steps: Iterable[Step], words: Mapping[str, str], threads: int, prior_seconds: float
    ) -> float:
        """Take the steps of the job, once they are known, and return the seconds they may take.

        Parameters
        ----------
        steps : iterable of Step
            All that is still to be done.
        words : mapping of str to str
            What each step does, by its key.
        threads, prior_seconds
            As of :class:`~analysis_py.job.estimate.Estimate`.
        """
        with self._lock:
            self._estimate = Estimate(steps, threads, prior_seconds)
            self._words = {**self._words, **words}
            return self._estimate.remaining(self._clock())

    def start(self, key: str) -> None:
        """Take note that the calling thread has begun a step."""
        with self._lock:
            now = self._clock()
            self._running[key] = now
            self._threads[threading.get_ident()] = key
            if self._estimate:
                self._estimate.start(key, now)

    def expect(self, key: str, seconds: float) -> None:
        """Expect another time of a step than was planned."""
        with self._lock:
            if self._estimate:
                self._estimate.expect(key, seconds)

    def finish(
        self, key: str, *, skipped: bool = False, good: bool = True, spared: bool = False
    ) -> None:
        """Take note that a step has ended, in any thread.

        Parameters
        ----------
        key : str
            The step.
        skipped : bool
            Whether it was left out.
        good : bool
            Whether it ended well; only then is it worth knowing how long it took.
        spared : bool
            Whether some of its work had been done before; then what it took says nothing of what it
            takes, neither now nor another time.
        """
        with self._lock:
            now = self._clock()
            began = self._running.pop(key, None)
            self._details.pop(key, None)
            if spared:
                self.spared.add(key)
            elif began is not None and good and not skipped:
                self.seconds[key] = now - began
            if self._estimate:
                self._estimate.finish(key, now, skipped=skipped or spared)

    @contextmanager
    def step(self, key: str, words: str) -> Iterator[None]:
        """Carry out a step that is not dbt's, and note how long it takes if it ends well."""
        with self._lock:
            self._words = {**self._words, key: words}
        if not self.console.live:
            self.console.line(f"{time.strftime('%H:%M:%S')}  {words[0].upper()}{words[1:]}")
        self.start(key)
        try:
            yield
        except BaseException:
            self.finish(key, good=False)
            raise
        self.finish(key)

    def announce(self, done: int, total: int, label: str) -> None:
        """Show how far the step that the calling thread works on has come."""
        self.tell(f"{done} of {total} {label}")

    def tell(self, detail: str) -> None:
        """Show what the step that the calling thread works on is at."""
        with self._lock:
            if (key := self._threads.get(threading.get_ident())) in self._running:
                self._details[key] = detail

    def remaining(self) -> float:
        """Return the seconds left, by the estimate; 0 where nothing is planned."""
        with self._lock:
            return self._estimate.remaining(self._clock()) if self._estimate else 0.0

    def status(self) -> str:
        """Return the line that says how far the job has come."""
        with self._lock:
            now = self._clock()
            # the longest running first: it is what everyone waits for
            doing = []
            for key, _ in sorted(self._running.items(), key=lambda item: item[1]):
                detail = f" ({self._details[key]})" if key in self._details else ""
                doing.append(f"{self._words.get(key, key)}{detail}")
            # two tests of one table are one thing to a reader
            now_doing = "; ".join(dict.fromkeys(doing))
            if self._estimate is None:
                return now_doing or "getting ready"
            left = self._countdown.show(self._estimate.remaining(now), now)
            elapsed = now - self._began
            # what was shown as done stays done, even where the rest turns out to be longer;
            # all of it is done only at the end
            share = elapsed / (elapsed + left) if elapsed > 0 else 0.0
            self._share = max(self._share, min(share, 0.99))
            n_done, n_steps = len(self._estimate.finished), len(self._estimate.steps)
        return (
            f"{100 * self._share:3.0f} %  {n_done} of {n_steps} steps, "
            f"about {seconds_in_words(left)} left: {now_doing or 'between two steps'}"
        )

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Keep the status up to date on the console, until the block ends."""
        ended = threading.Event()

        def keep_showing() -> None:
            while not ended.wait(_TICK_SECONDS):
                stamp = "" if self.console.live else f"{time.strftime('%H:%M:%S')}  "
                self.console.status(stamp + self.status())

        thread = threading.Thread(target=keep_showing, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self.console.clear()
