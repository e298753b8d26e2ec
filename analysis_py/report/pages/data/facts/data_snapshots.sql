-- The snapshots: where each file comes from and what became of its records.
select * from reporting.rpt_snapshots
order by n_evaluations is null, taken_on, snapshot_id;
