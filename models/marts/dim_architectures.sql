with architectures as (

    select
        evaluations.architecture,
        -- without imports, so that the boards' facts do not depend on them
        count(*) filter (where not snapshots.is_import) as n_evaluations,
        count(*) filter (where snapshots.is_import) as n_imported
    from {{ ref('int_evaluations_unioned') }} as evaluations
    inner join {{ ref('stg_provenance__snapshots') }} as snapshots
        on evaluations.snapshot_id = snapshots.snapshot_id
    group by evaluations.architecture

),

-- the first rule that matches, per scheme
matches as (

    select
        architectures.architecture,
        min_by(rules.architecture_family, rules.rule_order)
        filter (where rules.scheme = 'paper_11') as family_11,
        min_by(rules.architecture_family, rules.rule_order)
        filter (where rules.scheme = 'paper_15') as family_15,
        min_by(rules.architecture_family, rules.rule_order)
        filter (where rules.scheme = 'coarse_5') as family_5
    from architectures
    inner join {{ ref('architecture_rules') }} as rules
        on regexp_matches(architectures.architecture, rules.pattern, 'i')
    group by architectures.architecture

)

select
    architectures.architecture,
    coalesce(matches.family_11, 'Other') as architecture_family,
    coalesce(matches.family_15, 'Other') as architecture_family_15,
    coalesce(matches.family_5, 'Other') as architecture_family_5,
    architectures.n_evaluations,
    architectures.n_imported
from architectures
left join matches on architectures.architecture = matches.architecture
