"""Residential estates, who manages them, and the committees of their owners."""
