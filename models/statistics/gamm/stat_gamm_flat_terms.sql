-- Terms of clustered models that may be without effect: any two points over the middle of the covariate differ by less
-- than the margin, by the simultaneous bands of all smoothers together.
select
    *,
    greatest_change < margin as is_flat
from {{ ref('fit_gamm_flat_terms') }}
