"""The tools on trial: each package's own call on two lists of scores, and its law.

A call is the one that the package's own page shows, and its verdict counts where it has one, else
p < .05. Nothing here is imported before it is called: every package is optional.
"""

import contextlib
import io
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np
import trial_laws as laws
from scipy import special
from trial_laws import Counts, Floats, Limits, Resampled, Verdicts, by_p, by_rule, wald

NAN = float("nan")


class Answer(NamedTuple):
    """Limits and p of B less A, and the verdict: 1 better, 0 open, -1 worse, None refused."""

    low: float
    high: float
    p: float
    says: int | None


class Drawn(NamedTuple):
    """Distinct tables of a cell, and the resamples that the bootstraps among the laws share."""

    tables: Counts
    rng: np.random.Generator
    resample: Callable[[], Resampled]

    @property
    def resampled(self) -> Resampled:
        """Return the resamples, drawn once a cell and only if a law asks for them."""
        return self.resample()


class Tool(NamedTuple):
    """A row of the trial: its distribution, its call and its law; `calls` are made in a cell."""

    name: str
    package: str
    law: Callable[[Drawn], Verdicts]
    call: Callable[[Floats, Floats], Answer] | None = None
    calls: int = 0
    least: int = 0

    @property
    def version(self) -> str:
        """Return the installed version of the package; a rule of thumb has none."""
        return version(self.package) if self.package else ""


def answer(limits: Any, p: float, ahead: float, word: str = "") -> Answer:
    """Return an answer whose verdict is its p-value's, unless the package has a word."""
    says = (
        {"better": 1, "worse": -1, "no": 0}[word]
        if word
        else int(p < 0.05) * np.sign(np.nan_to_num(ahead))
    )
    return Answer(*map(float, limits), float(p), int(says))


def call_errorbars(a: Floats, b: Floats) -> Answer:
    """README, *compare*: paired_compare."""
    from errorbars.compare import paired_compare

    found = paired_compare(b, a)
    return answer((found.ci_low, found.ci_high), found.p_value, found.mean_diff)


def call_evalci(a: Floats, b: Floats) -> Answer:
    """README: compare(a, b, paired=True, method='permutation')."""
    from evalci import compare

    found = compare(b, a, paired=True, method="permutation", random_state=0)
    return answer(found.ci, found.p_value, found.delta)


def _count(a: Floats, b: Floats) -> tuple[int, int]:
    return int(((b == 1) & (a == 0)).sum()), int(((a == 1) & (b == 0)).sum())


def call_evalgate(a: Floats, b: Floats) -> Answer:
    """README, *evalgate paired*: its word."""
    from evalgate.decide import decide
    from evalgate.stats import mcnemar_test

    found = decide(mcnemar_test(*_count(a, b)[::-1]))
    word = {"improvement": "better", "regression": "worse"}.get(found.verdict.value, "no")
    return answer((NAN, NAN), found.p_value, 0, word)


def call_evalproof(a: Floats, b: Floats) -> Answer:
    """README, *From Python*: compare_runs(baseline, candidate)."""
    from evalproof.compare import compare_runs
    from evalproof.models import CaseResult, Run, RunInfo, Score, SystemOutput

    names = "suite system dataset_path dataset_hash started_at finished_at evalproof_version"
    info = RunInfo(**dict.fromkeys(names.split(), "x"), wall_time_s=0, seed=0)

    def run(scores: Floats) -> Any:
        return Run(
            info=info,
            results=[
                CaseResult(
                    case_id=f"{i:05d}",
                    output=SystemOutput(output=""),
                    scores={"m": Score(value=x, passed=bool(x) if x in (0, 1) else None)},
                )
                for i, x in enumerate(scores.astype(float).tolist())
            ],
        )

    found = compare_runs(run(a), run(b)).metrics["m"]
    return answer((found.ci_low, found.ci_high), found.p_value, found.delta)


