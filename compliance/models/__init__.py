"""Limits with their legal basis, what is public, and the reports that judge by them."""

from compliance.models.reports import Report, Result, Row
from compliance.models.standards import Publication, Standard

__all__ = ["Publication", "Report", "Result", "Row", "Standard"]
