-- What an architecture is called in a lineage: the paper's Other is many, distinguished by their labels, so
-- that Qwen2ForCausalLM is Qwen2.
select
    architecture,
    case
        when architecture_family != 'Other' then architecture_family
        else regexp_replace(
            architecture, '(ForCausalLM|ForCasualLM|ForConditionalGeneration|LMHeadModel|Model)$', ''
        )
    end as architecture_line
from {{ ref('dim_architectures') }}
