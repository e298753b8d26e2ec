"""Statistics of single answers: items, and the models that answer them."""
