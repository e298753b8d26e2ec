-- What the difference is unadjusted and what is left of it.
select
    format(
        'Instruction-tuned minus pretrained models: {} to {} points unadjusted, {} to {} at equal size and '
        || 'architecture',
        signed(min(estimate_unadjusted)), signed(max(estimate_unadjusted)), signed(min(estimate)), signed(max(estimate))
    ) as finding
from figure_rows
having count(estimate) > 0 and count(estimate_unadjusted) > 0;
