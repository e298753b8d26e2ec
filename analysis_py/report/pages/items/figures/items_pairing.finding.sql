-- The benchmarks where pairing is worth the least and the most.
select
    format(
        'Pairing is worth {:.1f} to {:.1f} times as many questions, by benchmark', min(worth), max(worth)
    ) as finding
from figure_rows;
