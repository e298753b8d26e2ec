-- Terms of clustered models that may be without effect: any two points over the middle of the
-- covariate differ by less than the margin, by the simultaneous bands of all smoothers together.
with terms as (
    select
        cohort_id,
        gamm,
        benchmark_id,
        unnest(flat_terms, recursive := true)
    from {{ ref('fit_gamms') }}
)

select
    *,
    greatest_change < margin as is_flat
from terms
