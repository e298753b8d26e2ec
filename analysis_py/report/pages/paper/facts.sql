-- What the words of the page cite.
with
labels as (
    select * from reporting.rpt_labels
    where n_obs > 0 and n_anovas > 0 and factor != 'architecture_family_5'
    order by list_position(['parameter_range', 'architecture_family', 'training_type'], factor)
)

select array(select labels from labels) as labels;
