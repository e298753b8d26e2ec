-- Evaluations that the GAMMs of size can use, and those they lose.
{{ name_rows(ref('stat_lost_rows')) }}
