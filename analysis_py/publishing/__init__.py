"""From the build database to the published file: stage, verify, and rename."""
