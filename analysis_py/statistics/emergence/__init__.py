"""Does an ability jump with size, and do small models foretell large ones."""
