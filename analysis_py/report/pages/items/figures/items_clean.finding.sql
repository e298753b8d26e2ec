-- By how much the best and the last rise, and whether ranks move.
select
    format(
        'Without its broken questions the best model scores {:.1f} % instead of {:.1f}, and {}',
        arg_max(audited_pct, score_pct), max(score_pct),
        case
            when max(abs(rank - rank_without)) = 0 then 'no rank changes'
            else format('no rank changes by more than {}', max(abs(rank - rank_without)))
        end
    ) as finding
from figure_rows;
