with architectures as (

    select
        architecture,
        count(*) as n_evaluations
    from {{ ref('int_evaluations_gathered') }}
    group by architecture

),

-- the first rule that matches, per scheme
matches as (

    select
        architectures.architecture,
        min_by(rules.architecture_family, rules.rule_order) filter (where rules.scheme = 'paper_11') as family_11,
        min_by(rules.architecture_family, rules.rule_order) filter (where rules.scheme = 'coarse_5') as family_5
    from architectures
    inner join {{ ref('architecture_rules') }} as rules
        on regexp_matches(architectures.architecture, rules.pattern, 'i')
    group by architectures.architecture

)

select
    architectures.architecture,
    coalesce(matches.family_11, 'Other') as architecture_family,
    coalesce(matches.family_5, 'Other') as architecture_family_5,
    architectures.n_evaluations
from architectures
left join matches on architectures.architecture = matches.architecture
