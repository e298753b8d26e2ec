-- What all specifications of an analysis say of a conclusion.
{{ name_rows(ref('stat_specification_summary'), cohorts=false) }}
