"""Where: divisions, communities and how they change over time. Who sees them. What is counted there."""

from communities.models.figures import AreaFigure, Headcount, Nil, WorkFund
from communities.models.places import Area, Community, CommunityChange, CommunityCode
from communities.models.postings import Posting

__all__ = [
    "Area",
    "AreaFigure",
    "Community",
    "CommunityChange",
    "CommunityCode",
    "Headcount",
    "Nil",
    "Posting",
    "WorkFund",
]
