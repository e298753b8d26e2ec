{{ name_rows(ref('stat_item_subsets'), cohorts=false) }}
