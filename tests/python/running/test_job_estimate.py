"""The time left, on made-up jobs whose end is known."""

import itertools
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_py.fit_cache.fit_keys import program
from analysis_py.job.durations import (
    Durations,
    known_durations,
    record,
    summarised,
    write_measured,
)
from analysis_py.job.estimate import Countdown, Estimate, Step
from analysis_py.job.spared import Spared, likely
from analysis_py.job.tracker import Tracker


@st.composite
def jobs(draw):
    """Return (parents, seconds) of steps that each wait for some of those before them."""
    n_steps = draw(st.integers(1, 40))
    parents, seconds = {}, {}
    for i in range(n_steps):
        earlier = st.sets(st.integers(0, i - 1), max_size=3) if i else st.just(set())
        parents[f"s{i:02}"] = tuple(f"s{j:02}" for j in sorted(draw(earlier)))
        seconds[f"s{i:02}"] = draw(st.floats(0.01, 100))
    return parents, seconds


def depth(parents, key):
    return 1 + max((depth(parents, parent) for parent in parents[key]), default=-1)


def carried_out(parents, seconds, threads):
    """Return the events (time, what, key) of a job, in order, and its end.

    Whenever a thread is free it takes the ready step that lies highest in the graph.
    """
    waiting, running, done, now, events = set(parents), {}, set(), 0.0, []
    ranks = {key: depth(parents, key) for key in parents}
    while waiting or running:
        ready = sorted((ranks[key], key) for key in waiting if set(parents[key]) <= done)
        for _, key in ready[: threads - len(running)]:
            waiting.remove(key)
            running[key] = now + seconds[key]
            events.append((now, "start", key))
        key = min(running, key=lambda key: (running[key], key))
        now = running.pop(key)
        done.add(key)
        events.append((now, "finish", key))
    return events, now


def followed(estimate, events):
    """Yield (time, time left) at each event and half-way to the next one."""
    for (now, what, key), following in itertools.zip_longest(events, events[1:]):
        getattr(estimate, what)(key, now)
        if following and following[0] == now:
            continue  # several events at one moment: only the last leaves a state that lasts
        yield now, estimate.remaining(now)
        if following:
            between = (now + following[0]) / 2
            yield between, estimate.remaining(between)


def steps_of(parents, seconds):
    return [Step(key, seconds[key], parents[key]) for key in parents]


@given(jobs(), st.integers(1, 4))
def test_it_is_exact_where_every_step_takes_what_it_took_before(job, threads):
    parents, seconds = job
    events, end = carried_out(parents, seconds, threads)
    for now, left in followed(Estimate(steps_of(parents, seconds), threads), events):
        assert left == pytest.approx(end - now, abs=1e-6 * end)


@given(jobs(), st.integers(1, 4), st.data())
def test_it_is_never_negative_and_zero_at_the_end(job, threads, data):
    """Whatever was expected, even nothing at all."""
    parents, seconds = job
    events, _ = carried_out(parents, seconds, threads)
    expected = {key: data.draw(st.floats(0, 1000)) for key in seconds}
    estimate, countdown = Estimate(steps_of(parents, expected), threads), Countdown()
    for now, left in followed(estimate, events):
        assert left >= 0
        assert math.isfinite(left)
        shown = countdown.show(left, now)
        assert shown >= 0
    assert left == shown == 0


@given(jobs(), st.integers(1, 4), st.floats(0.1, 10))
def test_it_learns_how_fast_the_machine_is(job, threads, slowness):
    """Once the finished steps outweigh the prior, the rest is known as well as they are."""
    parents, seconds = job
    events, end = carried_out(parents, seconds, threads)
    expected = {key: value / slowness for key, value in seconds.items()}
    prior = 0.01
    estimate = Estimate(steps_of(parents, expected), threads, prior)
    done = 0.0
    for now, what, key in events:
        getattr(estimate, what)(key, now)
        done += seconds[key] / slowness if what == "finish" else 0
        if done > 100 * prior:
            # the prior says 1, with a weight of at most 1 %
            assert estimate.slowness(now) == pytest.approx(slowness, rel=0.01 * (1 + 1 / slowness))
    assert estimate.remaining(end) == 0


