"""What happens to teams, volunteers, their hours and needs: each function is one act, by somebody, for a reason."""

from volunteers.services.hours import record_hours, verify_hours, withdraw_verification
from volunteers.services.needs import cancel_need, finish_need, match_need
from volunteers.services.registrations import dissolve_team, leave_service, register_volunteer
from volunteers.services.sameness import settle, take_back

__all__ = [
    "cancel_need",
    "dissolve_team",
    "finish_need",
    "leave_service",
    "match_need",
    "record_hours",
    "register_volunteer",
    "settle",
    "take_back",
    "verify_hours",
    "withdraw_verification",
]
