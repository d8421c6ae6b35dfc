"""What is to be published, what was, and the calendar by which it is due."""

from disclosure.models.calendar import CalendarDay
from disclosure.models.catalogue import CatalogueEntry
from disclosure.models.items import Disclosure
from disclosure.models.notices import Notice
from disclosure.models.objections import Objection
from disclosure.models.photos import BoardPhoto

__all__ = ["BoardPhoto", "CalendarDay", "CatalogueEntry", "Disclosure", "Notice", "Objection"]
