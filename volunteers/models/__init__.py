"""Teams, volunteers, activities and hours, needs of residents, and which rows are the same person or team."""

from volunteers.models.activities import Activity, Participation
from volunteers.models.needs import Need
from volunteers.models.people import Volunteer
from volunteers.models.sameness import TeamMatch, VolunteerMatch
from volunteers.models.teams import Team

__all__ = ["Activity", "Need", "Participation", "Team", "TeamMatch", "Volunteer", "VolunteerMatch"]