def test_the_estimate_comes_closer_as_the_job_goes_on():
    """Steps vary around three times what was expected; the error shrinks with the work left."""
    seconds = {f"s{i:03}": 3 * (0.5 + (i * 7919 % 101) / 100) for i in range(200)}
    parents = dict.fromkeys(seconds, ())
    events, end = carried_out(parents, seconds, 2)
    expected = dict.fromkeys(seconds, 1.0)
    errors = [
        (now / end, abs(left - (end - now)) / end)
        for now, left in followed(Estimate(steps_of(parents, expected), 2), events)
    ]
    assert errors[0][1] > 0.5, "nothing is known at first, or this tests nothing"
    for share, error in errors:
        if share > 0.1:
            assert error < 0.2
        if share > 0.5:
            assert error < 0.05
        if share > 0.9:
            assert error < 0.02, "one step is a hundredth of the job"


def test_a_step_that_does_not_end_is_not_said_to_end_at_once():
    estimate = Estimate([Step("long", 1.0)], 1)
    estimate.start("long", 0.0)
    lefts = [estimate.remaining(float(now)) for now in range(2, 200, 10)]
    assert all(later > earlier for earlier, later in itertools.pairwise(lefts))


def test_skipped_steps_say_nothing_about_the_machine():
    estimate = Estimate([Step(f"s{i}", 10.0) for i in range(10)], 1)
    for i in range(9):
        estimate.start(f"s{i}", 0.0)
        estimate.finish(f"s{i}", 0.0, skipped=True)
    assert estimate.remaining(0.0) == 10


def test_steps_that_nobody_expected_are_taken_up():
    estimate = Estimate([Step("known", 1.0)], 2)
    estimate.start("new", 0.0)
    estimate.finish("new", 5.0)
    estimate.start("known", 5.0)
    estimate.finish("known", 6.0)
    assert estimate.remaining(6.0) == 0
    assert estimate.finished == {"known", "new"}


def test_steps_that_wait_for_each_other_are_refused():
    with pytest.raises(ValueError, match="wait for each other: a, b"):
        Estimate([Step("a", 1.0, ("b",)), Step("b", 1.0, ("a",))], 1)


@settings(max_examples=50)
@given(st.lists(st.floats(0.8, 1.25), min_size=2, max_size=100))
def test_the_countdown_does_not_jump(noise):
    """An estimate that wavers by a fifth shows as seconds that move by far less than it does."""
    countdown, end = Countdown(), 2.0 * len(noise) + 60
    shown = [countdown.show((end - 0.5 * i) * factor, 0.5 * i) for i, factor in enumerate(noise)]
    for earlier, later in itertools.pairwise(shown):
        assert later - earlier < 0.1 * earlier


def test_the_countdown_counts_down():
    countdown = Countdown()
    shown = [countdown.show(100.0 - now, float(now)) for now in range(101)]
    assert shown == pytest.approx([100.0 - now for now in range(101)])


def test_the_countdown_comes_to_a_new_estimate():
    countdown = Countdown()
    countdown.show(100.0, 0.0)
    for tick in range(1, 121):
        shown = countdown.show(300.0 - tick / 2, tick / 2)
    assert shown == pytest.approx(240.0, rel=0.06)


def test_a_build_teaches_the_next_one(tmp_path):
    before = known_durations(tmp_path)
    assert before.expected("model.p.fit_embeddings") > 0, "an unknown model takes some time too"
    record(tmp_path, {"model.p.slow": 40.0, "model.p.quick": 0.25, "test.p.t": 0.5}, complete=True)
    known = known_durations(tmp_path)
    assert known.expected("model.p.slow") == 40
    assert known.expected("model.p.unheard_of") == 0.25, "as the short ones of its kind"
    assert known.prior_seconds > before.prior_seconds
    record(tmp_path, {"model.p.quick": 0.5}, complete=False)
    assert known_durations(tmp_path).expected("model.p.slow") == 40
    record(tmp_path, {"model.p.quick": 0.5}, complete=True)
    assert known_durations(tmp_path).expected("model.p.slow") == 0.5


def test_a_fit_that_was_stored_does_not_teach_that_it_is_quick(tmp_path):
    record(tmp_path, {"model.p.fit": 40.0, "model.p.gone": 9.0}, complete=True)
    record(tmp_path, {"model.p.quick": 0.5}, complete=True, spared={"model.p.fit"})
    known = known_durations(tmp_path)
    assert known.expected("model.p.fit") == 40
    assert known.expected("model.p.gone") == 0.5


