"""The pages of any register; which one, its declaration says."""
