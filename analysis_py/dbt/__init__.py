"""What dbt calls: the plugin, the expectations and SQL functions."""
