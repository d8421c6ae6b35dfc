"""Volunteers: their teams, what they did and for how long, what residents ask for; one person on several platforms."""
