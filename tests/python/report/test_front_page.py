"""Every number that the front page and the README say is that of the tables, and one of each."""

import re

import pytest
from faults import ROOT
from report.test_honest_words import sentences_of, text_of

LEADS = """
    select leads.*, base.estimate as own, base.is_significant and base.estimate > 0 as is_gain
    from statistics.stat_within_base as leads
    join statistics.stat_within_base as base using (cohort_id, benchmark_id, group_a, group_b)
    where cohort_id = '{}' and group_a = 'instruction-tuned' and leads.method = 'all evaluations'
      and base.method = 'own base'
"""
COUNTS = """
    select count(*) as {0}_all, min(estimate) as {0}_lead_min, max(estimate) as {0}_lead_max,
        min(own) as {0}_own_min, max(own) as {0}_own_max, count(*) filter (is_gain) as {0}_gains
    from ({1})
"""
JANUARY, LATER = LEADS.format("january_2024"), LEADS.format("openllm_v2")
#: Numbers by name, each from the table that has it.
QUERIES = [
    COUNTS.format("january", JANUARY),
    COUNTS.format("later", LATER),
    f"""select count(*) filter (is_gain) as gains, count(*) as gains_all
        from ({JANUARY} union all {LATER})""",
    """select min(ratio) as ratio_min, max(ratio) filter (benchmark_id != 'gsm8k') as ratio_next,
           max(ratio) filter (benchmark_id = 'gsm8k') as ratio_gsm8k, max(n_zeros) as n_zeros,
           count(*) filter (ratio_low > 1) as higher, count(*) as higher_all
       from statistics.stat_gamm_growth where cohort_id = 'january_2024'""",
    """select count(*) as gradual_all, count(*) filter (is_gradual) as gradual from (
           select bool_and(verdict = 'gradual') as is_gradual from statistics.stat_emergence
           where verdict is not null group by benchmark_id)""",
    """select count(is_significant) filter (where model = 'total') as larger_all,
           count(*) filter (where model = 'total' and is_significant and estimate > 0) as larger,
           count(is_significant) filter (where model = 'date') as newer_all,
           count(*) filter (where model = 'date' and is_significant and estimate > 0) as newer
       from statistics.stat_field_slopes
       join (select cohort_id, n_evaluations as n_configurations from marts.dim_cohorts)
           using (cohort_id)
       where (model, term) in (('total', 'log2_total'), ('date', 'years'))
       group by cohort_id, n_configurations having larger_all > 0 and newer_all > 0
       order by n_configurations desc limit 1""",
    """select n_claims as claims, n_supported as supported, n_contradicted as contradicted,
           n_inconclusive as inconclusive, n_supported + n_contradicted + n_inconclusive as tested
       from reporting.rpt_papers where paper_order = 1""",
    """select count(*) filter (verdict = 'fails') as fail, count(*) as conclusions,
           count(*) filter (verdict = 'open') as open, count(*) filter (verdict = 'stands') as stand
       from reporting.rpt_conclusions""",
]
#: What the page says: {name} is a number, {n/m} a count of all.
WORDS = """
evaluations score {january_lead_min} to {january_lead_max} points above pretrained ones on
{january_all} benchmarks.

a tuned model differs by {january_own_min} to {january_own_max}.

We test {claims} claims of one paper

Of the {tested} that can be tested, {supported} are supported, {contradicted} are
contradicted and {inconclusive} are inconclusive.

{january_gains} significant gain on {january_all} benchmarks

{later_gains} significant gains on {later_all} benchmarks

70 B above 7 B on {higher/higher_all} benchmarks

It scores {ratio_min} to {ratio_next} times as high, and {ratio_gsm8k} times on GSM8K
(excluding {n_zeros} scores of 0).

No jump on {gradual_all} benchmarks

growth is gradual on {gradual/gradual_all} benchmarks, in every

Newer is higher on {newer/newer_all} benchmarks, larger on {larger/larger_all}

Significantly on {january_gains/january_all} benchmarks of All of January 2024 and
{later_gains/later_all} benchmarks of

In January 2024 a 70 B model scores higher than a 7 B one on {higher/higher_all} benchmarks.

Of its {conclusions} best-known conclusions, {fail} fail, {open} are inconclusive, {stand}
stand.

Larger models score significantly higher on {larger/larger_all} benchmarks, newer ones on
{newer/newer_all}.
"""
SAID = [" ".join(said.split()) for said in WORDS.split("\n\n")]
FINDING = "tuned models gain significantly on {gains} of {gains_all} benchmarks"
NUMBER = r"([+−]?\d[\d,]*(?:\.\d+)?|none|No)"


def pattern_of(said):
    """Return the pattern of what is said, and the names of its groups."""
    names, parts = [], []
    for text, name in re.findall(r"([^{]*)(?:\{([^}]*)\})?", said):
        parts.append(re.escape(text))
        if "/" in name:
            names += name.split("/")
            parts.append(rf"(?:all (?=\d)|{NUMBER} of )(\d+)")
        elif name:
            names.append(name)
            parts.append(NUMBER)
    return re.compile("".join(parts)), names


def agrees(shown, value, everything):
    """Return whether what is shown is the value, rounded as it is shown."""
    if shown is None:
        return value == everything
    number = {"none": "0", "No": "0"}.get(shown, shown).replace(",", "").replace("−", "-")
    digits = len(number.partition(".")[2])
    return abs(float(number) - float(value)) <= 0.5 * 10**-digits + 1e-9


def wrong_numbers(text, said, values):
    """Return the numbers of all that matches which are not those of the tables, or None."""
    pattern, names = pattern_of(said)
    matches = list(pattern.finditer(text))
    if not matches:
        return None
    return [
        (name, shown, values[name])
        for match in matches
        for i, (name, shown) in enumerate(zip(names, match.groups(), strict=True))
        if not agrees(shown, values[name], values[names[min(i + 1, len(names) - 1)]])
    ]


@pytest.fixture(scope="module")
def values(warehouse):
    """Return every number by its name."""
    found = {}
    for query in QUERIES:
        rows = warehouse.sql(query)
        (row,) = rows.fetchall()
        found |= dict(zip(rows.columns, row, strict=True))
    return found


@pytest.fixture(scope="module")
def front(report):
    return (report / "index.html").read_text()


@pytest.mark.committed
@pytest.mark.parametrize("said", [*SAID, FINDING])
def test_the_front_page_says_the_numbers_of_the_tables(front, values, said):
    assert wrong_numbers(" ".join(sentences_of(front)), said, values) == []


@pytest.mark.committed
def test_the_readme_says_what_the_front_page_says(front, values):
    text = " ".join((ROOT / "README.md").read_text().split())
    for said in (
        "score {january_lead_min} to {january_lead_max} percentage points above pretrained ones",
        "a tuned model differs by {january_own_min} to {january_own_max};",
    ):
        assert wrong_numbers(text, said, values) == [], said
    [heading] = re.findall(r"\*\*(Most of the lead.*?)\.\*\*", text)
    assert heading in text_of(front)
