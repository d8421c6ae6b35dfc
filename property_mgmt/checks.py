"""Estates: what is looked at before they are handed in (and, in `locked_days`, what is locked then)."""

from property_mgmt import locked_days  # noqa: F401
