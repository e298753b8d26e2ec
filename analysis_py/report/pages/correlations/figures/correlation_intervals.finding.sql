-- The range of the coefficients of scores; intervals are unadjusted.
select
    format(
        'Correlations of scores run from {} to {}; {} intervals include 0',
        hundredths(min(estimate)), hundredths(max(estimate)), of_all(count_if(ci_low <= 0 and ci_high >= 0), count(*))
    ) as finding
from figure_rows
where method_name = 'scores'
having count(*) > 0;
