"""Facilities, building projects, idle premises, services offered in them, and what is missing for a while."""

from facilities.models.offers import PublicService
from facilities.models.premises import BuildProject, Facility, IdleAsset
from facilities.models.shortfalls import TemporaryShortfall

__all__ = ["BuildProject", "Facility", "IdleAsset", "PublicService", "TemporaryShortfall"]
