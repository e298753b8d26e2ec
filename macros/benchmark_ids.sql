{#- The identifiers of the seed `benchmarks`, which name the columns of stat_gamm_frames. -#}
{% macro benchmark_ids() %}
    {{ return([
        'arc', 'hellaswag', 'mmlu', 'truthfulqa', 'winogrande', 'gsm8k',
        'ifeval', 'bbh', 'math', 'gpqa', 'musr', 'mmlu_pro',
        'lambada', 'piqa', 'coqa',
    ]) }}
{% endmacro %}
