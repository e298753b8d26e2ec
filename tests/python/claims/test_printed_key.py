"""A key to the printed tables, made from the printed numbers without the warehouse's rules."""

import csv
import itertools

import numpy as np
import pytest

FACTORS = {"range_": "range", "type_": "type", "arch_": "architecture11"}
SUPPORTED, CONTRADICTED, OPEN, SILENT = "supported", "contradicted", "inconclusive", "not_testable"


@pytest.fixture(scope="module")
def claims(project):
    (path,) = (project / "data/paper_claims").glob("*.csv")
    with path.open(newline="", encoding="utf-8") as lines:
        return {row["claim_id"]: row for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def pairs(project):
    """Return (difference, low, high, p) by factor, benchmark and two groups, in both directions."""
    (path,) = (project / "data/published_tukey").glob("*.csv")
    found = {}
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            names = row["factor"], row["benchmark"]
            a, b = row["group_a"], row["group_b"]
            difference, low, high, p = (
                float(row[name]) for name in ("estimate", "ci_low", "ci_high", "p_adjusted")
            )
            found[(*names, a, b)] = difference, low, high, p
            found[(*names, b, a)] = -difference, -high, -low, p
    return found


@pytest.fixture(scope="module")
def verdicts(warehouse):
    query = (
        "select claim_id, basis, verdict from claims.claim_verdicts "
        "where basis in ('published', 'recovered')"
    )
    return {(claim, basis): verdict for claim, basis, verdict in warehouse.sql(query).fetchall()}


def factor(claim):
    return next((name for start, name in FACTORS.items() if claim["topic"].startswith(start)), None)


def groups(pairs, of, benchmark):
    return sorted({a for f, b, a, _ in pairs if (f, b) == (of, benchmark)})


def benchmarks(pairs, of):
    return sorted({benchmark for f, benchmark, *_ in pairs if f == of})


def shares(pairs, of):
    """Return each group's share of its table: half-widths squared go as 1/n of the two groups."""
    benchmark = benchmarks(pairs, of)[0]
    names = groups(pairs, of, benchmark)
    rows, squares = [], []
    for i, j in itertools.combinations(range(len(names)), 2):
        _, low, high, _ = pairs[of, benchmark, names[i], names[j]]
        rows.append(np.bincount([i, j], minlength=len(names)))
        squares.append(((high - low) / 2) ** 2)
    sizes = 1 / np.linalg.lstsq(np.array(rows, float), np.array(squares), rcond=None)[0]
    return dict(zip(names, sizes / sizes.sum(), strict=True))


def test_pairs_say_what_their_printed_p_and_difference_say(claims, pairs, verdicts):
    n_judged = 0
    for claim_id, claim in claims.items():
        if claim["statistic"] not in ("p_adj", "p_adj and 90% CI", "mean_diff"):
            continue
        key = factor(claim), claim["benchmark"], claim["group_a"], claim["group_b"]
        if claim["section"] == "App.E" or key not in pairs:
            expected = SILENT
        else:
            difference, _, _, p = pairs[key]
            holds = {
                "significant": p < 0.05,
                "not significant": p >= 0.05,
                "positive": difference > 0,
            }[claim["expected"]]
            expected = SUPPORTED if holds else CONTRADICTED
            n_judged += 1
        for basis in ("published", "recovered"):
            assert verdicts[claim_id, basis] == expected, (claim_id, basis)
    assert n_judged == 60 + 25 + 5 + 6


def test_counts_of_pairs(claims, pairs, verdicts):
    def significant(of, group=None, benchmark=None):
        return sum(
            p < 0.05
            for (f, b, a, _), (*_, p) in pairs.items()
            if f == of and group in (None, a) and benchmark in (None, b)
        ) / (2 if group is None else 1)

    six = benchmarks(pairs, "range")
    counts = {benchmark: significant("range", benchmark=benchmark) for benchmark in six}
    key = {
        # many pairs: at least 30 % of those of all benchmarks together
        "C109": 1 - sum(counts.values()) / 60 >= 0.3 - 1e-12,
        "C110": counts["TruthfulQA"] < min(n for b, n in counts.items() if b != "TruthfulQA"),
        "C117": all(pairs["range", benchmark, "[7,13)", "[3,7)"][3] >= 0.05 for benchmark in six),
        # "can", and "on par": the larger models are nowhere significantly ahead
        "C335": not any(
            p < 0.05 and difference < 0
            for difference, _, _, p in (pairs["range", b, "[3,7)", "[13,35)"] for b in six)
        ),
        "C108": len(groups(pairs, "range", "ARC")) * 5 / 2 == 15,
        "C161": len(groups(pairs, "type", "ARC")) * 3 / 2 == 10,
        "C014": len(groups(pairs, "architecture11", "ARC")) == 12,
    }
    for number, benchmark in enumerate(
        ("ARC", "HellaSwag", "MMLU", "TruthfulQA", "Winogrande", "GSM8K"), start=111
    ):
        key[f"C{number}"] = significant("range", "[3,7)", benchmark) >= 1
    for claim_id in ("C168", "C169", "C170", "C171", "C172"):
        # recurs: in significant pairs on most benchmarks
        family = claims[claim_id]["group_a"]
        on = [significant("architecture11", family, benchmark) > 0 for benchmark in six]
        key[claim_id] = sum(on) > 3
    for claim_id, holds in key.items():
        for basis in ("published", "recovered"):
            expected = SUPPORTED if holds else CONTRADICTED
            assert verdicts[claim_id, basis] == expected, (claim_id, basis)


def test_who_is_ahead(claims, pairs, verdicts):
    of = "architecture11"
    part = shares(pairs, of)
    leads, leaders = {}, []
    for benchmark in benchmarks(pairs, of):
        # means less the first group's, from its differences alone
        first, *others = groups(pairs, of, benchmark)
        means = {first: 0.0} | {g: pairs[of, benchmark, g, first][0] for g in others}
        grand = sum(part[group] * mean for group, mean in means.items())
        leaders.append(max(means, key=means.get))
        for group, mean in means.items():
            leads.setdefault(group, []).append(mean > grand)
    for claim_id in ("C173", "C174", "C175", "C176", "C177"):
        holds = sum(leads[claims[claim_id]["group_a"]]) >= 4
        assert verdicts[claim_id, "recovered"] == (SUPPORTED if holds else CONTRADICTED), claim_id
        assert verdicts[claim_id, "published"] == SILENT
    assert max(leaders.count(name) for name in leaders) < 6
    assert verdicts["C184", "published"] == verdicts["C184", "recovered"] == SUPPORTED
