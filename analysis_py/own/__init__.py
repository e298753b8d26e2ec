"""Results of one's own beside the boards."""
