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
    from marts.dim_cohorts
    order by cohort_order
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
    order by success, severity, table_name, column_name, expectation, arguments, observed
),

-- Groups that the paper's printed tests lack, and how many evaluations each test rests on.
data_lost_groups as (
    select * from reporting.rpt_labels
    where missing_groups is not null
    order by factor
),

data_quarantine as (
    select * from reporting.rpt_quarantine
    order by file_name asc, n_rows desc, reason asc
),

-- The snapshots: where each file comes from and what became of its records.
data_snapshots as (
    select * from reporting.rpt_snapshots
    order by n_evaluations is null, taken_on, snapshot_id
)

select
    array(select data_accounting from data_accounting) as data_accounting,
    array(select data_cohorts from data_cohorts) as data_cohorts,
    array(select data_expectations from data_expectations) as data_expectations,
    array(select data_lost_groups from data_lost_groups) as data_lost_groups,
    array(select data_quarantine from data_quarantine) as data_quarantine,
    array(select data_snapshots from data_snapshots) as data_snapshots;
