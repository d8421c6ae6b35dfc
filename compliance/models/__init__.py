"""Limits with their legal basis, what is public, the reports that judge by them, and the papers made of these."""

from compliance.models.papers import PaperFile, PaperText
from compliance.models.reports import Report, Result, Row
from compliance.models.standards import Publication, Standard

__all__ = ["PaperFile", "PaperText", "Publication", "Report", "Result", "Row", "Standard"]
