{{ name_rows(ref('stat_item_suspects'), cohorts=false) }}
