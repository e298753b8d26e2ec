-- What the words of the page cite.
with
-- Records read, loaded and quarantined, by file.
data_accounting as (
    select
        file_name,
        accounting.n_read,
        accounting.n_loaded,
        accounting.n_quarantined,
        sha256
    from quality.row_accounting as accounting left join reporting.rpt_snapshots using (file_name)
    order by file_name
),

-- The populations, with the predicate over evaluations that makes each, or why none does.
data_cohorts as (
    select
        cohort_id,
        cohort_name,
        snapshot_id,
        description,
        predicate,
        n_evaluations,
        status
    from reporting.rpt_cohorts
    order by cohort_order
),

-- On which subjects does a sounder method leave least of what the paper's method supports?
data_example as (
    select
        subject,
        count(*) filter (where same_method != 'not_applicable') as n_claims,
        count(*) filter (where same_method = 'supported') as n_supported,
        count(*) filter (where same_method = 'supported' and sound_method = 'supported') as n_survive
    from reporting.rpt_claims
    where cohort_role = 'paper' and claim_source = 'paper' and not describes_sample
    group by subject
    order by n_survive / nullif(n_supported, 0), subject
    limit 5
),

-- The expectations that a build must meet, and what was found.
data_expectations as (
    select
        table_name,
        column_name,
        expectation,
        severity,
        success,
        observed,
        arguments,
        reason
    from quality.expectation_results
    order by success, severity, table_name, column_name, expectation, arguments
),

-- Groups that the paper's printed tests lack, and how many evaluations each test rests on.
data_lost_groups as (
    select
        factor,
        missing_groups,
        min(n_obs) as n_obs,
        any_value(n_obs_most) as n_obs_most
    from (select *, max(n_obs) over () as n_obs_most from reporting.rpt_printed_tables) as printed
    where missing_groups != '' and n_obs is not null
    group by factor, missing_groups
    order by factor
),

-- The scores of each snapshot and benchmark in numbers, with the value that occurs most often.
data_profiles as (
    select
        source_name,
        benchmark_name,
        n_scores,
        min_pct,
        mean_pct,
        max_pct,
        std_dev_pct,
        chance_pct,
        zero_pct,
        mode_pct,
        mode_share_pct,
        correlation_with_others
    from reporting.rpt_benchmark_profiles
    order by taken_on, source_name, benchmark_order
),

-- Records in quarantine by file and kind of reason, with the first one as an example.
data_quarantine as (
    select
        file_name,
        reason,
        count(*) as n_rows,
        min(row_number) as first_row,
        arg_min(detail, row_number) as first_detail,
        arg_min(raw, row_number) as example
    from quality.quarantined_rows
    group by file_name, reason
    order by file_name asc, n_rows desc, reason asc
),

-- Which rule gave the size, training type, architecture and base family of how many evaluations of each
-- board: boards and counts are lists in one order, the board with most scores first.
data_rules as (
    with words (attribute, rule, rule_order, words) as (
        values
        ('size', 'base checkpoint', 1, 'the released checkpoint that it is made from'),
        ('size', 'published', 2, 'published by the source'),
        ('size', 'checkpoint', 3, 'a released checkpoint of its architecture and nominal size'),
        ('size', 'name', 4, 'the size in its name'),
        ('size', 'name product', 5, 'a product in its name, such as 8x7B'),
        ('size', 'truncated integer', 6, 'published, but cut off after the point'),
        ('size', 'checkpoint of a mixture', 7, 'the released mixture of experts that it is made from'),
        ('size', 'experts counted', 8, 'the experts in its name, what they share counted once'),
        ('size', 'stored size corrected', 9, 'its base checkpoint, where the file is packed or holds an adapter'),
        ('size', 'curated', 10, 'its model card'),
        ('size', 'user', 11, 'whoever brought the results in'),
        ('size', 'registry', 12, 'what the boards agree on for this name'),
        ('size', 'unknown', 13, 'unknown'),
        ('training type', 'label', 1, 'the label of the source'),
        ('training type', 'curated list', 2, 'the board''s hand-made list of RL-tuned models'),
        ('training type', 'model name', 3, 'DPO, PPO, RLHF or RL in its name'),
        ('training type', 'user', 4, 'whoever brought the results in'),
        ('training type', 'registry', 5, 'what the boards agree on for this name'),
        ('training type', 'label not in the map', 6, 'unknown: a label that the map does not know'),
        ('training type', 'no label', 7, 'unknown: no label'),
        ('architecture', 'label', 1, 'the label of the source'),
        ('architecture', 'none', 2, 'unknown'),
        ('base family', 'curated', 0, 'its model card'),
        ('base family', 'declared base', 1, 'the base that it declares, followed to its root'),
        ('base family', 'name pattern', 2, 'the lineage that its name tells'),
        ('base family', 'checkpoint', 3, 'a released checkpoint of its architecture and size'),
        ('base family', 'architecture and size', 4, 'most of those with its architecture and size'),
        ('base family', 'own root', 5, 'itself: trained from scratch'),
        ('base family', 'merge parents', 6, 'the parents of a merge'),
        ('base family', 'merges of the architecture', 7, 'a merge of unknown parents'),
        ('base family', 'unresolved', 8, 'unknown: neither size nor lineage')
    ),

    boards as (
        select
            source_name,
            row_number() over (order by sum(n_scores) desc, source_name) as board_order
        from reporting.rpt_benchmark_profiles
        group by source_name
    ),

    found as (
        select distinct
            attribute_order,
            attribute,
            rule
        from reporting.rpt_model_rules
    ),

    counts as (
        select
            attribute_order,
            attribute,
            rule,
            source_name,
            board_order,
            coalesce(sum(rules.n_evaluations), 0)::bigint as n_evaluations
        from found
        cross join boards
        left join reporting.rpt_model_rules as rules using (attribute_order, attribute, rule, source_name)
        group by attribute_order, attribute, rule, source_name, board_order
    )

    select
        attribute,
        coalesce(words, rule) as words,
        list(source_name order by board_order) as boards,
        list(n_evaluations order by board_order) as n_evaluations
    from counts left join words using (attribute, rule)
    group by attribute_order, attribute, rule_order, rule, words
    order by attribute_order, rule_order, rule
),

-- The snapshots: where each file comes from and what became of its records.
data_snapshots as (
    select * from reporting.rpt_snapshots
    order by n_evaluations is null, taken_on, snapshot_id
),

-- Expectations by suite and severity: how many there are and how many hold.
data_suites as (
    select
        suite,
        severity,
        count(*) as n_expectations,
        count(*) filter (where success) as n_met
    from quality.expectation_results
    group by suite, severity
    order by suite, severity
)

select
    array(select data_accounting from data_accounting) as data_accounting,
    array(select data_cohorts from data_cohorts) as data_cohorts,
    array(select data_example from data_example) as data_example,
    array(select data_expectations from data_expectations) as data_expectations,
    array(select data_lost_groups from data_lost_groups) as data_lost_groups,
    array(select data_profiles from data_profiles) as data_profiles,
    array(select data_quarantine from data_quarantine) as data_quarantine,
    array(select data_rules from data_rules) as data_rules,
    array(select data_snapshots from data_snapshots) as data_snapshots,
    array(select data_suites from data_suites) as data_suites;
