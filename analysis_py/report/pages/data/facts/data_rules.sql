-- Which rule gave the size, training type, architecture and base family of how many evaluations of each
-- board: boards and counts are lists in one order, the board with most scores first.
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
order by attribute_order, rule_order, rule;
