"""Sheets of estates, companies, committees, fees and renewals."""

from property_mgmt.sheets import committees, estates, ledgers

__all__ = ["committees", "estates", "ledgers"]
