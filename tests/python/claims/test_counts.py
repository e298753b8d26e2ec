"""What is counted of verdicts: survival, headlines, conclusions, evidence."""


def rows(connection, query):
    return connection.sql(query).fetchall()


def test_what_describes_the_papers_sample_is_in_no_count(warehouse, verdicts):
    """Counts, shares and quantiles of the paper's rows are neither true nor false of others."""
    of_sample = {
        claim
        for (claim,) in rows(
            warehouse, "select claim_id from claims.dim_claims where describes_sample"
        )
    }
    assert {"C001", "C004", "C021", "C035", "C108", "C161", "C313"} <= of_sample
    data = {"same_method", "sound_method"}
    # printed figures of structure are of the paper's rows, and of no others
    printed = {
        claim
        for (claim,) in rows(
            warehouse,
            "select claim_id from claims.dim_claims where rule_family = 'structure' "
            "and decision = 'equals' and tolerance > 0",
        )
    }
    not_applicable = {
        key
        for key, (verdict, _) in verdicts.items()
        if verdict == "not_applicable" and key[0] not in printed
    }
    assert not_applicable == {key for key in verdicts if key[0] in of_sample and key[1] in data}
    # survival
    fates = dict(rows(warehouse, "select distinct claim_id, survival from claims.claim_survival"))
    assert {c for c, fate in fates.items() if fate == "not applicable"} == of_sample
    (counted,) = rows(
        warehouse,
        "select sum(n_decided) from (select distinct claim_id, n_decided from "
        "claims.claim_survival) join claims.dim_claims using (claim_id) where describes_sample",
    )[0]
    assert counted == 0
    # conclusions are answered by claims about more than the sample
    for claims, n_supported in rows(
        warehouse, "select claim_ids, n_supported from reporting.rpt_conclusions"
    ):
        assert n_supported <= len(set(claims.split()) - of_sample) or n_supported == 0


def test_the_headline_is_the_reading_kinder_to_the_paper_or_open(warehouse, verdicts):
    order = ["supported", "inconclusive", "contradicted", "not_testable", "not_applicable"]
    readings = {}
    for claim, basis, cohort, verdict, is_headline in rows(
        warehouse,
        "select claim_id, basis, cohort_id, verdict, is_headline from claims.claim_readings",
    ):
        readings.setdefault((claim, basis, cohort), []).append((verdict, is_headline))
    assert readings.keys() == verdicts.keys()
    for key, found in readings.items():
        assert sum(is_headline for _, is_headline in found) == 1
        kindest = min((verdict for verdict, _ in found), key=order.index)
        # where readings disagree, the kinder has to be significant at half the level
        agreed = (
            {kindest} if len({verdict for verdict, _ in found}) == 1 else {"inconclusive", kindest}
        )
        assert verdicts[key][0] in agreed
    assert any(len({verdict for verdict, _ in found}) > 1 for found in readings.values())
    unsaid = rows(
        warehouse,
        "select claim_id from claims.claim_verdicts where n_readings > 1 and (reading is null "
        "or verdict != 'not_applicable' and not contains(detail, reading))",
    )
    assert unsaid == []


def test_the_words_of_a_conclusion_are_written_for_its_verdict(warehouse, verdicts):
    stated = {claim for claim, *_ in verdicts}
    for name, why, claims in rows(
        warehouse, "select conclusion_id, why, claim_ids from reporting.rpt_conclusions"
    ):
        assert set(claims.split()) <= stated, name
        assert why, f"{name}: its words in seeds/claims/paper_conclusions.csv are for another"


def test_evidence_names_unit_and_n(warehouse):
    """A verdict by data says what counts as one observation, and of how many clusters."""
    silent = rows(
        warehouse,
        """
        select claim_id, basis, cohort_id from claims.claim_verdicts
        where basis in ('same_method', 'sound_method')
          and verdict in ('supported', 'contradicted', 'inconclusive')
          and (unit is null or n_bases is null
            or not regexp_matches(detail, ' bases| developers| questions| cells'))
        """,
    )
    assert silent == []


def test_a_claim_is_in_one_topic_and_one_subject(warehouse):
    """Also where a topic occurs under two subjects."""
    counts = "n_claims, n_supported, n_contradicted, n_inconclusive"
    paper = warehouse.sql(
        f"select {counts} from reporting.rpt_papers where paper_order = 1"
    ).fetchall()
    sums = ", ".join(f"sum({count})::bigint" for count in counts.split(", "))
    for kind in (
        "subject is null",
        "topic_name is not null",
        "subject is not null and topic_name is null",
    ):
        rows = warehouse.sql(f"select {sums} from reporting.rpt_claim_topics where {kind}")
        assert rows.fetchall() == paper, kind


def test_no_cell_is_open_beside_its_own_significant_pair(warehouse):
    """One pair that differs refutes that all groups are equal, whatever the test of all says."""
    pairs = "statistics.stat_cluster_robust as pairs"
    found = rows(
        warehouse,
        f"""
        select verdicts.verdict, count(distinct (claim_id, cohort_id)) from {pairs}
        inner join claims.dim_claims using (factor, benchmark_id)
        inner join claims.claim_verdicts as verdicts using (claim_id, cohort_id)
        where rule_family = 'anova' and verdicts.basis = 'sound_method'
          and factor = 'architecture_family' and pairs.is_default and pairs.can_decide
          and pairs.is_significant and not contains(verdicts.detail, 'is not available')
        group by all
        """,
    )
    assert [verdict for verdict, _ in found] == ["supported"]
    open_cells = rows(
        warehouse,
        """
        select claim_id, cohort_id from claims.claim_verdicts
        inner join claims.dim_claims using (claim_id)
        where rule_family = 'anova' and basis = 'sound_method' and verdict = 'inconclusive'
          and regexp_matches(detail, '[1-9][0-9]* of [0-9]+ pairs differ')
          and not contains(detail, 'is not available')
        """,
    )
    assert open_cells == []


def test_an_open_contrast_whose_interval_leaves_zero_out_says_why(warehouse):
    """Too few families near a size, a test that errs too often, or rows of another kind."""
    found = rows(
        warehouse,
        """
        select
            regexp_matches(
                detail, 'othing is decided|too (few|often) to decide|no verdict is given'
            ),
            list((claim_id, cohort_id))
        from claims.claim_verdicts inner join claims.dim_claims using (claim_id)
        where rule_family = 'gamm_contrast' and basis = 'sound_method'
          and verdict = 'inconclusive' and ci_low * ci_high > 0
        group by all
        """,
    )
    assert [says for says, _ in found] == [True], found


def test_verdicts_of_rules_that_end_one_way_are_counted_apart(warehouse):
    """The front page says how many of the counted verdicts could not have been the other."""
    for verdict in ("supported", "contradicted"):
        (unequal,) = rows(
            warehouse,
            f"""
            select count(*) from reporting.rpt_papers
            where n_{verdict}_one_way != (
              select count(*) from reporting.rpt_paper_claims as claims
              where claims.paper_id = rpt_papers.paper_id and verdict = '{verdict}'
                and one_way is not null)
            """,
        )[0]
        assert unequal == 0
    # such a claim never has the other outcome
    other = rows(
        warehouse,
        """
        select claim_id from claims.claim_verdicts
        inner join claims.dim_claims using (claim_id)
        where basis = 'sound_method' and one_way != verdict
          and verdict in ('supported', 'contradicted')
        """,
    )
    assert other == []
