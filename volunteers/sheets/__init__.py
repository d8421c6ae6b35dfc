"""Sheets of teams, volunteers and hours: they take the exports of other platforms as they are."""

from volunteers.sheets import hours, people, teams

__all__ = ["hours", "people", "teams"]
