"""Pages of figures: for residents as far as an area opens them, for the office inside its reach."""
