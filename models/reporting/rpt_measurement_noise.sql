-- How much of the spread of scores is the luck of which items were asked.
{{ name_rows(ref('stat_measurement_noise')) }}
