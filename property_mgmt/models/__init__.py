"""Estates, the companies that serve them, the committees of their owners, fees, renewals and disputes."""

from property_mgmt.models.committees import Committee, CommitteeEstate, CommitteeMember
from property_mgmt.models.estates import Compound, PropertyCompany
from property_mgmt.models.ledgers import Dispute, FeeYear, Renewal

__all__ = [
    "Committee",
    "CommitteeEstate",
    "CommitteeMember",
    "Compound",
    "Dispute",
    "FeeYear",
    "PropertyCompany",
    "Renewal",
]
