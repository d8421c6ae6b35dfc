"""Sheets of the places and of what is counted there."""

from communities.sheets import figures

__all__ = ["figures"]
