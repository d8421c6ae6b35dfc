"""Pages of 出表."""
