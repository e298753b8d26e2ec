-- Was a jump found, and could it have been?
{{ name_rows(ref('stat_emergence_tests')) }}
