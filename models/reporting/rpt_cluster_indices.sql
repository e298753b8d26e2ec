-- Do labels make clusters? Each index beside what shuffled labels give.
{{ name_rows(ref('stat_cluster_validity'), benchmarks=false) }}
