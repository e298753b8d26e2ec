-- How the paper's claims about size fare: by its method on its rows, and by a sounder one on these and on
-- all evaluations of January 2024.
with themes (section, theme_order, theme, claim_ids) as (
    values
    ('curves', 1, 'No flat start: scores move from the smallest sizes on', 'C204 C205 C206 C207 C208'),
    ('curves', 2, 'Scores grow up to the 60 % quantile of size', 'C233 C234 C235 C236 C237 C238'),
    ('curves', 3, 'Scores grow from 3 to 7 B', 'C227 C228 C229 C230 C231 C232'),
    ('curves', 4, 'Beyond the 60 % quantile ARC, HellaSwag and MMLU are wave-like', 'C210 C211 C212'),
    ('curves', 5, 'ARC and HellaSwag gain nothing at the largest sizes', 'C213 C214'),
    ('curves', 6, 'Winogrande and GSM8K grow largely along a straight line', 'C215 C216'),
    ('curves', 7, 'Winogrande and GSM8K keep growing up to 180 B', 'C217 C218'),
    ('curves', 8, 'TruthfulQA falls, then rises, and ends below its start', 'C219 C220 C221'),
    ('curves', 9, 'Beyond 7 B larger is no guarantee of better', 'C334'),
    ('ranges', 1, '7–13 B is not significantly better than 3–7 B', 'C053 C063 C073 C083 C093 C103'),
    ('ranges', 2, 'From 7 B on no step to the next range is significant', 'C117'),
    ('ranges', 3, 'Small models do grade-school mathematics as well as larger ones', 'C249'),
    ('emergence', 1, 'No jump: growth is not sharp', 'C331'),
    ('emergence', 2, 'Beyond the 60 % quantile four of six curves are unpredictable', 'C333'),
    ('emergence', 3, 'At least one ability falls somewhere', 'C332'),
    ('emergence', 4, 'Abilities are there in the smallest models', 'C239 C240 C241 C242 C243 C244')
),

claims as (
    select
        * exclude (claim_ids),
        unnest(string_split(claim_ids, ' ')) as claim_id
    from themes
),

answers as (
    select
        case
            when basis = 'same_method' and cohort_role = 'paper' then 'papers'
            when basis = 'sound_method' and cohort_role = 'paper' then 'sounder'
            when basis = 'sound_method' and cohort_role = 'headline' then 'whole'
        end as answer,
        claim_id,
        verdict
    from reporting.rpt_verdicts
    where verdict != 'not_testable'
)

select
    section,
    theme_order,
    theme,
    list(distinct claim_id order by claim_id) as claim_ids,
    answer,
    count(*) filter (where verdict = 'supported') as n_supported,
    count(*) filter (where verdict = 'contradicted') as n_contradicted,
    count(*) filter (where verdict = 'inconclusive') as n_inconclusive
from claims
inner join answers using (claim_id)
where answer is not null
group by section, theme_order, theme, answer
order by section, theme_order, answer;