def call_evalsig(a: Floats, b: Floats) -> Answer:
    """README, *Python API*: compare(a, b), two-sided."""
    from evalsig import compare
    from evalsig.types import ItemResult, RunFrame

    def frame(scores: Floats, name: str) -> Any:
        items = [ItemResult(item_id=f"{i:05d}", score=float(x)) for i, x in enumerate(scores)]
        names = {"run_id": name, "model_id": name, "task_id": "t", "metric_name": "accuracy"}
        return RunFrame(**names, items=items)

    found = compare(frame(a, "a"), frame(b, "b"))
    return answer(found.ci, found.p_value, found.delta)


def call_statgate(a: Floats, b: Floats) -> Answer:
    """README, *Python API*: evaluate_gate with a margin of .02; its p."""
    from statgate import GateSettings, evaluate_gate
    from statgate.records import EvalRecord

    def records(scores: Floats) -> list[Any]:
        return [
            EvalRecord(case_id=str(i), score=float(x), passed=None, run_index=0)
            for i, x in enumerate(scores)
        ]

    found = evaluate_gate(records(a), records(b), GateSettings(margin=0.02, seed=42))
    limits = found.interval.low, found.interval.high
    return answer(limits, found.p_value, float(np.mean(b) - np.mean(a)))


def call_truescore(a: Floats, b: Floats) -> Answer:
    """README, *Command line*: truescore compare is mcnemar on 0 and 1."""
    from truescore.compare import mcnemar

    found = mcnemar(b.astype(int), a.astype(int))
    return answer((found.low, found.high), found.p_value, found.difference)


def call_claimeval(a: Floats, b: Floats) -> Answer:
    """README, *Python API*: a pairwise claim, supported at P >= .9."""
    from claimeval import Claim, Rollout, RolloutSet, evaluate_claims

    rows = RolloutSet(
        [
            Rollout(name, str(i), seed=0, success=float(x), cost=1.0)
            for name, scores in (("A", a), ("B", b))
            for i, x in enumerate(scores)
        ]
    )
    claims = [Claim("pairwise", "B", ["A"]), Claim("pairwise", "A", ["B"])]
    up, down = (each["supported"] for each in evaluate_claims(rows, claims, n_boot=2000))
    return answer((NAN, NAN), NAN, 0, "better" if up else "worse" if down else "no")


def call_siggate(a: Floats, b: Floats) -> Answer:
    """README, *Library use*: siggate.compare; better or worse if REAL."""
    import siggate

    found = siggate.compare(a.astype(float).tolist(), b.astype(float).tolist())
    word = "no" if found.label != "REAL" else "better" if found.delta > 0 else "worse"
    return answer((found.ci_lower, found.ci_upper), found.p_value, 0, word)


def call_siggate_p(a: Floats, b: Floats) -> Answer:
    """README, *Library use*: siggate.compare; its p, which is deltagate's."""
    import siggate

    found = siggate.compare(a.astype(float).tolist(), b.astype(float).tolist())
    return answer((found.ci_lower, found.ci_upper), found.p_value, found.delta)


def call_paired_eval(a: Floats, b: Floats) -> Answer:
    """README: paired_compare(a, b)."""
    from paired_eval import paired_compare

    found = paired_compare(b.astype(float).tolist(), a.astype(float).tolist())
    return answer(found["diff_ci"], found["p_value"], found["mean_diff"])


def call_abeval(a: Floats, b: Floats) -> Answer:
    """README, *Python API*: paired_compare(scores_a, scores_b, seed=0)."""
    from abeval import paired_compare

    found = paired_compare(a.astype(float).tolist(), b.astype(float).tolist(), seed=0)
    return answer((found.ci_lo, found.ci_hi), found.p_permutation, found.diff)


def call_evalconfidence(a: Floats, b: Floats) -> Answer:
    """README, *Quick example*: compare(results_a, results_b)."""
    import pandas as pd
    from evalconfidence import compare, from_dataframe

    def results(scores: Floats, name: str) -> Any:
        items = [str(i) for i in range(len(scores))]
        frame = pd.DataFrame({"qid": items, "system": name, "acc": scores.astype(float)})
        return from_dataframe(frame, item_id="qid", model_id="system", score="acc")

    found = compare(results(b, "B"), results(a, "A"))
    return answer(found.ci_diff, found.p_value, found.diff)


