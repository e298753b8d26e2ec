-- How the t-SNE picture of each population was made.
{{ name_rows(ref('stat_embeddings'), benchmarks=false) }}
