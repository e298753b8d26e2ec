-- The step across an edge of two ranges as the edge moves.
{{ name_rows(ref('stat_bin_edges')) }}
