-- Printed pairs beside the same pairs on the rebuilt rows.
{{ name_rows(ref('published_pairs_compared'), cohorts=false) }}
