{#- The score columns of each board, as they are named in its files. -#}
{% macro openllm_v1_scores() %}
    {{ return(['arc_pct', 'hellaswag_pct', 'mmlu_pct', 'truthfulqa_pct', 'winogrande_pct', 'gsm8k_pct']) }}
{% endmacro %}

{% macro openllm_v2_scores() %}
    {{ return([
        'ifeval_raw_pct', 'bbh_raw_pct', 'math_raw_pct', 'gpqa_raw_pct', 'musr_raw_pct', 'mmlu_pro_raw_pct',
        'ifeval_normalised_pct', 'bbh_normalised_pct', 'math_normalised_pct', 'gpqa_normalised_pct',
        'musr_normalised_pct', 'mmlu_pro_normalised_pct',
    ]) }}
{% endmacro %}

{% macro base_model_scores() %}
    {{ return(['arc', 'hellaswag', 'mmlu', 'truthfulqa', 'winogrande', 'gsm8k']) }}
{% endmacro %}

{#- Further tasks of the base models, on a 0 to 1 scale. -#}
{% macro base_model_tasks() %}
    {{ return([
        'xwinograd', 'humaneval', 'parsinlu_qa_2_acc', 'word_unscrambling_2_exact_match',
        'ipa_transliterate_2_exact_match', 'arithmetic_3ds_2_acc', 'arithmetic_3da_2_acc',
        'arithmetic_2dm_2_acc', 'arithmetic_2da_2_acc',
    ]) }}
{% endmacro %}
