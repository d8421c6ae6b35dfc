"""Limits with their legal basis, what is public, the reports that judge by them, and the papers made of these."""

from compliance.models.digests import Digest
from compliance.models.openings import Opening
from compliance.models.papers import PaperFile, PaperText
from compliance.models.reports import Report, Result, Row
from compliance.models.standards import Publication, Standard, StandardDraft

__all__ = [
    "Digest", "Opening", "PaperFile", "PaperText", "Publication", "Report", "Result", "Row", "Standard",
    "StandardDraft",
]  # fmt: skip
