-- Where a line in log size bends.
{{ name_rows(ref('stat_breakpoints')) }}