class Planned:
    """A build of three long fits, of which two were made by the code of today."""

    def __init__(self, target, fits):
        # a module of the package whose code has just been read, and one that reads otherwise now
        of_now, other = program("analysis_py.statistics.keys"), "0" * 64
        kept = {"fit_a": of_now, "fit_b": of_now, "fit_c": other}
        text = json.dumps(
            {name: ["analysis_py.statistics.keys", found] for name, found in kept.items()}
        )
        (target / "fit_programs.json").write_text(text)
        fits.mkdir()
        (fits / "some.parquet").touch()
        self.now = 0.0
        self.tracker = Tracker(console=None, clock=lambda: self.now)
        keys = [f"model.p.{name}" for name in kept]
        known = Durations(dict.fromkeys(keys, 100.0), prior_seconds=20.0)
        self.spared = Spared(self.tracker, known, keys, target)
        steps = [Step(key, self.spared.expected(key)) for key in keys]
        self.tracker.plan(steps, {}, 1, known.prior_seconds)

    def end(self, name, share, seconds):
        """Let a fit be asked for, and made as far as it was not."""
        key = f"model.p.{name}"
        self.tracker.start(key)
        self.spared.found(name, share)
        self.now += seconds
        self.tracker.finish(key, spared=self.spared.is_spared(key))


@pytest.fixture
def planned(tmp_path, monkeypatch):
    monkeypatch.setenv("LLM_REASSESSMENT_FITS", str(tmp_path / "fits"))
    return Planned(tmp_path, tmp_path / "fits")


def test_what_is_likely_to_be_stored_is_expected_to_be_quick(planned):
    assert planned.tracker.remaining() == pytest.approx(100, rel=0.02)
    planned.end("fit_a", 0, 0.3)
    planned.end("fit_b", 0, 0.3)
    assert planned.tracker.remaining() == pytest.approx(100, rel=0.02), "the machine is no faster"
    assert planned.tracker.seconds == {}


def test_one_fit_that_was_not_stored_lets_the_others_be_doubted(planned):
    planned.end("fit_a", 0.5, 50)
    assert planned.tracker.remaining() == pytest.approx(150, rel=0.02)
    planned.end("fit_b", 1, 100)
    assert planned.tracker.remaining() == pytest.approx(100, rel=0.02)
    assert planned.tracker.seconds == {"model.p.fit_b": 100}
    assert planned.tracker.spared == {"model.p.fit_a"}


def test_where_all_is_to_be_fresh_nothing_is_expected_to_be_stored(tmp_path, monkeypatch):
    monkeypatch.setenv("LLM_REASSESSMENT_FITS", str(tmp_path / "fits"))
    monkeypatch.setenv("LLM_REASSESSMENT_FRESH", "1")
    assert Planned(tmp_path, tmp_path / "fits").tracker.remaining() == pytest.approx(300, rel=0.02)


@pytest.mark.parametrize("text", ["", "[1]", '{"fit_a": null}', '{"fit_a": ["no.such"]}', "\x00"])
def test_a_spoilt_record_of_fits_is_no_obstacle(tmp_path, monkeypatch, text):
    monkeypatch.setenv("LLM_REASSESSMENT_FITS", str(tmp_path / "fits"))
    (tmp_path / "fits").mkdir()
    (tmp_path / "fits" / "some.parquet").touch()
    (tmp_path / "fit_programs.json").write_text(text)
    assert likely(tmp_path) == set()


@pytest.mark.parametrize("text", ["", "[1]", '{"a": "b"}', '{"a": null}', "\x00"])
def test_a_spoilt_record_is_no_obstacle(tmp_path, text):
    (tmp_path / "step_seconds.json").write_text(text)
    assert known_durations(tmp_path) == known_durations(tmp_path / "nothing")


def test_the_committed_table_is_what_the_command_writes(tmp_path, monkeypatch):
    seconds = {"model.p.slow": 40.0, "model.p.a": 0.25, "model.p.b": 0.35, "test.p.t": 0.5}
    monkeypatch.setattr("analysis_py.job.durations.MEASURED", tmp_path / "seconds.csv")
    write_measured(seconds)
    known = known_durations(tmp_path)
    assert known.seconds == summarised(seconds)
    assert known.seconds == pytest.approx({"model.p.slow": 40, "model": 0.3, "test": 0.5})


def test_the_committed_table_knows_the_long_steps(project):
    """Their names are those of models that exist, so that a renamed one is not forgotten."""
    known = known_durations(project / "no such folder").seconds
    models = {path.stem for path in (project / "models").rglob("*") if path.suffix != ".yml"}
    named = {key.split(".")[-1] for key in known if key.startswith("model.")}
    assert len(named) >= 5
    assert named <= models
