-- Who leads. The interval stands in the text, beside what it covers.
select format('{} leads with {:.0f} points', arg_max(model, points), max(points)) as finding
from figure_rows;