def call_evalstats(a: Floats, b: Floats) -> Answer:
    """README, *Quick start*: compare(load_from(df), factors='model')."""
    import evalstats
    import pandas as pd

    n = len(a)
    items = list(range(n)) * 2
    rows = pd.DataFrame({"model": ["A"] * n + ["B"] * n, "item": items, "score": np.r_[a, b]})
    try:
        found = evalstats.compare(evalstats.load_from(rows), factors="model")
    except evalstats.InsufficientItemsError:
        return Answer(NAN, NAN, NAN, None)
    pair = found.to_dict()["pairwise"][0]
    sign = 1 if pair["a"] == "B" else -1
    limits = sorted((sign * pair["ci_low"], sign * pair["ci_high"]))
    ahead = sign * pair["diff"]
    word = "no" if not pair["significant"] else "better" if ahead > 0 else "worse"
    return answer(limits, pair["p_value"], 0, word)


def call_ttest(a: Floats, b: Floats) -> Answer:
    """Call scipy.stats.ttest_rel(b, a)."""
    from scipy.stats import ttest_rel

    found = ttest_rel(b, a)
    limits = found.confidence_interval()
    return answer((limits.low, limits.high), found.pvalue, found.statistic)


def call_wilcoxon(a: Floats, b: Floats) -> Answer:
    """Call scipy.stats.wilcoxon(b, a)."""
    from scipy.stats import wilcoxon

    return answer((NAN, NAN), wilcoxon(b, a).pvalue, float(np.mean(b) - np.mean(a)))


def call_bootstrap(a: Floats, b: Floats) -> Answer:
    """Call scipy.stats.bootstrap((b - a,), np.mean), defaults."""
    from scipy.stats import bootstrap

    differences = b.astype(float) - a
    limits = bootstrap((differences,), np.mean, rng=np.random.default_rng(0)).confidence_interval
    word = "better" if limits.low > 0 else "worse" if limits.high < 0 else "no"
    return answer((limits.low, limits.high), NAN, 0, word)


def call_mcnemar(a: Floats, b: Floats, exact: bool = True) -> Answer:
    """Call statsmodels: mcnemar(table), exact by default."""
    from statsmodels.stats.contingency_tables import mcnemar

    only_b, only_a = _count(a, b)
    same = [int(((a == x) & (b == x)).sum()) for x in (1, 0)]
    p = mcnemar([[same[0], only_a], [only_b, same[1]]], exact=exact).pvalue
    return answer((NAN, NAN), p, only_b - only_a)


def call_mcnemar_corrected(a: Floats, b: Floats) -> Answer:
    """Call statsmodels: mcnemar(table, exact=False)."""
    return call_mcnemar(a, b, exact=False)


def call_baycomp(a: Floats, b: Floats) -> Answer:
    """README: two_on_single(x, y), decided at P > .95."""
    from baycomp import two_on_single

    left, right = two_on_single(a.astype(float), b.astype(float))
    word = "better" if right > 0.95 else "worse" if left > 0.95 else "no"
    return answer((NAN, NAN), NAN, 0, word)


def call_ours(a: Floats, b: Floats) -> Answer:
    """Ours, on any scores."""
    from analysis_py.runs.paired.score_interval import score_interval

    found = score_interval(b.astype(float) - a, 0.95)
    return answer((found.low, found.high), found.p_value, found.estimate)


def ask(tool: Tool, a: Floats, b: Floats) -> Answer:
    """Return a package's answer without what it prints; one that it does not give is a result."""
    silent = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
    with warnings.catch_warnings(), silent[0], silent[1], np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return tool.call(a, b)
        except Exception:
            return Answer(NAN, NAN, NAN, None)


def _p_t(tables: Counts) -> Floats:
    error = laws.standard_error(tables, 1)
    p = laws.p_of(laws.difference(tables), error, tables.sum(1) - 1)
    return np.where(tables[:, 1] + tables[:, 2] == 0, np.nan, p)


