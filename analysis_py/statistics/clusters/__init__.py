"""Can groups of models be seen in the space of their scores."""
