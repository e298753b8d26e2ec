-- By how much the best rises, and whether ranks move.
select
    format(
        'Without broken questions the best scores {:.1f} %, not {:.1f} %, and {}',
        arg_max(audited_pct, score_pct), max(score_pct),
        case
            when max(abs(rank - rank_without)) = 0 then 'no rank moves'
            else format('ranks move by {}', max(abs(rank - rank_without)))
        end
    ) as finding
from figure_rows;
