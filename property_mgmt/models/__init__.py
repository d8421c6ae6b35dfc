"""Estates and the companies that serve them."""

from property_mgmt.models.estates import Compound, PropertyCompany

__all__ = ["Compound", "PropertyCompany"]
