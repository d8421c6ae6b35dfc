"""Where: divisions, communities and how they change over time. Who sees them. What is counted there."""

from communities.models.alerts import Alert, AlertRead
from communities.models.desk import SavedView
from communities.models.distributions import Distribution
from communities.models.figures import AreaFigure, Headcount, Nil, WorkFund
from communities.models.official import FilledForm, ProducedFile, SavedSummary
from communities.models.places import Area, Community, CommunityChange, CommunityCode
from communities.models.postings import Posting
from communities.models.reviewing import LockException, Reminder, ReviewSetting
from communities.models.submissions import (
    Explanation,
    ReportingPeriod,
    ReturnReason,
    StreetBatch,
    Submission,
    SubmissionEvent,
)
from communities.models.uploads import HeaderMapping, UploadedSheet

__all__ = [
    "Alert",
    "AlertRead",
    "Area",
    "AreaFigure",
    "Community",
    "CommunityChange",
    "CommunityCode",
    "Distribution",
    "Explanation",
    "FilledForm",
    "Headcount",
    "HeaderMapping",
    "LockException",
    "Nil",
    "Posting",
    "ProducedFile",
    "Reminder",
    "ReportingPeriod",
    "ReturnReason",
    "ReviewSetting",
    "SavedSummary",
    "SavedView",
    "StreetBatch",
    "Submission",
    "SubmissionEvent",
    "UploadedSheet",
    "WorkFund",
]
