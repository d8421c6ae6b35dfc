"""Sheets of the places and of what is counted there."""

from communities.sheets import figures, places

__all__ = ["figures", "places"]
