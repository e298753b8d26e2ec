"""Groups of models in the space of their scores: cluster validity and embeddings."""
