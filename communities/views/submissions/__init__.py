"""Pages of 报送与审核."""
