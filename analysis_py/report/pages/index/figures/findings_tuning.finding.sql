-- What the difference is as counted and what is left of it.
select
    format(
        'Instruction-tuned minus pretrained models: {} to {} points as counted, {} to {} at equal size and '
        || 'architecture',
        signed(min(estimate_raw)), signed(max(estimate_raw)), signed(min(estimate)), signed(max(estimate))
    ) as finding
from figure_rows
having count(estimate) > 0 and count(estimate_raw) > 0;