def _p_z(tables: Counts) -> Floats:
    return laws.p_of(laws.difference(tables), laws.standard_error(tables, 1))


def _said_by(limits: Limits, tables: Counts, is_none: bool = False) -> Verdicts:
    """Return verdicts by the limits alone; a constant sample has none where `is_none`."""
    gap = np.where((tables[:, 1] + tables[:, 2] == 0) & is_none, np.nan, 0.0)
    says = (limits[0] > 0).astype(int) - (limits[1] < 0)
    return Verdicts(limits[0] + gap, limits[1] + gap, np.full(len(tables), np.nan), says)


def judge_siggate(drawn: Drawn) -> Verdicts:
    """Return z, REAL only if its BCa interval leaves 0 out as well."""
    tables, (low, high) = drawn.tables, drawn.resampled.bca
    by_z = by_p(tables, _p_z(tables), wald(tables, 1))
    return by_z._replace(says=np.where((low > 0) | (high < 0), by_z.says, 0))


def judge_evalgate(drawn: Drawn) -> Verdicts:
    """Return its word: any gain is an improvement; a loss is a regression if p < .05."""
    found = by_p(drawn.tables, laws.p_corrected(drawn.tables, 1000))
    return found._replace(says=np.where(drawn.tables[:, 1] > drawn.tables[:, 2], 1, found.says))


def judge_baycomp(drawn: Drawn) -> Verdicts:
    """Return the correlated Bayesian t test of one data set, decided at 95 %."""
    n, error = drawn.tables.sum(1), laws.standard_error(drawn.tables, 1)
    ratio = laws.difference(drawn.tables) / np.where(error > 0, error, 1)
    right = special.stdtr(n - 1, ratio / np.sqrt(1 + n / (n - 1)))
    return by_rule(drawn.tables, (error > 0) & (right > 0.95), (error > 0) & (right < 0.05))


def judge_mcnemar_corrected(drawn: Drawn) -> Verdicts:
    """Return statsmodels' p without a discordant question, which is that of 1 / 0."""
    tables = drawn.tables
    is_empty = tables[:, 1] + tables[:, 2] == 0
    return by_p(tables, np.where(is_empty, 0.0, laws.p_corrected(tables)))


def judge_unpaired(drawn: Drawn) -> Verdicts:
    """Return the z of two printed standard errors."""
    d, error = laws.difference(drawn.tables), np.sqrt(np.add(*laws.unpaired(drawn.tables)))
    return by_p(drawn.tables, laws.p_of(d, error), (d - laws.Z * error, d + laws.Z * error))


def judge_overlap(drawn: Drawn) -> Verdicts:
    """Return the rule that two 95 % intervals which do not overlap differ."""
    d, reach = laws.difference(drawn.tables), sum(map(np.sqrt, laws.unpaired(drawn.tables)))
    return by_rule(drawn.tables, d > laws.Z * reach, d < -laws.Z * reach)


def judge_points(points: float) -> Callable[[Drawn], Verdicts]:
    """Return the rule that so many points apart are a difference; 0 is any difference."""

    def judge(drawn: Drawn) -> Verdicts:
        d = laws.difference(drawn.tables)
        beyond = (np.abs(d) >= points / 100 - 1e-12) & (d != 0)
        return by_rule(drawn.tables, beyond & (d > 0), beyond & (d < 0))

    return judge


def of(
    p: Callable[[Drawn], Floats], limits: Callable[[Drawn], Limits] | None = None
) -> Callable[[Drawn], Verdicts]:
    """Return the law that decides by a p-value, beside limits if there are any."""
    return lambda drawn: by_p(drawn.tables, p(drawn), limits(drawn) if limits else None)


def _exact(drawn: Drawn) -> Floats:
    return laws.p_exact(drawn.tables)


def _mid(drawn: Drawn) -> Floats:
    return laws.p_exact(drawn.tables, mid=True)


def _flipped(drawn: Drawn) -> Floats:
    return laws.p_flipped(drawn.tables, drawn.rng)


