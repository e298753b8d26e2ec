-- What became of the paper's claims about training types, on its own population.
with topics (first_id, last_id, about) as (
    values ('C124', 'C128', 'pretrained and fine-tuned models differ, on five benchmarks'),
    ('C129', 'C134', 'pretrained and instruction-tuned models differ'),
    ('C135', 'C135', 'on GSM8K pretrained and fine-tuned models do not differ'),
    ('C136', 'C141', 'instruction-tuned and fine-tuned models do not differ'),
    ('C142', 'C153', 'RL-tuned models differ from neither of these'),
    ('C160', 'C160', 'instruction tuning does not beat fine-tuning'),
    ('C257', 'C268', 'scores change with size among fine-tuned and among instruction-tuned models'),
    ('C275', 'C275', 'on MMLU the curve of pretrained models stays around zero'),
    ('C281', 'C281', 'the curves of the types have similar shapes')
)

select
    first_id,
    last_id,
    about,
    count(distinct claim_id) as n_claims,
    count(*) filter (where basis = 'same_method' and verdict = 'supported') as same_supported,
    count(*) filter (where basis = 'same_method' and verdict = 'contradicted') as same_contradicted,
    count(*) filter (where basis = 'same_method' and verdict = 'inconclusive') as same_inconclusive,
    count(*) filter (where basis = 'sound_method' and verdict = 'supported') as sound_supported,
    count(*) filter (where basis = 'sound_method' and verdict = 'contradicted') as sound_contradicted,
    count(*) filter (where basis = 'sound_method' and verdict = 'inconclusive') as sound_inconclusive
from topics
inner join reporting.rpt_verdicts on claim_id between first_id and last_id
where cohort_role = 'paper'
group by all
order by first_id;
