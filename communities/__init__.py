"""Divisions and communities over time, their people counts and funds, and who may see which of them."""
