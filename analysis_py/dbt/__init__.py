"""The dbt plugin, the expectations and the SQL functions."""