def _flipped_or_exact(drawn: Drawn) -> Floats:
    return np.where(drawn.tables.sum(1) <= 12, _exact(drawn), _flipped(drawn))


def _exact_to_25(drawn: Drawn) -> Floats:
    return laws.p_corrected(drawn.tables, 25)


def _wald(drawn: Drawn) -> Limits:
    return wald(drawn.tables)


def _t(drawn: Drawn) -> Limits:
    return wald(drawn.tables, 1, by_t=True)


def _percentile(drawn: Drawn) -> Limits:
    return drawn.resampled.percentile


def judge_claimeval(drawn: Drawn) -> Verdicts:
    """Return *supported*: ahead in at least 90 % of resamples."""
    up, down = drawn.resampled.ahead
    return by_rule(drawn.tables, up >= 0.9, (down >= 0.9) & (up < 0.9))


#: Of calls in a cell: a cheap package's own answers stand for its most frequent tables.
CHEAP = 10
TOOLS = (
    Tool("compare", "llm-reassessment", lambda x: laws.by_tango(x.tables), call_ours),
    Tool(
        "evalstats",
        "evalstats",
        of(_mid, lambda x: laws.bonett_price(x.tables)),
        call_evalstats,
        least=15,
    ),
    Tool(
        "errorbars",
        "errorbars",
        of(lambda x: np.nan_to_num(_p_t(x.tables), nan=1.0), _t),
        call_errorbars,
        CHEAP,
    ),
    Tool("truescore", "truescore", of(_mid, _wald), call_truescore, CHEAP),
    Tool("evalsig", "evalsig", of(_exact_to_25, _wald), call_evalsig, CHEAP),
    Tool("evalconfidence", "evalconfidence", of(_exact_to_25, _wald), call_evalconfidence),
    Tool("evalproof", "evalproof", of(_exact, _percentile), call_evalproof),
    Tool("evalci", "evalci", of(_flipped_or_exact, _percentile), call_evalci),
    Tool("abeval", "abeval", of(_flipped, _percentile), call_abeval),
    Tool("paired-eval", "paired-eval", of(_flipped, _percentile), call_paired_eval),
    Tool("statgate", "statgate", of(_flipped, lambda x: x.resampled.bca), call_statgate),
    Tool("siggate", "siggate", judge_siggate, call_siggate),
    Tool(
        "siggate, p",
        "siggate",
        of(lambda x: _p_z(x.tables), lambda x: wald(x.tables, 1)),
        call_siggate_p,
    ),
    Tool("evalgate-cli", "evalgate-cli", judge_evalgate, call_evalgate, CHEAP),
    Tool("evalgate-cli, exit code", "evalgate-cli", of(lambda x: laws.p_corrected(x.tables, 1000))),
    Tool("claimeval", "claimeval", judge_claimeval, call_claimeval),
    Tool("scipy ttest_rel", "scipy", of(lambda x: _p_t(x.tables), _t), call_ttest, CHEAP),
    Tool("scipy wilcoxon", "scipy", of(lambda x: laws.p_wilcoxon(x.tables)), call_wilcoxon),
    Tool(
        "scipy bootstrap",
        "scipy",
        lambda x: _said_by(x.resampled.bca, x.tables, True),
        call_bootstrap,
    ),
    Tool("statsmodels mcnemar", "statsmodels", of(_exact), call_mcnemar),
    Tool(
        "statsmodels mcnemar, exact=False",
        "statsmodels",
        judge_mcnemar_corrected,
        call_mcnemar_corrected,
        CHEAP,
    ),
    Tool("baycomp", "baycomp", judge_baycomp, call_baycomp, CHEAP),
    Tool("Miller, paired z", "", of(lambda x: _p_z(x.tables), lambda x: wald(x.tables, 1))),
    Tool("two standard errors, unpaired z", "", judge_unpaired),
    Tool("intervals do not overlap", "", judge_overlap),
    Tool("B higher", "", judge_points(0)),
    Tool("1 point apart", "", judge_points(1)),
    Tool("2 points apart", "", judge_points(2)),
)
