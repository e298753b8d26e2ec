-- Every evaluation with its size and the lineage's names of its model and architecture.
select
    evaluations.*,
    sized.parameters_b,
    sized.parameters_source,
    snapshots.taken_on,
    names.* exclude (local_name, architecture),
    -- the paper's Other is many architectures, distinguished by their labels: Qwen2ForCausalLM is Qwen2
    case
        when architectures.architecture_family != 'Other' then architectures.architecture_family
        else regexp_replace(
            evaluations.architecture,
            '(ForCausalLM|ForCasualLM|ForConditionalGeneration|LMHeadModel|Model)$',
            ''
        )
    end as architecture_line,
    families.is_sized,
    families.base_family as named_lineage
from {{ ref('int_evaluations_unioned') }} as evaluations
inner join {{ ref('int_evaluations_sized') }} as sized using (evaluation_id)
inner join {{ ref('dim_snapshots') }} as snapshots using (snapshot_id)
inner join {{ ref('dim_architectures') }} as architectures using (architecture)
inner join {{ ref('int_lineage_names') }} as names using (local_name, architecture)
left join {{ ref('int_lineage_families') }} as families
    on names.lineage = families.lineage
    and names.lineage_nominal_b is not distinct from families.lineage_nominal_b
    and names.named_b is not distinct from families.named_b
    and sized.parameters_b is not distinct from families.parameters_b
