"""Grids, who answers for them, what lies in them, and what is reported from them."""

from grids.models.buildings import Building, Covering
from grids.models.events import EventCount, GridEvent, Visit
from grids.models.nets import Grid, GridDuty

__all__ = ["Building", "Covering", "EventCount", "Grid", "GridDuty", "GridEvent", "Visit"]
