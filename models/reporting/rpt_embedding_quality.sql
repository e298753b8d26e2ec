-- How far pictures of the scores keep neighbours.
{{ name_rows(ref('stat_embedding_quality'), benchmarks=false) }}
