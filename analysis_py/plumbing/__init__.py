"""Everything between the files, dbt and the published warehouse that is not a statistic."""
