-- What the rules observed, in one table and one shape, each observation with its verdict and its sentence. A
-- rule gives what it has of these columns: estimate; low and high, the least and the most that the figure can
-- be; ci_low, ci_high and p_value, which are published; is_above and is_below, where they are not the
-- p-value's; is_equivalent and margin; holds, for a statement; n_of, of how many a count is; can_decide;
-- n_obs, n_bases, type1_error. These and all others are facts of its sentence.
{% set rules = [
    'agreement', 'contrasts', 'items', 'populations', 'population_shares', 'printed_twice',
    'pairs', 'pair_counts', 'pair_shares', 'places', 'anova', 'group_means', 'score_tests',
    'base_families', 'named_models', 'components', 'loadings', 'clustered_correlations', 'steps',
    'forecasts', 'variance_shares', 'shifts', 'breakpoints', 'parting_types', 'ability',
    'slopes', 'lines', 'flatter_curves', 'curve_similarity', 'gamm_terms', 'gamm_counts',
    'correlations', 'clusters', 'factor_separation', 'emergence', 'extrapolations', 'prices', 'bits', 'tools',
] %}
{{- require_every_rule(rules) -}}
{% set columns = [] %}
{% for column in observation_columns().split(',') %}{% do columns.append(column.split()[0]) %}{% endfor %}

with observations as (

    {{ observations() }}
    {% for rule in rules -%}
        union all
        select * from {{ ref('int_claims_observed_on_' ~ rule) }}
    {% endfor %}
),

completed as (

    select
        observations.* replace (
            coalesce(observations.benchmark_id, cells.benchmark_id, '') as benchmark_id,
            coalesce(observations.low, observations.ci_low, observations.estimate) as low,
            coalesce(observations.high, observations.ci_high, observations.estimate) as high,
            coalesce(
                observations.is_above,
                observations.p_value < cells.significance_level and observations.estimate > 0
            ) as is_above,
            coalesce(
                observations.is_below,
                observations.p_value < cells.significance_level and observations.estimate < 0
            ) as is_below,
            coalesce(observations.margin, 0) as margin,
            coalesce(observations.can_decide, true) as can_decide,
            coalesce(observations.facts, '{}') as facts
        ),
        cells.* exclude (cell_id, benchmark_id) replace (
            -- "not on all" is about as many as there are
            if(cells.decision = 'below', least(cells.decision_value, observations.n_of), cells.decision_value)
                as decision_value
        ),
        to_json({
            'measure': cells.measure,
            'figure': replace(cells.measure, '_', ' '),
            'benchmark_id': coalesce(observations.benchmark_id, cells.benchmark_id),
            'claimed_benchmark': cells.benchmark_id,
            'benchmark': benchmarks.benchmark_name,
            'factor': {{ factor_name('cells.factor') }},
            'group_a': cells.group_a,
            'group_b': cells.group_b,
            'level_a': cells.level_a,
            'level_b': cells.level_b,
            'a': {{ level_name('cells.level_a', 'cells.factor') }},
            'b': {{ level_name('cells.level_b', 'cells.factor') }},
            'gamm': cells.gamm,
            'is_sound': cells.is_sound,
            {% for name in columns if name not in ('cell_id', 'benchmark_id', 'facts') -%}
                '{{ name }}': observations.{{ name }},
            {% endfor -%}
            'level': {{ significance_level() }},
            'confidence': {{ format_confidence() }}
        }) as common
    from observations
    inner join {{ ref('int_claim_cells_selected') }} as cells using (cell_id)
    left join {{ ref('dim_benchmarks') }} as benchmarks
        on coalesce(observations.benchmark_id, cells.benchmark_id) = benchmarks.benchmark_id

)

select
    *,
    -- the sound method does not decide by tests with a high or unknown error rate
    {{ verdict_of_observation() }} as verdict_if_rated,
    is_sound and verdict_if_rated != 'inconclusive'
    and coalesce(type1_error > {{ var('largest_type1_error') }}, true) as errs_too_often,
    if(errs_too_often, 'inconclusive', verdict_if_rated) as verdict,
    fill_template(rule_family, measure, basis, 'sentence', facts, common) as sentence
from completed
