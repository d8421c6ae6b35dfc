"""Sheets of grids, of those who answer for them, of buildings and of monthly counts."""

from grids.sheets import buildings, counts, duties, nets

__all__ = ["buildings", "counts", "duties", "nets"]
